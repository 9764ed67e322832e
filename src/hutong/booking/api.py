"""Bookings for both sides: seeing, deciding, calling off, paying."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.booking import actions, policies, queries
from hutong.booking.actions import NotPayable, RefundChanged
from hutong.booking.models import REQUESTED, Booking, subject_of
from hutong.booking.policies import WholeOnly
from hutong.booking.schemas import (
    BookingOut,
    BookingsQuery,
    CancellationIn,
    CancellationOut,
    CancellationQuery,
    CancelledOut,
    DecisionIn,
    StaffCancellationIn,
)
from hutong.kernel import paging
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from hutong.kernel.paging import Page
from hutong.kernel.web import Api, me
from hutong.payments import queries as payments
from hutong.payments.schemas import PaymentIn, PaymentOut

api = Api("booking")


def shown(booking: Booking, new: bool = False) -> BookingOut:
    """A booking as whoever is signed in sees it; a `new` one has no payments yet."""
    reader = me().id
    pays = reader == booking.customer_id and booking.state != REQUESTED and not new
    payment = next(map(PaymentOut.of, payments.of(subject_of(booking.id))), None) if pays else None
    return BookingOut.of(queries.view(booking), reader, queries.contact(booking, reader), payment)


@api.get("/bookings")
def list_bookings(query: BookingsQuery) -> Page[BookingOut]:
    """Your bookings as guest, or those of what is yours as seller, newest first."""
    reader = me().id
    rows = queries.listed(reader, query.side == "seller", query.states, query.limit, query.cursor)
    views = {view.booking.id: view for view in queries.views(rows)}
    return paging.page(
        rows, query.limit, lambda row: paging.encode(row.id), lambda row: BookingOut.of(views[row.id], reader)
    )


@api.get("/bookings/<id:booking_id>", raises=(NotFound,))
def show_booking(booking_id: int) -> BookingOut:
    """A booking of yours, as guest or as host."""
    return shown(queries.own(booking_id, me().id))


@api.put("/bookings/<id:booking_id>/decision", raises=(NotFound, Conflict, Invalid), done=_l("The guest will be told."))
def decide_booking(booking_id: int, body: DecisionIn) -> BookingOut:
    """Accept or reject a booking of what is yours; a rejection says why, and gives all money back."""
    return shown(actions.decide(booking_id, me().id, body.accept, body.reason))


@api.get("/bookings/<id:booking_id>/cancellation", raises=(NotFound, Conflict, WholeOnly))
def quote_cancellation(booking_id: int, query: CancellationQuery) -> CancellationOut:
    """What calling a booking off would give back; with `lines`, calling off only these."""
    booking = queries.own(booking_id, me().id)
    if not policies.may_cancel(booking):
        raise Conflict
    lines = queries.lines_of([booking_id])[booking_id]
    chosen = policies.chosen(booking, lines, query.lines or None)
    return CancellationOut.of(booking, chosen, by_host=me().id != booking.customer_id)


@api.post(
    "/bookings/<id:booking_id>/cancellation",
    idempotent=True,
    raises=(NotFound, Conflict, RefundChanged, WholeOnly),
    done=_l("The booking is cancelled."),
)
def cancel_booking(booking_id: int, body: CancellationIn) -> BookingOut:
    """Call a booking off; with `lines` only these of a paid one; `refund`: only if that is still what comes back."""
    return shown(actions.cancel(booking_id, me().id, body.refund, body.reason, body.lines or None))


@api.post("/bookings/<id:booking_id>/payments", idempotent=True, raises=(NotFound, NotPayable, Invalid))
def pay_booking(booking_id: int, body: PaymentIn) -> PaymentOut:
    """Start paying; `action` comes a moment later and says where to go: ask for the payment again."""
    return PaymentOut.of(actions.pay(booking_id, me().id, body.provider))


@api.post(
    "/staff/bookings/<id:booking_id>/cancellation",
    status=200,
    needs=Permission.MANAGE_BOOKINGS,
    raises=(NotFound, Conflict, RefundChanged, Forbidden),
    done=_l("The booking is called off, and both sides were told."),
)
def cancel_booking_by_staff(booking_id: int, body: StaffCancellationIn) -> CancelledOut:
    """Call a booking off in the staff's name; giving more back than its policy says needs the permission to refund."""
    if body.whole and not me().can(Permission.REFUND):
        raise Forbidden(permission=Permission.REFUND.name)
    booking = actions.cancel_by_staff(booking_id, me().id, body.whole, body.reason, body.refund)
    return CancelledOut(id=booking.id, state=booking.state, refund=booking.refund, currency=booking.currency)
