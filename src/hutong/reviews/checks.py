"""What must be true of reviews, for `hutong audit`."""

from collections.abc import Iterator

from sqlalchemy import func, select

from hutong.kernel.db import session
from hutong.reviews.models import Report, ReportCase, Review, ReviewScore


def faults() -> Iterator[str]:
    """Scores that differ from their reviews, cases that differ from their reports."""
    counted = (
        select(Review.subject, func.count().label("count"), func.sum(Review.overall).label("total"))
        .where(Review.published_at.is_not(None), Review.hidden_at.is_(None))
        .group_by(Review.subject)
        .subquery()
    )
    waiting = select(Review.subject).where(Review.uncounted_at.is_not(None))
    scores = (
        select(ReviewScore.subject, ReviewScore.count, func.coalesce(counted.c.count, 0))
        .outerjoin(counted, counted.c.subject == ReviewScore.subject)
        .where(
            (ReviewScore.count != func.coalesce(counted.c.count, 0))
            | (ReviewScore.total != func.coalesce(counted.c.total, 0)),
            ReviewScore.subject.not_in(waiting),
        )
    )
    for subject, said, found in session().execute(scores):
        yield f"reviews: the score of {subject} counts {said} reviews, there are {found} or their sum differs"
    reports = select(Report.case_id, func.count().label("count")).group_by(Report.case_id).subquery()
    cases = (
        select(ReportCase.id, ReportCase.count, func.coalesce(reports.c.count, 0))
        .outerjoin(reports, reports.c.case_id == ReportCase.id)
        .where(ReportCase.count != func.coalesce(reports.c.count, 0))
    )
    for case_id, said, found in session().execute(cases):
        yield f"reports: case {case_id} counts {said} reports, there are {found}"
