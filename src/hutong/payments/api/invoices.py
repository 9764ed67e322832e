"""Invoices as those who sell see them: what was asked for, issuing and refusing; and the paper for both sides."""

from typing import cast

from flask import Response
from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.accounts.principal import Principal
from hutong.kernel import ids, paging
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from hutong.kernel.paging import Page
from hutong.kernel.web import me
from hutong.payments import actions, paper, queries
from hutong.payments.actions.invoices import LARGEST
from hutong.payments.api.base import api, seller_of
from hutong.payments.models.invoices import ISSUED, Invoice
from hutong.payments.schemas.invoices import InvoiceIssueIn, InvoiceOut, InvoiceRefusalIn, InvoicesQuery


@api.get("/invoices", raises=(NotFound, Forbidden))
def list_invoices(query: InvoicesQuery) -> Page[InvoiceOut]:
    """The invoices that were asked of you, or of a firm of yours, newest first."""
    rows = queries.invoices(seller_of(query.seller), query.state, query.limit, query.cursor)
    return paging.page(rows, query.limit, lambda row: paging.encode(row.id), InvoiceOut.model_validate)


@api.put("/invoices/<id:invoice_id>/issue", raises=(NotFound, Conflict, Invalid), done=_l("The invoice was sent."))
def issue_invoice(invoice_id: int, body: InvoiceIssueIn) -> InvoiceOut:
    """Say under which number it was issued, with its PDF if you have it; it is sent to who asked by mail."""
    _sold(invoice_id)
    paper = body.paper.stream.read(LARGEST + 1) if body.paper is not None else None
    return InvoiceOut.model_validate(actions.issue_invoice(invoice_id, me().id, body.number, paper))


@api.put("/invoices/<id:invoice_id>/refusal", raises=(NotFound, Conflict), done=_l("Whoever asked will be told."))
def refuse_invoice(invoice_id: int, body: InvoiceRefusalIn) -> InvoiceOut:
    """Say why it cannot be issued like this."""
    _sold(invoice_id)
    return InvoiceOut.model_validate(actions.refuse_invoice(invoice_id, me().id, body.reason))


@api.get("/invoices/<id:invoice_id>/pdf", raises=(NotFound,))
def show_invoice(invoice_id: int) -> Response:
    """An issued invoice as a PDF, for who asked, who sold, and staff."""
    found = queries.invoice(invoice_id)
    if found is None or found.state != ISSUED or not (found.customer_id == me().id or _may(found)):
        raise NotFound
    answer = Response(paper.paper(found), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="invoice-{ids.show(invoice_id)}.pdf"'
    return answer


def _sold(invoice_id: int) -> Invoice:
    found = queries.invoice(invoice_id)
    if found is None or not _may(found):
        raise NotFound
    return found


def _may(found: Invoice) -> bool:
    reader = cast(Principal, me())
    return found.seller_id == reader.id or reader.can(Permission.READ_LEDGER, found.seller_id)
