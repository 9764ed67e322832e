"""The photos on top of today."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.state import settings
from hutong.photos.models import COLUMNS as PHOTO
from hutong.photos.models import Pick
from hutong.photos.queries import cards, seeing
from hutong.photos.queries.cards import Card


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
    few = select(PHOTO.id.label("id"), Pick.place.label("sort_key"), Pick.place.label("sort_tie"))
    few = few.join(Pick, Pick.photo_id == PHOTO.id).where(Pick.day == today(), PHOTO.listed == 1)
    for unwanted in seeing.left_out(reader_id) if reader_id is not None else ():
        few = few.where(PHOTO.owner_id.not_in(unwanted))
    return cards.page_of(few, reader_id, down=False)


def is_picked(photo_id: int) -> bool:
    """Whether a photo is on top today."""
    mine = select(Pick.place).where(Pick.day == today(), Pick.photo_id == photo_id)
    return session().scalar(mine) is not None
