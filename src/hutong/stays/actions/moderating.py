"""Taking homes out of sight, for moderators and while a host is kept out; keeping what reviews come to."""

from sqlalchemy import ColumnElement, select, update

from hutong.accounts import queries as accounts
from hutong.accounts.events import PersonRestored, PersonSuspended
from hutong.kernel import audit
from hutong.kernel.db import rows_changed, session
from hutong.reviews.events import ScoreChanged
from hutong.reviews.subjects import number
from hutong.stays.actions.versions import subject_of
from hutong.stays.models import SUBJECT, Home, HomeState

EXPECTED, WEIGHT = 4, 4  # until more is known, a home is as good as one with four reviews of four stars


def hide(home_id: int, _reason: str) -> None:
    """Let nobody but its host see a home, who cannot publish it either."""
    shown = (HomeState.PUBLISHED, HomeState.UNLISTED, HomeState.WITHHELD)
    _move(home_id, Home.state.in_(shown), HomeState.HIDDEN)


def restore(home_id: int) -> None:
    """Let a hidden home be what it was before, not listed or published; published only once its host may trade."""
    row = session().execute(select(Home.host_id, Home.state_before).where(Home.id == home_id)).one_or_none()
    if row is None:
        return
    after = HomeState.PUBLISHED if accounts.may_sell(row.host_id) else HomeState.WITHHELD
    if row.state_before == HomeState.UNLISTED:
        after = HomeState.UNLISTED
    _move(home_id, Home.state == HomeState.HIDDEN, after)


def withhold(news: PersonSuspended) -> None:
    """Staff keep somebody out: what they let is neither found nor booked."""
    _move_all(news.person_id, HomeState.PUBLISHED, HomeState.WITHHELD)


def offer_again(news: PersonRestored) -> None:
    """They may come back: what they let is on offer as before."""
    _move_all(news.person_id, HomeState.WITHHELD, HomeState.PUBLISHED)


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
    mine = update(Home).where(Home.id == home_id, only_if, Home.state == before)
    values = {"state": after, "state_before": before if after == HomeState.HIDDEN else ""}
    if rows_changed(mine.values(**values, version=Home.version + 1)) == 1:
        name = "hidden" if after == HomeState.HIDDEN else "restored"
        audit.record(f"home.{name}", subject_of(home_id), before={"state": before}, after={"state": after})


def _move_all(host_id: int, before: HomeState, after: HomeState) -> None:
    mine = Home.host_id == host_id, Home.state == before
    homes = session().scalars(select(Home.id).where(*mine)).all()
    rows_changed(update(Home).where(*mine).values(state=after, version=Home.version + 1))
    for home_id in homes:
        audit.record(f"home.{after}", subject_of(home_id), before={"state": before}, after={"state": after})
