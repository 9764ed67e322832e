"""The photos on top of today."""

from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, literal, select, union_all

from hutong.kernel import clock
from hutong.kernel.db import Big, session
from hutong.kernel.state import settings
from hutong.photos.models import COLUMNS as PHOTO
from hutong.photos.models import Pick
from hutong.photos.queries import cards, seeing, streams
from hutong.photos.queries.cards import Card
from hutong.photos.queries.streams import Stream


def today() -> int:
    """The day at the site, as a number."""
    return clock.day_number(clock.today(settings().timezone))


def midnight() -> int:
    """When the day at the site ends."""
    zone = clock.zone(settings().timezone)
    tomorrow = clock.today(settings().timezone) + timedelta(days=1)
    return clock.instant(datetime.combine(tomorrow, time(), zone))


def picked(reader_id: int | None) -> list[Card]:
    """Today's picks that can be seen, in their places; one statement."""
    return cards.read(_picked(reader_id is not None), {"day": today(), "reader": reader_id})


@cache
def _picked(known: bool) -> Select[Any]:
    """The picks of :day for :reader: made once, asked with every first page."""
    reader = bindparam("reader", type_=Big) if known else None
    few = select(PHOTO.id.label("id"), Pick.place.label("sort_key"), Pick.place.label("sort_tie"))
    few = few.join(Pick, Pick.photo_id == PHOTO.id).where(Pick.day == bindparam("day"), PHOTO.listed == 1)
    for unwanted in seeing.left_out(reader) if known else ():
        few = few.where(PHOTO.owner_id.not_in(unwanted))
    return cards.page_of(few, reader, down=False)


def today_and_hot(most: int) -> list[Card]:
    """Today's picks in their places, then what is hot, as everybody sees them; one statement."""
    picks = select(PHOTO.id.label("id"), literal(1).label("sort_key"), (-Pick.place).label("sort_tie"))
    picks = picks.join(Pick, Pick.photo_id == PHOTO.id).where(Pick.day == today(), PHOTO.listed == 1)
    hot = streams.first_of(Stream("hot"), 2 * most).subquery("hot")
    both = union_all(picks, select(hot.c.id, literal(0), hot.c.sort_key))
    rows = cards.read(cards.page_of(both, None))
    found = {card.id: card for card in reversed(rows)}  # of a picked one that is hot, the pick
    return sorted(found.values(), key=lambda card: (card.key, card.tie), reverse=True)[:most]


def is_picked(photo_id: int) -> bool:
    """Whether a photo is on top today."""
    mine = select(Pick.place).where(Pick.day == today(), Pick.photo_id == photo_id)
    return session().scalar(mine) is not None
