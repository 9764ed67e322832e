"""Keeping what one wants to find again."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from hutong.kernel import clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import NotFound
from hutong.reviews import subjects
from hutong.reviews.models import Favourite


def keep(person_id: int, subject: str) -> None:
    """Make a subject a favourite; it may be one already. Raises NotFound where it cannot be one."""
    kind, card = subjects.kind(subject), subjects.card(subject)
    if kind is None or not kind.favourite or card is None or not card.live:
        raise NotFound
    if session().get(Favourite, (person_id, subject)) is not None:
        return
    try:
        with session().begin_nested():
            session().add(Favourite(person_id=person_id, subject=subject, id=ids.new_id(), made_at=clock.now()))
    except IntegrityError:
        pass  # the same person in another window: kept is kept


def forget(person_id: int, subject: str) -> None:
    """Let a subject be no favourite any more."""
    rows_changed(delete(Favourite).where(Favourite.person_id == person_id, Favourite.subject == subject))
