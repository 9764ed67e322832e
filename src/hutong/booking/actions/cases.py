"""Cases: opening one, hearing both sides, offers, and agreeing. What comes of it is carried out by `settling`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from hutong.booking import casenews, parties
from hutong.booking.actions import settling
from hutong.booking.actions.moving import load
from hutong.booking.actions.settling import Outcome, case_now
from hutong.booking.models import CANCELLED, COMPLETED, DEPOSIT_MS, NOBODY, PAID, Booking, Case, CaseStatement
from hutong.booking.models.cases import (
    ANSWER_MS,
    CLAIM,
    DISPUTE_MS,
    MOST_PICTURES,
    OPEN,
    REVIEW,
    SELLER,
    UNSETTLED,
    WITHDRAWN,
    case_subject,
)
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound, invalid
from hutong.media import actions as media
from hutong.media.actions import Prepared

STAFF = "staff"


class CaseOpen(Conflict):
    """One case of a booking at a time."""

    code = "case_open"
    detail = _l("A case about this booking is open already.")


class NoCase(Conflict):
    """Nothing to settle here: not paid, too late, or sold at a counter."""

    code = "no_case"
    detail = _l("No case can be opened about this booking, or not any more.")


class DepositGone(Conflict):
    """The deposit cannot be claimed, or not any more."""

    code = "deposit_gone"
    detail = _l("The deposit can be claimed within 48 hours after the end; that time is over, or there is none.")


class OfferChanged(Conflict):
    """Another offer lies on the table now."""

    code = "offer_changed"
    detail = _l("There is a newer offer. Please look at it again.")


@dataclass(frozen=True)
class Said:
    """What somebody says in a case, with the pictures that show it: ids of one's own, and files made anew."""

    text: str = ""
    pictures: Sequence[int] = ()
    photos: Sequence[Prepared] = field(default_factory=tuple)


def open_case(booking_id: int, person_id: int, kind: str, wants: Outcome, said: Said, *, staff: bool = False) -> Case:
    """Open a case about a booking; what is wanted is the first offer, to which its opener agrees.

    Raises NotFound for others, NoCase, CaseOpen, DepositGone, Invalid for amounts that cannot be.
    """
    booking = load(booking_id)
    role = parties.role_of(booking, person_id) or (STAFF if staff else None)
    if role is None:
        raise NotFound
    _may_open(booking, role, kind)
    settling.check(booking, wants, kind)
    now = clock.now()
    case = Case(
        id=ids.new_id(),
        booking_id=booking_id,
        live_key=booking_id,
        seller_id=booking.seller_id,
        kind=kind,
        opened_by=role,
        opener_id=person_id,
        state=OPEN,
        made_at=now,
        answer_by=now + ANSWER_MS,
        offer=1,
        offer_refund=wants.refund,
        offer_taken=wants.taken,
        offer_lines=wants.by_line,
        guest_agrees=role == parties.GUEST,
        host_agrees=role == parties.HOST,
    )
    session().add(case)
    try:
        session().flush()
    except IntegrityError:
        raise CaseOpen from None
    _keep_deposit(booking, case)
    _step(case, role, person_id, "opened", said, wants)
    return case


def say(case_id: int, person_id: int, said: Said, *, staff: bool = False) -> Case:
    """Say something in an open case; once the other side has spoken, staff may decide. Raises NotFound, Conflict."""
    case, role = _mine(case_id, person_id, staff)
    if not said.text.strip() and not said.pictures and not said.photos:
        raise invalid("text", _l("Please fill this in."))
    _heard(case, role)
    _step(case, role, person_id, "said", said)
    return case


def offer(case_id: int, person_id: int, wants: Outcome, said: Said, *, staff: bool = False) -> Case:
    """Put another offer on the table, which its maker agrees to. Raises NotFound, Conflict, Invalid."""
    case, role = _mine(case_id, person_id, staff)
    settling.check(load(case.booking_id), wants, case.kind)
    borne_by = wants.borne_by if role == STAFF else SELLER
    values: dict[str, Any] = {
        "offer": case.offer + 1,
        "offer_refund": wants.refund,
        "offer_taken": wants.taken,
        "offer_borne_by": borne_by,
        "offer_lines": wants.by_line,
        "guest_agrees": role == parties.GUEST,
        "host_agrees": role == parties.HOST,
    }
    _change(case, case.offer, **values)
    _heard(case, role)
    _step(case, role, person_id, "offered", said, replace(wants, borne_by=borne_by))
    return case


def answer(case_id: int, person_id: int, accept: bool, number: int, said: Said) -> Case:
    """Agree to the offer of this number, or contest it; once both sides agree it is carried out.

    Raises NotFound, OfferChanged, Conflict.
    """
    case, role = _mine(case_id, person_id, False)
    if not accept:
        _change(case, number, **{f"{role}_agrees": False}, state=REVIEW)
        _step(case, role, person_id, "refused", said)
        return case
    _change(case, number, **{f"{role}_agrees": True})
    _step(case, role, person_id, "agreed", said)
    if case.guest_agrees and case.host_agrees:
        settling.agree(case)
    return case


def withdraw(case_id: int, person_id: int) -> Case:
    """Take a case back that one opened oneself: nothing changes hands. Raises NotFound, Conflict."""
    case, role = _mine(case_id, person_id, True)
    if role != case.opened_by or (role == STAFF and case.opener_id != person_id):
        raise NotFound
    settling.end(case, WITHDRAWN, person_id)
    _step(case, role, person_id, "withdrawn", Said())
    return case


def _may_open(booking: Booking, role: str, kind: str) -> None:
    now = clock.now()
    if booking.state not in (PAID, COMPLETED, CANCELLED) or booking.payment_id is None:
        raise NoCase
    if booking.method or booking.customer_id == NOBODY or now > booking.ends_at + DISPUTE_MS:
        raise NoCase
    if kind == CLAIM and (
        role != parties.HOST or booking.state != COMPLETED or now > booking.ends_at + DEPOSIT_MS or not booking.deposit
    ):
        raise DepositGone


def _keep_deposit(booking: Booking, case: Case) -> None:
    """While a case is open, its booking's deposit does not go back by itself."""
    mine = update(Booking).where(Booking.id == booking.id, Booking.deposit > 0, Booking.deposit_back_at.is_(None))
    kept = rows_changed(mine.values(deposit_case_id=case.id)) == 1
    if not kept and case.kind == CLAIM:
        raise DepositGone


def _mine(case_id: int, person_id: int, staff: bool) -> tuple[Case, str]:
    case = case_now(case_id)
    role = parties.role_of(load(case.booking_id), person_id) or (STAFF if staff else None)
    if role is None:
        raise NotFound
    if case.state not in UNSETTLED:
        raise Conflict
    return case, role


def _heard(case: Case, role: str) -> None:
    """Once the side that did not open it has spoken, staff may decide."""
    if case.state == OPEN and role not in (case.opened_by, STAFF):
        _change(case, case.offer, state=REVIEW)


def _change(case: Case, number: int, **values: Any) -> None:
    mine = update(Case).where(Case.id == case.id, Case.offer == number, Case.state.in_(UNSETTLED))
    if rows_changed(mine.values(**values)) != 1:
        raise OfferChanged if case.offer != number else Conflict
    session().refresh(case)


def _step(case: Case, role: str, person_id: int, step: str, said: Said, wants: Outcome | None = None) -> None:
    made = CaseStatement(
        id=ids.new_id(),
        case_id=case.id,
        at=clock.now(),
        role=role,
        person_id=person_id,
        step=step,
        text=said.text.strip(),
        pictures=_pictures(person_id, said),
        figures=wants.plain() if wants else None,
    )
    session().add(made)
    audit.record(f"case.{step}", case_subject(case.id), after=made.figures, person_id=person_id)
    casenews.tell(case, role, step)


def _pictures(person_id: int, said: Said) -> list[int]:
    given = list(dict.fromkeys(said.pictures))
    if len(given) + len(said.photos) > MOST_PICTURES:
        raise invalid("photos", _l("At most six pictures."))
    if not media.take(given, person_id):
        raise invalid("pictures", _l("These are not all pictures of your own."))
    return given + [media.keep(person_id, photo).id for photo in said.photos]
