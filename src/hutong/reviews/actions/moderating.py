"""Taking a review out of sight, and bringing it back."""

from typing import Any

from sqlalchemy import update

from hutong.kernel import clock
from hutong.kernel.db import rows_changed
from hutong.reviews import jobs
from hutong.reviews.models import Review


def hide(review_id: int, reason: str) -> None:
    """Let nobody read a review, nor count it."""
    _set(review_id, Review.hidden_at.is_(None), hidden_at=clock.now(), hidden_reason=reason)


def restore(review_id: int) -> None:
    """Let everybody read a review again."""
    _set(review_id, Review.hidden_at.is_not(None), hidden_at=None, hidden_reason="")


def _set(review_id: int, only_if: Any, **values: Any) -> None:
    mine = update(Review).where(Review.id == review_id, only_if)
    if rows_changed(mine.values(**values, uncounted_at=clock.now())) == 1:
        jobs.count_scores.later()
