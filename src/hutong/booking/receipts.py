"""The receipt of a booking as a PDF: what was paid for which lines, when and how, and what went back."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from hutong.booking import queries
from hutong.booking.models import COMPLETED, DEPOSIT, GONE, Booking, subject_of
from hutong.booking.schemas import named
from hutong.kernel import ids
from hutong.kernel.pages import show_moment, show_money
from hutong.kernel.state import settings
from hutong.payments import queries as payments
from hutong.payments.gateways import gateway
from hutong.payments.models import PAID as PAYMENT_PAID


def has_receipt(booking: Booking) -> bool:
    """Whether something was paid for a booking."""
    return booking.payment_id is not None or booking.method in ("cash", "card")


def invoiced(booking: Booking) -> int:
    """What an invoice is about: the price less what went back of it; a deposit is no price."""
    kept = booking.deposit if booking.deposit_back_at is None else 0
    return max(0, booking.left - kept)


def may_be_invoiced(booking: Booking) -> bool:
    """Whether it has taken place and something was paid for it."""
    return booking.state == COMPLETED and has_receipt(booking) and invoiced(booking) > 0


def part(booking: Booking, reader_id: int) -> str:
    """The section on a booking's page: the receipt, and for the customer the invoice."""
    if not has_receipt(booking):
        return ""
    mine = booking.customer_id == reader_id
    found = payments.invoice_of(subject_of(booking.id)) if mine else None
    may_ask = mine and may_be_invoiced(booking) and (found is None or found.state == "refused")
    shown = render_template("booking/papers_part.html", booking=booking, invoice=found, may_ask=may_ask)
    return Markup(shown)  # noqa: S704 - of our own template


def receipt(booking: Booking) -> bytes:
    """The bytes of the PDF, in the reader's language."""
    from hutong.kernel import pdf  # noqa: PLC0415 - 15 MB that are rarely needed

    view = queries.view(booking)
    facts = [
        (_("Receipt number"), ids.show(booking.id)),
        (_("Customer"), view.customer.name if view.customer else _("Customer at the counter")),
        (_("Seller"), view.seller_name),
        (_("Begins"), show_moment(booking.starts_at, "yyyy-MM-dd HH:mm")),
        (_("Ends"), show_moment(booking.ends_at, "yyyy-MM-dd HH:mm")),
    ]
    lines: list[list[Any]] = [[_("For"), _("Amount")]]
    for line in view.lines:
        title = named(line) if line.state != GONE else _("%(line)s (called off)", line=named(line))
        lines.append([title, pdf.paragraph(_money(line.price, booking), "figure")])
        if line.discount:
            lines.append([_("Discount"), pdf.paragraph(_money(-line.discount, booking), "figure")])
    deposit = next((line for line in view.lines if line.kind == DEPOSIT), None)
    lines.append([_("Paid in all"), pdf.paragraph(_money(booking.due, booking), "sum")])
    if booking.refund:
        lines.append([_("Gone back"), pdf.paragraph(_money(-booking.refund, booking), "figure")])
        lines.append([_("Left"), pdf.paragraph(_money(booking.due - booking.refund, booking), "sum")])
    story = [
        pdf.paragraph(settings().site_name, "small"),
        pdf.paragraph(_("Receipt"), "title"),
        pdf.paragraph(named(booking), "head"),
        pdf.gap(),
        pdf.table([list(fact) for fact in facts], [140, 330], head=False),
        pdf.gap(),
        pdf.table(lines, [370, 100]),
        pdf.gap(),
        *[pdf.paragraph(text) for text in _paid(booking)],
    ]
    if deposit is not None:
        story.append(pdf.paragraph(_("The deposit is kept apart and is no part of the price."), "small"))
    said = _("This is a receipt, not a tax invoice (发票); ask for one on the booking's page.")
    story.append(pdf.paragraph(said, "small"))
    return pdf.document(_("Receipt"), story)


def _paid(booking: Booking) -> list[str]:
    if booking.method:
        at = show_moment(booking.made_at, "yyyy-MM-dd HH:mm")
        return [_("Paid at the counter on %(when)s.", when=at)]
    told = []
    for payment in reversed(payments.of(subject_of(booking.id))):
        if payment.state == PAYMENT_PAID and payment.paid_at is not None and payment.amount:
            way = gateway(payment.provider)
            told.append(
                _(
                    "%(amount)s paid by %(way)s on %(when)s, number %(number)s.",
                    amount=_money(payment.amount, booking),
                    way=str(way.label) if way else payment.provider,
                    when=show_moment(payment.paid_at, "yyyy-MM-dd HH:mm"),
                    number=payment.reference or ids.show(payment.id),
                )
            )
    return told


def _money(amount: int, booking: Booking) -> str:
    return show_money(amount, booking.currency)
