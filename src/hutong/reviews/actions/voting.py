"""Finding a review helpful."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.reviews.models import HelpfulVote, Review


class OwnReview(Conflict):
    """Nobody votes for what they wrote, or what is said about them."""

    code = "own"
    detail = _l("This review is yours or about you.")


def vote(review_id: int, person_id: int) -> Review:
    """Say that a review helped; once counts as often as ten times. Raises NotFound or OwnReview."""
    review = _readable(review_id)
    if person_id in (review.author_id, review.reviewed_id):
        raise OwnReview
    if session().get(HelpfulVote, (review_id, person_id)) is None:
        try:
            with session().begin_nested():
                session().add(HelpfulVote(review_id=review_id, person_id=person_id))
        except IntegrityError:
            pass  # the same person in another window: said is said
    return review


def withdraw_vote(review_id: int, person_id: int) -> Review:
    """Take that back; raises NotFound."""
    review = _readable(review_id)
    rows_changed(delete(HelpfulVote).where(HelpfulVote.review_id == review_id, HelpfulVote.person_id == person_id))
    return review


def _readable(review_id: int) -> Review:
    review = session().get(Review, review_id)
    if review is None or not review.visible:
        raise NotFound
    return review
