"""Rights to films: asked for by a cinema, decided by the platform, paid through payments."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError

from hutong.cinema import queries
from hutong.cinema.models import Cinema, Right, RightState, Screening, right_subject
from hutong.cinema.schemas.rights import RightDecisionIn, RightIn
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, FieldError, Invalid, NotFound, invalid
from hutong.notices import actions as notices
from hutong.payments import actions as payments
from hutong.payments.events import PaymentSettled
from hutong.payments.models import Payment

LONGEST = 366
PAY_MS = 30 * clock.MINUTE


class RightNotPayable(Conflict):
    """It does not wait for payment."""

    code = "right_not_payable"
    detail = _l("This right does not wait for payment.")


def ask_right(cinema: Cinema, body: RightIn, by: int) -> Right:
    """Ask for a film; raises NotFound, Invalid or Conflict."""
    film = queries.film(body.film_id)
    _check_period(cinema, body)
    if not cinema.open:
        raise Conflict(_("This cinema is not open."))
    asked = queries.last_asked(cinema.id, film.id)  # read first: a request that is written after it is seen, or met
    if queries.overlapping(cinema.id, film.id, body.first_on, body.last_on):
        raise invalid("from", _("You hold this film within this time already, or have asked for it."))
    made = Right(
        id=ids.new_id(),
        version=1,
        cinema_id=cinema.id,
        organisation_id=cinema.organisation_id,
        film_id=film.id,
        nth=asked + 1,
        first_on=body.first_on,
        last_on=body.last_on,
        message=body.message,
        terms="",
        price=0,
        currency=cinema.currency,
        state=RightState.REQUESTED,
        reason="",
        asked_by=by,
        asked_at=clock.now(),
    )
    session().add(made)
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # the cinema asks for this film a second time, this very moment
    audit.record("right.requested", right_subject(made.id), after=_noted(made))
    return made


def decide_right(right_id: int, body: RightDecisionIn, by: int) -> Right:
    """Approve a right for a price, or reject it with a reason; raises NotFound, Invalid or Conflict."""
    right = session().get(Right, right_id, populate_existing=True)
    if right is None:
        raise NotFound
    if not body.approve and not body.reason.strip():
        raise invalid("reason", _("Please say why: the cinema will read it."))
    values: dict[str, Any] = {"reason": body.reason, "decided_by": by, "decided_at": clock.now()}
    if body.approve:
        values |= {"price": body.price, "terms": body.terms}
    _move(right, RightState.APPROVED if body.approve else RightState.REJECTED, (RightState.REQUESTED,), **values)
    _tell(right, "approved" if body.approve else "rejected")
    return right


def withdraw_right(right: Right) -> None:
    """Take back what was asked for, before it is paid; raises Conflict where shows stand by it."""
    if right.held and session().scalar(select(exists().where(Screening.right_id == right.id))):
        raise Conflict(_("Shows are scheduled by this right."))
    _move(right, RightState.WITHDRAWN, (RightState.REQUESTED, RightState.APPROVED))
    payments.close(right_subject(right.id))


def pay_right(right: Right, by: int, provider: str | None) -> Payment:
    """Start the payment of an approved right; raises RightNotPayable, or Invalid for the provider."""
    if right.state != RightState.APPROVED or not right.price:
        raise RightNotPayable
    film = queries.film(right.film_id)
    link = f"/cinemas/{ids.show(right.cinema_id)}/desk/rights"
    until = clock.now() + PAY_MS
    return payments.start(
        right_subject(right.id), by, right.price, right.currency, provider, film.title_zh, until, link
    )


def settle_right(event: PaymentSettled) -> None:
    """Money has come: the right is held; where it cannot be, all of it goes back."""
    kind, _, number = event.subject.partition(":")
    if kind != "right":
        return
    right = session().get(Right, int(number), populate_existing=True)
    if right is not None and right.state == RightState.PAID and right.payment_id == event.payment_id:
        return
    due = right is not None and (right.price, right.currency) == (event.amount, event.currency)
    if right is None or not due or right.state != RightState.APPROVED:
        payment = session().get_one(Payment, event.payment_id)
        payments.refund_payment(payment, payment.amount, f"right-back:{event.payment_id}", "not due")
        return
    paid = {"payment_id": event.payment_id, "paid_at": clock.now()}
    _move(right, RightState.PAID, (RightState.APPROVED,), **paid)
    _tell(right, "paid")


def _move(right: Right, state: RightState, only_from: tuple[RightState, ...], **values: Any) -> None:
    before = _noted(right)
    mine = update(Right).where(Right.id == right.id, Right.state.in_(only_from), Right.version == right.version)
    if right.state not in only_from or rows_changed(mine.values(state=state, version=right.version + 1, **values)) != 1:
        raise Conflict
    session().refresh(right)
    audit.record(f"right.{state}", right_subject(right.id), before=before, after=_noted(right))


def _check_period(cinema: Cinema, body: RightIn) -> None:
    today = clock.today(cinema.timezone)
    errors = []
    if body.last_on < body.first_on:
        errors.append(FieldError("to", _("This is before the first day.")))
    elif body.last_on < today:
        errors.append(FieldError("to", _("This day is past.")))
    elif body.last_on - body.first_on > timedelta(days=LONGEST):
        errors.append(FieldError("to", _("At most a year at a time.")))
    if errors:
        raise Invalid(errors=errors)


def _tell(right: Right, what: str) -> None:
    film = queries.of([right.film_id]).get(right.film_id)
    title = {"zh": film.title_zh, "en": film.title_en or film.title_zh} if film else {"zh": "", "en": ""}
    data = {**title, "reason": right.reason, "amount": right.price, "currency": right.currency}
    link = f"/cinemas/{ids.show(right.cinema_id)}/desk/rights"
    notices.tell(right.asked_by, f"right.{what}", data, link)


def _noted(right: Right) -> dict[str, Any]:
    return {
        "state": right.state,
        "film": ids.show(right.film_id),
        "first_on": right.first_on.isoformat(),
        "last_on": right.last_on.isoformat(),
        "price": right.price,
    }
