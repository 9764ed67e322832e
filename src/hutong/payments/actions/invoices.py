"""Invoices: asked for by who paid, issued or refused by who sold, sent by mail."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from hutong.accounts import queries as accounts
from hutong.kernel import audit, clock, i18n, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound, invalid
from hutong.notices import actions as notices
from hutong.notices.attachments import Attachment
from hutong.payments import news, numbers
from hutong.payments.models.invoices import ASKED, COMPANY, ISSUED, REFUSED, Invoice, invoice_subject

LARGEST = 2_000_000


class InvoiceAsked(Conflict):
    """One invoice for each."""

    code = "invoice_asked"
    detail = _l("An invoice was asked for already.")


class NothingToInvoice(Conflict):
    """Nothing was paid, or all of it went back."""

    code = "nothing_to_invoice"
    detail = _l("There is nothing to write an invoice about: nothing was paid, or it has not taken place.")


def ask_invoice(
    subject: str,
    seller_id: int,
    customer_id: int,
    what: str,
    amount: int,
    currency: str,
    *,
    kind: str,
    title: str,
    tax_number: str,
    email: str,
) -> Invoice:
    """Ask for an invoice; raises Invalid for a tax number that cannot be, NothingToInvoice, InvoiceAsked."""
    if kind == COMPANY:
        tax_number = numbers.tax_number(tax_number)
    elif tax_number:
        raise invalid("tax_number", _l("A person's invoice carries no tax number."))
    if amount <= 0:
        raise NothingToInvoice
    made = Invoice(
        id=ids.new_id(),
        subject=subject,
        live_key=subject,
        seller_id=seller_id,
        customer_id=customer_id,
        what=what[:200],
        amount=amount,
        currency=currency,
        kind=kind,
        title=title,
        tax_number=tax_number,
        email=numbers.mail_address(email),
        state=ASKED,
        made_at=clock.now(),
    )
    session().add(made)
    try:
        session().flush()
    except IntegrityError:
        raise InvoiceAsked from None
    audit.record("invoice.asked", invoice_subject(made.id), after={"amount": amount, "for": subject})
    news.invoice_asked(made)
    return made


def issue_invoice(invoice_id: int, by: int, number: str, paper: bytes | None) -> Invoice:
    """It was issued under this number, with its PDF if there is one; it is mailed. Raises NotFound, Conflict."""
    if paper is not None and (len(paper) > LARGEST or not paper.startswith(b"%PDF-")):
        raise invalid("paper", _l("A PDF of at most 2 MB is needed."))
    made = _done(invoice_id, ISSUED, by, number=number, paper=paper)
    contact = accounts.contact(made.customer_id)
    language = contact.language if contact else None
    with i18n.speaking(language):
        subject = _("Your invoice %(number)s", number=number)
        text = _("The invoice for %(what)s is attached.", what=made.what)
    file = Attachment(f"invoice-{ids.show(made.id)}.pdf", "invoice", made.id)
    notices.mail(made.email, language, subject, text, attach=file)
    return made


def refuse_invoice(invoice_id: int, by: int, reason: str) -> Invoice:
    """It cannot be issued like this: whoever asked reads why, and may ask again. Raises NotFound, Conflict."""
    made = _done(invoice_id, REFUSED, by, reason=reason, live_key=None)
    news.invoice_refused(made)
    return made


def _done(invoice_id: int, state: str, by: int, **values: object) -> Invoice:
    found = session().get(Invoice, invoice_id, populate_existing=True)
    if found is None:
        raise NotFound
    mine = update(Invoice).where(Invoice.id == invoice_id, Invoice.state == ASKED)
    if rows_changed(mine.values(state=state, done_at=clock.now(), done_by=by, **values)) != 1:
        raise Conflict
    session().refresh(found)
    audit.record(f"invoice.{state}", invoice_subject(invoice_id), after={"amount": found.amount})
    return found
