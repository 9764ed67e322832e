"""Taking a home out of sight for moderators, and bringing it back; keeping what its reviews come to."""

from sqlalchemy import ColumnElement, select, update

from hutong.kernel import audit
from hutong.kernel.db import rows_changed, session
from hutong.reviews.events import ScoreChanged
from hutong.reviews.subjects import number
from hutong.stays.actions.versions import subject_of
from hutong.stays.models import SUBJECT, Home, HomeState

EXPECTED, WEIGHT = 4, 4  # until more is known, a home is as good as one with four reviews of four stars


def hide(home_id: int, _reason: str) -> None:
    """Let nobody but its host see a home, who cannot publish it either."""
    _move(home_id, Home.state.in_((HomeState.PUBLISHED, HomeState.UNLISTED)), HomeState.HIDDEN)


def restore(home_id: int) -> None:
    """Publish a hidden home again."""
    _move(home_id, Home.state == HomeState.HIDDEN, HomeState.PUBLISHED)


def keep_rating(event: ScoreChanged) -> None:
    """Note what the reviews of a home come to, where cards and searches read it."""
    if not event.subject.startswith(f"{SUBJECT}:"):
        return
    mine = update(Home).where(Home.id == number(event.subject))
    values = {"rating_sum": event.total, "rating_count": event.count, "score": standing(event.count, event.total)}
    rows_changed(mine.values(**values))


def standing(count: int, total: int) -> int:
    """What "best rated" orders by, in hundredths of a star: one review of five stars says less than forty."""
    return round(100 * (total + EXPECTED * WEIGHT) / (count + WEIGHT)) if count else 0


def _move(home_id: int, only_if: ColumnElement[bool], after: HomeState) -> None:
    """Under a new version, so that no edit that began before undoes it."""
    before = session().scalar(select(Home.state).where(Home.id == home_id))
    mine = update(Home).where(Home.id == home_id, only_if)
    if rows_changed(mine.values(state=after, version=Home.version + 1)) == 1:
        name = "hidden" if after == HomeState.HIDDEN else "restored"
        audit.record(f"home.{name}", subject_of(home_id), before={"state": before}, after={"state": after})
