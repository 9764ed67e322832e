"""Questions about favourites."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from hutong.kernel.db import session
from hutong.kernel.paging import Page, PageQuery, decode, encode, ordered, page
from hutong.reviews import subjects
from hutong.reviews.models import Favourite
from hutong.reviews.subjects import Card

GONE = Card(title="", live=False)


@dataclass(frozen=True)
class FavouriteRow:
    """A favourite and what stands behind it."""

    subject: str
    at: int
    card: Card
    label: str  # what kind of thing it is


def favourites(person_id: int, query: PageQuery) -> "Page[FavouriteRow]":
    """A person's favourites, the latest first: one statement, and the cards of each kind. Raises Invalid."""
    values = decode(query.cursor, int) if query.cursor else None
    mine = select(Favourite).where(Favourite.person_id == person_id)
    rows = session().scalars(ordered(mine, ((Favourite.id, True),), values).limit(query.limit + 1)).all()
    cards = subjects.cards(row.subject for row in rows[: query.limit])
    return page(rows, query.limit, lambda row: encode(row.id), lambda row: _row(row, cards.get(row.subject, GONE)))


def kept(person_id: int | None, wanted: Iterable[str]) -> set[str]:
    """Those of these subjects that are favourites of a person, in one statement."""
    names = sorted(set(wanted))
    if person_id is None or not names:
        return set()
    mine = select(Favourite.subject).where(Favourite.person_id == person_id, Favourite.subject.in_(names))
    return set(session().scalars(mine))


def _row(row: Favourite, card: Card) -> FavouriteRow:
    kind = subjects.kind(row.subject)
    return FavouriteRow(row.subject, row.made_at, card, str(kind.label) if kind else "")
