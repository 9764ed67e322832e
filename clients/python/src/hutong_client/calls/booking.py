"""Calls of booking. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal

from hutong_client.shapes.booking import (
    BookingsDecisionIn,
    CancellationIn,
    CancellationOut,
    CancelledOut,
    CaseDecisionIn,
    CaseIn,
    CaseRowOut,
    CasesAnswerIn,
    CasesCaseOut,
    CasesOut,
    EvidenceIn,
    InvoiceAskIn,
    MessageIn,
    MessageOut,
    MessagesOut,
    MessagesReadIn,
    OfferIn,
    StaffCancellationIn,
    ThreadOut,
)
from hutong_client.shapes.shared import BookingOut, InvoiceOut, PaymentIn, PaymentOut
from hutong_client.wire import Listing, Wire, at


class Booking:
    """Calls of booking."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def list_bookings(
        self,
        *,
        limit: int | None = None,
        as_: Literal["guest", "seller"] | None = None,
        state: list[Literal["waiting", "coming", "past", "ended", "requested", "accepted", "held", "paid", "completed", "rejected", "expired", "cancelled", "refunded"]] | None = None,
    ) -> Listing[BookingOut]:
        """Your bookings as guest, or those of what is yours as seller, newest first."""
        return self._wire.listing(BookingOut, "/bookings", query={"limit": limit, "as": as_, "state": state})

    def show_booking(self, booking_id: str) -> BookingOut:
        """A booking of yours, as guest or as host."""
        return self._wire.json(BookingOut, "GET", at("/bookings/{}", booking_id))

    def decide_booking(self, booking_id: str, body: BookingsDecisionIn) -> BookingOut:
        """Accept or reject a booking of what is yours; a rejection says why, and gives all money back."""
        return self._wire.json(BookingOut, "PUT", at("/bookings/{}/decision", booking_id), body=body)

    def quote_cancellation(self, booking_id: str, *, lines: list[str] | None = None) -> CancellationOut:
        """What calling a booking off would give back; with `lines`, calling off only these."""
        return self._wire.json(
            CancellationOut,
            "GET",
            at("/bookings/{}/cancellation", booking_id),
            query={"lines": lines},
        )

    def cancel_booking(
        self,
        booking_id: str,
        body: CancellationIn,
        *,
        idempotency_key: str | None = None,
    ) -> BookingOut:
        """Call a booking off; with `lines` only these of a paid one; `refund`: only if that is still what comes
        back.
        """
        return self._wire.json(
            BookingOut,
            "POST",
            at("/bookings/{}/cancellation", booking_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def pay_booking(self, booking_id: str, body: PaymentIn, *, idempotency_key: str | None = None) -> PaymentOut:
        """Start paying; `action` comes a moment later and says where to go: ask for the payment again."""
        return self._wire.json(
            PaymentOut,
            "POST",
            at("/bookings/{}/payments", booking_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def cancel_booking_by_staff(self, booking_id: str, body: StaffCancellationIn) -> CancelledOut:
        """Call a booking off in the staff's name; giving more back than its policy says needs the permission to
        refund.
        """
        return self._wire.json(CancelledOut, "POST", at("/staff/bookings/{}/cancellation", booking_id), body=body)

    def list_cases_of_booking(self, booking_id: str) -> CasesOut:
        """The cases about a booking of yours."""
        return self._wire.json(CasesOut, "GET", at("/bookings/{}/cases", booking_id))

    def open_case(self, booking_id: str, body: CaseIn) -> CasesCaseOut:
        """Open a case: a dispute about what was paid, or as host a claim on the deposit within 48 hours after the
        end.
        """
        return self._wire.json(CasesCaseOut, "POST", at("/bookings/{}/cases", booking_id), form=body)

    def list_cases(
        self,
        *,
        limit: int | None = None,
        state: Literal["open", "review", "agreed", "decided", "withdrawn"] | None = None,
    ) -> Listing[CaseRowOut]:
        """All cases, newest first, for staff."""
        return self._wire.listing(CaseRowOut, "/cases", query={"limit": limit, "state": state})

    def show_case(self, case_id: str) -> CasesCaseOut:
        """A case about a booking of yours; staff see all."""
        return self._wire.json(CasesCaseOut, "GET", at("/cases/{}", case_id))

    def say_in_case(self, case_id: str, body: EvidenceIn) -> CasesCaseOut:
        """Say something in an open case, with pictures that show it."""
        return self._wire.json(CasesCaseOut, "POST", at("/cases/{}/statements", case_id), form=body)

    def offer_in_case(self, case_id: str, body: OfferIn) -> CasesCaseOut:
        """Offer how to settle it; the newest offer counts."""
        return self._wire.json(CasesCaseOut, "POST", at("/cases/{}/offers", case_id), form=body)

    def answer_case(self, case_id: str, body: CasesAnswerIn) -> CasesCaseOut:
        """Agree to the offer, or contest it; when both sides agree, it is carried out at once."""
        return self._wire.json(CasesCaseOut, "PUT", at("/cases/{}/answer", case_id), form=body)

    def withdraw_case(self, case_id: str) -> CasesCaseOut:
        """Take back a case that you opened."""
        return self._wire.json(CasesCaseOut, "POST", at("/cases/{}/withdrawal", case_id))

    def decide_case(self, case_id: str, body: CaseDecisionIn) -> CasesCaseOut:
        """Settle a case: what goes back to the guest, what of the deposit to the host, and why."""
        return self._wire.json(CasesCaseOut, "PUT", at("/cases/{}/decision", case_id), body=body)

    def show_receipt(self, booking_id: str) -> bytes:
        """The receipt of a paid booking of yours, as a PDF."""
        return self._wire.file("GET", at("/bookings/{}/receipt", booking_id))

    def ask_for_invoice(self, booking_id: str, body: InvoiceAskIn) -> InvoiceOut:
        """Ask for an invoice (发票) about a booking that has taken place; once, unless it is refused."""
        return self._wire.json(InvoiceOut, "POST", at("/bookings/{}/invoice", booking_id), body=body)

    def show_invoice_of_booking(self, booking_id: str) -> InvoiceOut:
        """The invoice that you asked for last about a booking."""
        return self._wire.json(InvoiceOut, "GET", at("/bookings/{}/invoice", booking_id))

    def list_messages(
        self,
        booking_id: str,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        after: str | None = None,
        before: str | None = None,
    ) -> MessagesOut:
        """The latest messages of a booking of yours; ask again with `after` (and If-None-Match) to see new ones."""
        return self._wire.json(
            MessagesOut,
            "GET",
            at("/bookings/{}/messages", booking_id),
            query={"limit": limit, "cursor": cursor, "after": after, "before": before},
        )

    def write_message(self, booking_id: str, body: MessageIn, *, idempotency_key: str | None = None) -> MessageOut:
        """Write to the other side of a booking: 2,000 characters and six pictures of your own at most."""
        return self._wire.json(
            MessageOut,
            "POST",
            at("/bookings/{}/messages", booking_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def read_messages(self, booking_id: str, body: MessagesReadIn) -> None:
        """You have read up to this message; the other side sees that."""
        self._wire.nothing("PUT", at("/bookings/{}/messages/read", booking_id), body=body)

    def list_talks(self, *, limit: int | None = None) -> Listing[ThreadOut]:
        """Your bookings in which somebody wrote, as guest and as host, the latest first."""
        return self._wire.listing(ThreadOut, "/messages", query={"limit": limit})
