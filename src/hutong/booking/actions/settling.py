"""What comes of a case: the refund, the deposit, and who bears it; carried out once, by agreement or decision."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from hutong.booking import casenews, parties, policies
from hutong.booking.actions.cancelling import lines_of
from hutong.booking.actions.moving import load, tell_of
from hutong.booking.actions.refunding import give_back
from hutong.booking.actions.rewarding import lower_reward
from hutong.booking.events import CaseRefunded, DepositReturned, DepositTaken
from hutong.booking.models import COMPLETED, DEPOSIT, Booking, Case, CaseStatement, Line
from hutong.booking.models.cases import (
    AGREED,
    CLAIM,
    DECIDED,
    OPEN,
    SELLER,
    UNSETTLED,
    case_subject,
)
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, Forbidden, NotFound, invalid


class NotHeard(Conflict):
    """The other side has time to answer."""

    code = "not_heard"
    detail = _l("The other side has not answered yet, and still has time to.")


@dataclass(frozen=True)
class Outcome:
    """What changes hands: a refund to the guest, so much of the deposit to the seller; `lines` say of which lines."""

    refund: int = 0
    taken: int = 0
    borne_by: str = SELLER
    lines: Mapping[int, int] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "lines": self.by_line or {}}

    @property
    def by_line(self) -> dict[str, int] | None:
        """The lines as they are kept; None where only a sum is said."""
        return {ids.show(line): amount for line, amount in self.lines.items()} or None


def case_now(case_id: int) -> Case:
    """A case as it is now; raises NotFound."""
    found = session().get(Case, case_id, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def check(booking: Booking, wants: Outcome, kind: str) -> None:
    """Refuse what cannot change hands; raises Invalid."""
    if wants.refund < 0 or wants.refund > policies.refundable(booking):
        raise invalid("refund", _l("This is more than what was paid and has not gone back yet."))
    kept = booking.deposit if booking.deposit_back_at is None and booking.state == COMPLETED else 0
    if wants.taken < 0 or wants.taken > kept:
        raise invalid("deposit", _l("This is more than the deposit that is held."))
    if kind == CLAIM and wants.taken == 0 and wants.refund == 0:
        raise invalid("deposit", _l("Please fill this in."))
    if wants.lines:
        _check_lines(booking, wants)


def decide(case_id: int, by: int, outcome: Outcome, reason: str) -> Case:
    """Settle a case as staff: both sides read why. Raises NotFound, NotHeard, Forbidden for one's own, Invalid."""
    case = case_now(case_id)
    booking = load(case.booking_id)
    if parties.role_of(booking, by) is not None:
        raise Forbidden(_l("This is a case of your own: somebody else must decide it."))
    if case.state not in UNSETTLED:
        raise Conflict
    if case.state == OPEN and clock.now() < case.answer_by and case.opened_by != "staff":
        raise NotHeard
    check(booking, outcome, "")
    end(case, DECIDED, by, outcome)
    step = CaseStatement(
        id=ids.new_id(), case_id=case.id, role="staff", person_id=by, step="decided", text=reason, pictures=[]
    )
    step.figures = outcome.plain()
    session().add(step)
    casenews.tell(case, "staff", "decided")
    return case


def agree(case: Case) -> None:
    """Both sides agree to the offer: carry it out."""
    outcome = Outcome(case.offer_refund, case.offer_taken, case.offer_borne_by, case.offer_by_line)
    check(load(case.booking_id), outcome, "")
    end(case, AGREED, None, outcome)
    casenews.tell(case, "both", "settled")


def end(case: Case, state: str, by: int | None, outcome: Outcome | None = None) -> None:
    """Close a case, once, and do what came of it; raises Conflict where it was closed before."""
    what = outcome or Outcome()
    mine = update(Case).where(Case.id == case.id, Case.state == case.state, Case.offer == case.offer)
    values = {"refund": what.refund, "taken": what.taken, "borne_by": what.borne_by}
    done = {"state": state, "live_key": None, "settled_at": clock.now(), "settled_by": by, **values}
    if rows_changed(mine.values(**done)) != 1:
        raise Conflict
    session().refresh(case)
    audit.record(f"case.{state}", case_subject(case.id), after=what.plain(), person_id=by)
    if what.refund:
        _refund(case, what)
    _settle_deposit(case, what.taken)


def _refund(case: Case, what: Outcome) -> None:
    booking = load(case.booking_id)
    mine = update(Booking).where(Booking.id == booking.id, Booking.state == booking.state)
    mine = mine.where(Booking.refund == booking.refund, Booking.moved == booking.moved)
    if rows_changed(mine.values(refund=booking.refund + what.refund)) != 1:
        raise Conflict
    for line_id, amount in (what.lines or policies.spread(lines_of(booking.id), what.refund)).items():
        more = update(Line).where(Line.id == line_id, Line.refund + amount <= Line.price - Line.discount)
        if rows_changed(more.values(refund=Line.refund + amount)) != 1:
            raise Conflict
    booking = load(booking.id)
    if booking.state == COMPLETED:
        lower_reward(booking, lines_of(booking.id))
    tell_of(CaseRefunded, booking, case_id=case.id, amount=what.refund, borne_by=what.borne_by)
    give_back(booking, what.refund, f"case:{case.id}", case_subject(case.id))


def _settle_deposit(case: Case, taken: int) -> None:
    """Nothing taken: the deposit goes back in its time. Else the seller gets that, and the rest goes back now."""
    mine = update(Booking).where(Booking.id == case.booking_id, Booking.deposit_case_id == case.id)
    if not taken:
        rows_changed(mine.values(deposit_case_id=None))
        return
    rest = load(case.booking_id).deposit - taken
    back = {"deposit_case_id": None, "deposit_back_at": clock.now(), "refund": Booking.refund + rest}
    if rows_changed(mine.where(Booking.deposit_back_at.is_(None)).values(**back)) != 1:
        raise Conflict
    booking = load(case.booking_id)
    tell_of(DepositTaken, booking, amount=taken)
    if rest:
        tell_of(DepositReturned, booking, amount=rest)
        give_back(booking, rest, f"deposit:{booking.id}", "deposit")


def _check_lines(booking: Booking, wants: Outcome) -> None:
    left = {line.id: line.net - line.refund for line in lines_of(booking.id) if line.kind != DEPOSIT}
    for line_id, amount in wants.lines.items():
        if line_id not in left or not 0 < amount <= left[line_id]:
            raise invalid("lines", _l("A line gives back more than was paid for it, or is not of this booking."))
    if sum(wants.lines.values()) != wants.refund:
        raise invalid("lines", _l("The lines do not sum to the refund."))
