"""Reporting something that should be looked at."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import audit, clock
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.reviews import subjects
from hutong.reviews.models import DISMISSED, OPEN, RESTORED, Report, ReportCase, case_subject
from hutong.reviews.schemas import ReportIn


class AlreadyReported(Conflict):
    """Each person reports a subject once."""

    code = "already_reported"
    detail = _l("You have reported this already. We are looking at it.")


class OwnSubject(Conflict):
    """Nobody reports, or decides about, their own things."""

    code = "own"
    detail = _l("This is your own.")


def report(person_id: int, wanted: ReportIn) -> Report:
    """Add a report to the case of its subject; raises NotFound, OwnSubject or AlreadyReported."""
    card = subjects.card(wanted.subject)
    if card is None or not card.live:
        raise NotFound
    if card.owner_id == person_id:
        raise OwnSubject
    case_id = case_of(wanted.subject, card.owner_id)
    now = clock.now()
    mine = update(ReportCase).where(ReportCase.id == case_id)  # first, for it keeps others waiting: no deadlock later
    seen = {"title": card.title[:200], "owner_id": card.owner_id}
    rows_changed(mine.values(count=ReportCase.count + 1, last_at=now, **seen))
    made = Report(case_id=case_id, person_id=person_id, reason=wanted.reason, text=wanted.text, at=now)
    session().add(made)
    try:
        session().flush()
    except IntegrityError:
        raise AlreadyReported from None
    if rows_changed(mine.where(ReportCase.state.in_((DISMISSED, RESTORED))).values(state=OPEN)) == 1:
        audit.record("report.opened_again", case_subject(case_id), after={"subject": wanted.subject})
    audit.record("report.made", case_subject(case_id), after={"subject": wanted.subject, "reason": wanted.reason})
    return made


def case_of(subject: str, owner_id: int | None) -> int:
    """The one case of a subject, made by whoever is first to ask for it."""
    found = select(ReportCase.id).where(ReportCase.subject == subject)
    case_id = session().scalar(found)
    if case_id is not None:
        return case_id
    now = clock.now()
    case = ReportCase(subject=subject, owner_id=owner_id, made_at=now, last_at=now)
    try:
        with session().begin_nested():
            session().add(case)
    except IntegrityError:
        raise Retry from None  # somebody reported it at the same moment: theirs is the case
    return case.id
