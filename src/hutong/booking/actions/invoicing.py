"""Asking for an invoice about a booking."""

from collections.abc import Mapping

from hutong.booking import receipts
from hutong.booking.models import Booking, subject_of
from hutong.booking.schemas import named
from hutong.kernel.errors import NotFound
from hutong.payments import actions as payments
from hutong.payments.actions.invoices import NothingToInvoice
from hutong.payments.models import Invoice


def ask_for_invoice(booking: Booking, customer_id: int, wanted: Mapping[str, str]) -> Invoice:
    """Ask for an invoice of what was paid and did not go back; raises NotFound, NothingToInvoice, InvoiceAsked."""
    if booking.customer_id != customer_id:
        raise NotFound
    if not receipts.may_be_invoiced(booking):
        raise NothingToInvoice
    amount = receipts.invoiced(booking)
    subject, what = subject_of(booking.id), named(booking)
    return payments.ask_invoice(subject, booking.seller_id, customer_id, what, amount, booking.currency, **wanted)
