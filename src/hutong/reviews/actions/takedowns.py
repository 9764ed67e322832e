"""Taking something out of sight without a report: by the same case, so that its owner can appeal."""

from sqlalchemy import select, update

from hutong.kernel import audit
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import NotFound
from hutong.reviews import subjects
from hutong.reviews.actions.deciding import decide
from hutong.reviews.actions.reporting import OwnSubject, case_of
from hutong.reviews.models import DISMISSED, HIDE, OPEN, RESTORE, RESTORED, ReportCase, case_subject


def take_down(subject: str, moderator_id: int, reason: str) -> ReportCase:
    """Hide something; its owner is told and may appeal. Raises NotFound, OwnSubject, CannotHide or NotNow."""
    card = subjects.card(subject)
    if card is None:
        raise NotFound
    if card.owner_id == moderator_id:
        raise OwnSubject
    case_id = case_of(subject, card.owner_id)
    mine = update(ReportCase).where(ReportCase.id == case_id)
    rows_changed(mine.values(title=card.title[:200], owner_id=card.owner_id))
    if rows_changed(mine.where(ReportCase.state.in_((DISMISSED, RESTORED))).values(state=OPEN)) == 1:
        audit.record("report.opened_again", case_subject(case_id), after={"subject": subject})
    return decide(case_id, moderator_id, HIDE, reason)


def put_back(subject: str, moderator_id: int, reason: str) -> ReportCase:
    """Show again what was hidden; raises NotFound, NotNow, OwnSubject or AnotherModerator."""
    case_id = session().scalar(select(ReportCase.id).where(ReportCase.subject == subject))
    if case_id is None:
        raise NotFound
    return decide(case_id, moderator_id, RESTORE, reason)
