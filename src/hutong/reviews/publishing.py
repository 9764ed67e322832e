"""When reviews become readable, and what those of a subject come to."""

from collections import defaultdict
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.exc import IntegrityError

from hutong.accounts import queries as accounts
from hutong.booking import parties, words
from hutong.booking.models import Booking
from hutong.kernel import clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.events import tell
from hutong.notices import actions as notices
from hutong.reviews import subjects
from hutong.reviews.events import ReviewPublished, ScoreChanged
from hutong.reviews.models import Review, ReviewScore


def reveal(booking_id: int) -> None:
    """Where both sides have written, both may be read from now on."""
    both = session().scalars(select(Review.id).where(Review.booking_id == booking_id)).all()
    if len(both) < 2:
        return
    hidden = update(Review).where(Review.booking_id == booking_id, Review.visible_at > clock.now())
    rows_changed(hidden.values(visible_at=clock.now()))
    for review_id in both:
        publish(review_id)


def publish(review_id: int) -> bool:
    """Tell that a review can be read, once; False where it was told before or its time has not come."""
    now = clock.now()
    mine = update(Review).where(Review.id == review_id, Review.published_at.is_(None), Review.visible_at <= now)
    if rows_changed(mine.values(published_at=now, uncounted_at=now)) != 1:
        return False
    review = session().get_one(Review, review_id, populate_existing=True)
    booking = session().get_one(Booking, review.booking_id)
    data = {"zh": booking.title_zh, "en": booking.title_en, "overall": review.overall}
    for person_id in _concerned(booking, review.reviewed_id):
        let_know(person_id, review.author_id, "review.received", data, review.booking_id)
    tell(ReviewPublished(review.id, review.subject, review.overall, review.author_id))
    return True


def _concerned(booking: Booking, reviewed_id: int) -> list[int]:
    """Who hears of a review: the guest, or who acts for a seller that is told of its bookings one by one."""
    if reviewed_id == booking.customer_id:
        return [reviewed_id]
    return [] if booking.kind in words.UNTOLD.all() else parties.hosts(booking)


def let_know(person_id: int, by: int, kind: str, data: dict[str, Any], booking_id: int) -> None:
    """Tell somebody what another wrote about them, unless one of the two keeps the other away: it can be read still."""
    if not accounts.blocked_between(person_id, by):
        notices.tell(person_id, kind, data, review_page(booking_id))


def due(most: int) -> list[int]:
    """Reviews whose time has come without anybody having told so."""
    late = select(Review.id).where(Review.published_at.is_(None), Review.visible_at <= clock.now())
    return list(session().scalars(late.order_by(Review.visible_at).limit(most)))


def count_some(most: int) -> int:
    """Reckon the scores of subjects with uncounted reviews anew; how many reviews there were."""
    wanted = select(Review.id, Review.subject).where(Review.uncounted_at.is_not(None))
    rows = session().execute(wanted.order_by(Review.uncounted_at).limit(most)).all()
    found: dict[str, list[int]] = defaultdict(list)
    for review_id, subject in rows:
        found[subject].append(review_id)
    for subject in sorted(found):
        # First the marks, then the sums: what changes after this is marked again, and counted next time.
        rows_changed(update(Review).where(Review.id.in_(sorted(found[subject]))).values(uncounted_at=None))
        _count(subject)
    return len(rows)


def review_page(booking_id: int) -> str:
    """Where the two sides of a booking review each other."""
    return f"/bookings/{ids.show(booking_id)}/review"


def _count(subject: str) -> None:
    _lock(subject)
    codes = [aspect.code for aspect in subjects.aspects(subject)]
    marks = [Review.scores[code].as_integer() for code in codes]
    sums = [part for mark in marks for part in (func.sum(mark), func.sum(case((mark.is_(None), 0), else_=1)))]
    counted = select(func.count(), func.sum(Review.overall), *sums).where(
        Review.subject == subject, Review.published_at.is_not(None), Review.hidden_at.is_(None)
    )
    count, total, *parts = (int(value or 0) for value in session().execute(counted).one())
    aspects = {code: [parts[2 * at], parts[2 * at + 1]] for at, code in enumerate(codes) if parts[2 * at + 1]}
    mine = update(ReviewScore).where(ReviewScore.subject == subject)
    rows_changed(mine.values(count=count, total=total, aspects=aspects))
    tell(ScoreChanged(subject, count, total))


def _lock(subject: str) -> None:
    """Hold the row of a score, so that of two counts the later one sees all that the earlier one saw."""
    mine = update(ReviewScore).where(ReviewScore.subject == subject).values(counted_at=clock.now())
    if rows_changed(mine) == 1:
        return
    try:
        with session().begin_nested():
            session().add(ReviewScore(subject=subject, count=0, total=0, aspects={}, counted_at=clock.now()))
    except IntegrityError:
        raise Retry from None
