"""An invoice as a PDF: the one that was uploaded, else a sheet that says the same."""

from flask_babel import gettext as _
from sqlalchemy import select

from hutong.accounts import queries as accounts
from hutong.kernel import i18n
from hutong.kernel.db import session
from hutong.kernel.pages import show_moment, show_money
from hutong.kernel.state import settings
from hutong.payments import queries
from hutong.payments.models.invoices import Invoice


def attached(invoice_id: int) -> bytes | None:
    """The PDF for a mail to who asked, in their language."""
    found = session().get(Invoice, invoice_id)
    if found is None:
        return None
    contact = accounts.contact(found.customer_id)
    with i18n.speaking(contact.language if contact else None):
        return paper(found)


def paper(found: Invoice) -> bytes:
    """The bytes of the PDF."""
    uploaded = session().scalar(select(Invoice.paper).where(Invoice.id == found.id))
    if uploaded:
        return uploaded
    from hutong.kernel import pdf  # noqa: PLC0415 - 15 MB that are rarely needed

    rows = [
        (_("Number"), found.number or _("not issued yet")),
        (_("Date"), show_moment(found.done_at or found.made_at, "yyyy-MM-dd")),
        (_("Buyer"), found.title),
        (_("Tax number"), found.tax_number or "–"),
        (_("Seller"), queries.name_of(found.seller_id)),
        (_("For"), found.what),
        (_("Amount"), show_money(found.amount, found.currency)),
    ]
    story = [
        pdf.paragraph(settings().site_name, "small"),
        pdf.paragraph(_("Invoice"), "title"),
        pdf.gap(),
        pdf.table([list(row) for row in rows], [120, 350], head=False),
        pdf.gap(),
        pdf.paragraph(
            _("The tax office keeps the original under the number above; this sheet repeats what it says."), "small"
        ),
    ]
    return pdf.document(_("Invoice"), story)
