"""Writing a review of the other side, and answering one."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import audit, clock
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, Forbidden, NotFound, Problem, invalid
from hutong.media import actions as media
from hutong.media.actions import Prepared
from hutong.reviews import jobs, publishing
from hutong.reviews.models import MOST_PICTURES, Review, review_subject
from hutong.reviews.queries import Standing, standing
from hutong.reviews.schemas import ReviewIn


class NotReviewable(Conflict):
    """This side of such a booking is not reviewed."""

    code = "not_reviewable"
    detail = _l("This booking cannot be reviewed.")


class TooEarly(Conflict):
    """It has not taken place yet."""

    code = "too_early"
    detail = _l("You can write a review after check-out.")


class TooLate(Conflict):
    """The time for reviews is over."""

    code = "too_late"
    detail = _l("Reviews can be written within 14 days after check-out; that time is over.")


class AlreadyReviewed(Conflict):
    """Each side writes once."""

    code = "already_reviewed"
    detail = _l("You have written your review of this booking already.")


class AlreadyAnswered(Conflict):
    """Each review is answered once."""

    code = "already_answered"
    detail = _l("This review has been answered already.")


REFUSALS: dict[str, type[Problem]] = {
    "none": NotReviewable,
    "early": TooEarly,
    "late": TooLate,
    "written": AlreadyReviewed,
}


def may_write(booking_id: int, author_id: int) -> Standing:
    """Refuse who may not review a booking now; raises NotFound, NotReviewable, TooEarly, TooLate, AlreadyReviewed."""
    found = standing(booking_id, author_id)
    if found.state in REFUSALS:
        raise REFUSALS[found.state]
    return found


def write(booking_id: int, author_id: int, wanted: ReviewIn, photos: Sequence[Prepared] = ()) -> Review:
    """Review the other side of a booking: read by nobody else before both have written or 14 days have passed."""
    found = may_write(booking_id, author_id)
    known = {aspect.code for aspect in found.aspects}
    for code in wanted.scores:
        if code not in known:
            raise invalid(f"scores.{code}", _l("There is no such field."))
    review = Review(
        booking_id=booking_id,
        side=found.side,
        subject=found.subject,
        author_id=author_id,
        reviewed_id=found.reviewed_id,
        overall=wanted.overall,
        scores=wanted.scores,
        text=wanted.text,
        pictures=_pictures(author_id, wanted, photos),
        made_at=clock.now(),
        visible_at=clock.now() if found.alone else found.until,
    )
    session().add(review)
    try:
        session().flush()
    except IntegrityError:
        raise AlreadyReviewed from None
    audit.record("review.written", review_subject(review.id), after={"subject": review.subject, "side": review.side})
    publishing.reveal(booking_id)
    publishing.publish(review.id)
    jobs.settle.later(booking_id=booking_id)
    return review


def answer(review_id: int, person_id: int, text: str) -> Review:
    """Answer a review of oneself, once; raises NotFound, Forbidden or AlreadyAnswered."""
    review = session().get(Review, review_id)
    if review is None or not review.visible:
        raise NotFound
    if review.reviewed_id != person_id:
        raise Forbidden
    mine = update(Review).where(Review.id == review_id, Review.answered_at.is_(None))
    if rows_changed(mine.values(answer=text, answered_at=clock.now())) != 1:
        raise AlreadyAnswered
    session().refresh(review)
    audit.record("review.answered", review_subject(review_id))
    publishing.let_know(review.author_id, person_id, "review.answered", {}, review.booking_id)
    return review


def _pictures(author_id: int, wanted: ReviewIn, photos: Sequence[Prepared]) -> list[int]:
    given = list(dict.fromkeys(wanted.pictures))
    if len(given) + len(photos) > MOST_PICTURES:
        raise invalid("photos", _l("At most six pictures."))
    if not media.take(given, author_id):
        raise invalid("pictures", _l("These are not all pictures of your own."))
    return given + [media.keep(author_id, photo).id for photo in photos]
