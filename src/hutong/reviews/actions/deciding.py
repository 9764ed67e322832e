"""Deciding what becomes of what was reported, and appealing against it."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from hutong.kernel import audit, clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound, Problem
from hutong.notices import actions as notices
from hutong.reviews import jobs, subjects
from hutong.reviews.actions.reporting import OwnSubject
from hutong.reviews.models import (
    APPEALED,
    DECISIONS,
    HIDDEN,
    OPEN,
    RESTORED,
    ReportCase,
    case_subject,
)
from hutong.reviews.queries import own_case
from hutong.reviews.schemas import DecidedOut


class NotNow(Conflict):
    """The case is not in a state for this."""

    code = "decided"
    detail = _l("This case has been decided meanwhile, or cannot be decided like this.")


class AnotherModerator(Conflict):
    """Nobody judges an appeal against their own decision."""

    code = "another_moderator"
    detail = _l("You made the decision that is appealed against: another moderator must look at it.")


class CannotHide(Conflict):
    """Its slice has no way to hide it."""

    code = "cannot_hide"
    detail = _l("This kind of thing cannot be hidden here.")


class NoAppeal(Conflict):
    """There is nothing to appeal against, or it was done already."""

    code = "no_appeal"
    detail = _l("There is nothing to appeal against any more, or you have done so already.")


def decide(case_id: int, moderator_id: int, action: str, reason: str) -> ReportCase:
    """Hide, dismiss or restore what was reported. Raises NotFound, NotNow, OwnSubject, AnotherModerator, CannotHide."""
    case = session().get(ReportCase, case_id, populate_existing=True)
    if case is None:
        raise NotFound
    before = case.state
    after = DECISIONS.get((before, action))
    if after is None:
        raise NotNow
    if case.owner_id == moderator_id:
        raise OwnSubject
    if before == APPEALED:
        _decide_appeal(case, moderator_id, after, reason)
    else:
        _decide_reports(case, moderator_id, after, reason)
    session().refresh(case)
    steps = {"state": before}, {"state": after, "subject": case.subject}
    audit.record(f"report.{after}", case_subject(case_id), *steps, person_id=moderator_id)
    return case


def decide_some(case_ids: Sequence[int], moderator_id: int, action: str, reason: str) -> list[DecidedOut]:
    """The same for several cases; those that cannot be decided like this stay as they are and say why."""
    return [_decided(case_id, moderator_id, action, reason) for case_id in sorted(set(case_ids))]


def appeal(case_id: int, person_id: int, text: str) -> ReportCase:
    """Ask for another moderator to look at what was hidden, once; raises NotFound or NoAppeal."""
    case = own_case(case_id, person_id)
    mine = update(ReportCase).where(
        ReportCase.id == case_id, ReportCase.state == HIDDEN, ReportCase.appealed_at.is_(None)
    )
    if rows_changed(mine.values(state=APPEALED, appeal=text, appealed_at=clock.now())) != 1:
        raise NoAppeal
    session().refresh(case)
    audit.record("report.appealed", case_subject(case_id), {"state": HIDDEN}, {"state": APPEALED})
    return case


def _decided(case_id: int, moderator_id: int, action: str, reason: str) -> DecidedOut:
    try:
        with session().begin_nested():
            case = decide(case_id, moderator_id, action, reason)
    except Problem as problem:
        return DecidedOut(id=case_id, state=None, problem=problem.code, detail=str(problem.detail))
    return DecidedOut.model_validate({"id": case_id, "state": case.state, "problem": None, "detail": None})


def _decide_reports(case: ReportCase, moderator_id: int, after: str, reason: str) -> None:
    """A first look, or second thoughts about one's own: what was said before about an appeal is over."""
    anew = {"decided_by": moderator_id, "decided_at": clock.now(), "reason": reason}
    if case.state == OPEN:
        anew |= {"appeal": "", "appealed_at": None, "appeal_reason": ""}
        anew |= {"appeal_decided_by": None, "appeal_decided_at": None}
    _move(case, after, anew)
    if after in (HIDDEN, RESTORED):
        _carry_out(case, after, reason)
        _tell_owner(case, "report.decided", after, reason)
    jobs.tell_reporters.later(case_id=case.id)


def _decide_appeal(case: ReportCase, moderator_id: int, after: str, reason: str) -> None:
    if case.decided_by == moderator_id:
        raise AnotherModerator
    said = {"appeal_decided_by": moderator_id, "appeal_decided_at": clock.now(), "appeal_reason": reason}
    _move(case, after, said)
    if after == RESTORED:
        _carry_out(case, after, reason)
    _tell_owner(case, "report.appeal_decided", after, reason)


def _move(case: ReportCase, after: str, values: dict[str, object]) -> None:
    """The one UPDATE that brings a case into another state; raises NotNow where somebody was faster."""
    same = (ReportCase.decided_by == case.decided_by) if case.decided_by else ReportCase.decided_by.is_(None)
    mine = update(ReportCase).where(ReportCase.id == case.id, ReportCase.state == case.state, same)
    if rows_changed(mine.values(state=after, **values)) != 1:
        raise NotNow


def _carry_out(case: ReportCase, after: str, reason: str) -> None:
    kind, number = subjects.kind(case.subject), subjects.number(case.subject)
    if kind is None or kind.hide is None or kind.restore is None:
        raise CannotHide
    if after == HIDDEN:
        kind.hide(number, reason)
    else:
        kind.restore(number)


def _tell_owner(case: ReportCase, kind: str, after: str, reason: str) -> None:
    if case.owner_id is None:
        return
    data = {"title": case.title, "state": after, "reason": reason}
    notices.tell(case.owner_id, kind, data, f"/reports/{ids.show(case.id)}")
