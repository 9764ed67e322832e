"""What happens to reviews and reports by itself."""

from sqlalchemy import select, update

from hutong.kernel import clock
from hutong.kernel.db import rows_changed, session
from hutong.kernel.jobs import job
from hutong.notices import actions as notices
from hutong.reviews import publishing
from hutong.reviews.models import Report, ReportCase

BATCH = 200


@job("reviews.settle")
def settle(booking_id: int) -> None:
    """Look once more whether both sides have written: two that wrote at the same moment did not see each other."""
    publishing.reveal(booking_id)
    count_scores.later()


@job("reviews.publish", every=clock.MINUTE)
def publish_due() -> None:
    """Tell of the reviews that became readable because their time was over."""
    late = publishing.due(BATCH)
    for review_id in late:
        publishing.publish(review_id)
    if late:
        count_scores.later()
    if len(late) == BATCH:
        publish_due.later()


@job("reviews.count_scores", every=clock.MINUTE)
def count_scores() -> None:
    """Reckon the scores of subjects whose reviews changed."""
    if publishing.count_some(BATCH) == BATCH:
        count_scores.later()


@job("reviews.tell_reporters")
def tell_reporters(case_id: int) -> None:
    """Tell those who reported something what became of it, some at a time."""
    case = session().get(ReportCase, case_id)
    if case is None or case.decided_at is None:
        return
    untold = select(Report.person_id).where(
        Report.case_id == case_id, Report.told_at.is_(None), Report.at <= case.decided_at
    )
    people = list(session().scalars(untold.order_by(Report.person_id).limit(BATCH)))
    data = {"title": case.title, "state": case.state}
    for person_id in people:
        mine = update(Report).where(Report.case_id == case_id, Report.person_id == person_id, Report.told_at.is_(None))
        if rows_changed(mine.values(told_at=clock.now())) == 1:
            notices.tell(person_id, "report.looked_at", data)
    if len(people) == BATCH:
        tell_reporters.later(case_id=case_id)
