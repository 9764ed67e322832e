"""Bookings for both sides: seeing, deciding, calling off, paying."""

from typing import Any, cast

from flask import Response
from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.accounts.principal import Principal
from hutong.accounts.queries import PersonCard
from hutong.booking import actions, policies, queries, receipts
from hutong.booking.actions import NotPayable, Outcome, RefundChanged, Said
from hutong.booking.models import REQUESTED, Booking, Case, subject_of
from hutong.booking.policies import WholeOnly
from hutong.booking.queries import Around
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
from hutong.booking.schemas.cases import (
    AnswerIn,
    CaseDecisionIn,
    CaseIn,
    CaseOut,
    CaseRowOut,
    CasesOut,
    CasesQuery,
    EvidenceIn,
    OfferIn,
)
from hutong.kernel import clock, ids, limits, paging
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge, TooMany, Unavailable
from hutong.kernel.limits import Limit
from hutong.kernel.paging import Page
from hutong.kernel.web import Api, me
from hutong.media import actions as media
from hutong.media.actions import Prepared
from hutong.payments import payers
from hutong.payments import queries as payments
from hutong.payments.schemas import InvoiceAskIn, InvoiceOut, PaymentIn, PaymentOut

api = Api("booking")
WITH_EVIDENCE = (NotFound, Conflict, Invalid, TooLarge, TooMany, Unavailable)
UPLOADS = Limit("uploads", 300, clock.HOUR)  # shared with POST /pictures


def shown(booking: Booking, new: bool = False) -> BookingOut:
    """A booking as whoever is signed in sees it; a `new` one has no payments yet."""
    reader = me().id
    pays = reader == booking.customer_id and booking.state != REQUESTED and not new
    payment = next(map(PaymentOut.of, payments.of(subject_of(booking.id))), None) if pays else None
    return BookingOut.of(queries.view(booking), reader, queries.contact(booking, reader), payment)


def shown_new(booking: Booking, around: Around) -> BookingOut:
    """A booking as its customer sees it who has just made it, without a statement."""
    who = cast(Principal, me())
    customer = PersonCard(who.id, who.name, None, 0, who.verified)
    return BookingOut.of(queries.view_of_new(booking, customer, around), who.id)


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
    return PaymentOut.of(actions.pay(booking_id, me().id, body.provider, payers.of_request(me().id)))


@api.post(
    "/staff/bookings/<id:booking_id>/cancellation",
    status=200,
    needs=Permission.MANAGE_BOOKINGS,
    raises=(NotFound, Conflict, RefundChanged, WholeOnly, Forbidden),
    done=_l("The booking is called off, and both sides were told."),
)
def cancel_booking_by_staff(booking_id: int, body: StaffCancellationIn) -> CancelledOut:
    """Call a booking off in the staff's name; giving more back than its policy says needs the permission to refund."""
    if body.whole and not me().can(Permission.REFUND):
        raise Forbidden(permission=Permission.REFUND.name)
    given = (body.whole, body.reason, body.refund, body.lines or None)
    booking = actions.cancel_by_staff(booking_id, me().id, *given)
    return CancelledOut(id=booking.id, state=booking.state, refund=booking.refund, currency=booking.currency)


def prepare_evidence(**values: Any) -> list[Prepared]:
    """Make the pictures anew and store them."""
    photos = values["body"].photos
    if photos:
        limits.spend(UPLOADS, me().id, times=len(photos))
    try:
        return [media.prepare(photo.stream) for photo in photos]
    except Invalid as problem:
        problem.errors = [error._replace(field="photos") for error in problem.errors]
        raise


def _said(body: EvidenceIn, ready: list[Prepared]) -> Said:
    return Said(body.text, body.pictures, ready)


def _as_staff() -> bool:
    return me().can(Permission.MANAGE_BOOKINGS)


def _case(case: Case) -> CaseOut:
    return CaseOut.of(queries.case_view(case.id, me().id, staff=_as_staff()))


@api.get("/bookings/<id:booking_id>/cases", raises=(NotFound,))
def list_cases_of_booking(booking_id: int) -> CasesOut:
    """The cases about a booking of yours."""
    queries.own(booking_id, me().id)
    return CasesOut(items=[CaseRowOut.of(case) for case in queries.cases_of(booking_id)])


@api.post(
    "/bookings/<id:booking_id>/cases",
    before=prepare_evidence,
    raises=WITH_EVIDENCE,
    done=_l("The case was opened; the other side is told."),
)
def open_case(booking_id: int, body: CaseIn, ready: list[Prepared]) -> CaseOut:
    """Open a case: a dispute about what was paid, or as host a claim on the deposit within 48 hours after the end."""
    wants = Outcome(body.back, body.deposit, lines=body.by_line)
    made = actions.open_case(booking_id, me().id, body.kind, wants, _said(body, ready), staff=_as_staff())
    return _case(made)


@api.get("/cases", needs=Permission.MANAGE_BOOKINGS)
def list_cases(query: CasesQuery) -> Page[CaseRowOut]:
    """All cases, newest first, for staff."""
    rows = queries.cases(query.state, query.limit, query.cursor)
    return paging.page(rows, query.limit, lambda row: paging.encode(row.id), CaseRowOut.of)


@api.get("/cases/<id:case_id>", raises=(NotFound,))
def show_case(case_id: int) -> CaseOut:
    """A case about a booking of yours; staff see all."""
    return CaseOut.of(queries.case_view(case_id, me().id, staff=_as_staff()))


@api.post(
    "/cases/<id:case_id>/statements",
    before=prepare_evidence,
    raises=WITH_EVIDENCE,
    done=_l("It was added to the case."),
)
def say_in_case(case_id: int, body: EvidenceIn, ready: list[Prepared]) -> CaseOut:
    """Say something in an open case, with pictures that show it."""
    return _case(actions.say(case_id, me().id, _said(body, ready), staff=_as_staff()))


@api.post(
    "/cases/<id:case_id>/offers",
    before=prepare_evidence,
    raises=WITH_EVIDENCE,
    done=_l("The offer was made."),
)
def offer_in_case(case_id: int, body: OfferIn, ready: list[Prepared]) -> CaseOut:
    """Offer how to settle it; the newest offer counts."""
    wants = Outcome(body.back, body.deposit, body.borne_by, body.by_line)
    return _case(actions.offer(case_id, me().id, wants, _said(body, ready), staff=_as_staff()))


@api.put(
    "/cases/<id:case_id>/answer",
    before=prepare_evidence,
    raises=WITH_EVIDENCE,
    done=_l("Your answer was kept."),
)
def answer_case(case_id: int, body: AnswerIn, ready: list[Prepared]) -> CaseOut:
    """Agree to the offer, or contest it; when both sides agree, it is carried out at once."""
    return _case(actions.answer(case_id, me().id, body.accept, body.offer, _said(body, ready)))


@api.post("/cases/<id:case_id>/withdrawal", raises=(NotFound, Conflict), done=_l("The case was withdrawn."))
def withdraw_case(case_id: int) -> CaseOut:
    """Take back a case that you opened."""
    return _case(actions.withdraw(case_id, me().id))


@api.put(
    "/cases/<id:case_id>/decision",
    needs=Permission.MANAGE_BOOKINGS,
    raises=(NotFound, Conflict, Forbidden, Invalid),
    done=_l("The case was decided; both sides are told."),
)
def decide_case(case_id: int, body: CaseDecisionIn) -> CaseOut:
    """Settle a case: what goes back to the guest, what of the deposit to the host, and why."""
    if (body.back or body.deposit) and not me().can(Permission.REFUND):
        raise Forbidden(permission=Permission.REFUND.name)
    wants = Outcome(body.back, body.deposit, body.borne_by, body.by_line)
    return _case(actions.decide_case(case_id, me().id, wants, body.reason))


@api.get("/bookings/<id:booking_id>/receipt", raises=(NotFound,))
def show_receipt(booking_id: int) -> Response:
    """The receipt of a paid booking of yours, as a PDF."""
    booking = queries.own(booking_id, me().id)
    if not receipts.has_receipt(booking):
        raise NotFound
    answer = Response(receipts.receipt(booking), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{ids.show(booking_id)}.pdf"'
    return answer


@api.post(
    "/bookings/<id:booking_id>/invoice", raises=(NotFound, Conflict, Invalid), done=_l("The seller will be told.")
)
def ask_for_invoice(booking_id: int, body: InvoiceAskIn) -> InvoiceOut:
    """Ask for an invoice (发票) about a booking that has taken place; once, unless it is refused."""
    booking = queries.own(booking_id, me().id)
    return InvoiceOut.model_validate(actions.ask_for_invoice(booking, me().id, body.model_dump()))


@api.get("/bookings/<id:booking_id>/invoice", raises=(NotFound,))
def show_invoice_of_booking(booking_id: int) -> InvoiceOut:
    """The invoice that you asked for last about a booking."""
    booking = queries.own(booking_id, me().id)
    found = payments.invoice_of(subject_of(booking_id))
    if found is None or booking.customer_id != me().id:
        raise NotFound
    return InvoiceOut.model_validate(found)
