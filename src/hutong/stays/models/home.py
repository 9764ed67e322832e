"""Homes, their pictures, blocked nights and search words."""

import secrets
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Amount, Base, Big, Code, Id, Instant, Name, Ref, table_args
from hutong.kernel.text import WordsTable

HOST = "host"  # the source of blocks that the host set by hand; others are the addresses of calendars
KIND = "stay"  # of the bookings of homes
SUBJECT = "home"  # the kind of subject that is reviewed, kept and reported
BLOCK = "block"  # the kind of claims that keep blocked nights; their holder is the home
PREPARATION = "prep"  # the kind of claims on the nights after a booking; their holder is the booking
WEEK_DAYS = 7
EVERY_DAY = (1 << WEEK_DAYS) - 1
OPEN_DAYS = 548  # how far ahead a home can be booked at most: 18 months
_STEP, _MASK = 7, 127  # bits of one day's least nights in `weekday_min`


def new_secret() -> str:
    """A secret that nobody guesses, for the address of a calendar."""
    return secrets.token_urlsafe(24)


class HomeState(StrEnum):
    """What the world sees of a home."""

    DRAFT = "draft"
    PUBLISHED = "published"
    UNLISTED = "unlisted"
    WITHHELD = "withheld"  # published by somebody whom staff keep out at the moment
    HIDDEN = "hidden"  # by a moderator: its host can change it, but not show it
    REMOVED = "removed"


class Home(Base):
    """A home is one unit: one booking has all of it for a night.

    `night_price`, `long_price` and `top_price` bound what a stay can cost (queries.quotes.bounds). `map_lat` and
    `map_lng` are thousandths of a degree: the only place that is searched, or shown before a booking is confirmed.
    """

    __tablename__ = "homes"
    __table_args__ = table_args(
        Index("homes_host", "host_id", "id"),
        Index("homes_resource", "resource_id", unique=True),
        Index("homes_calendar", "calendar_secret", unique=True),
        Index("homes_newest", "state", "published_at", "id"),
        Index("homes_popular", "state", "popularity", "id"),
        Index("homes_night", "state", "night_price", "id", "top_price"),
        Index("homes_map", "state", "map_lat", "map_lng"),
        Index("homes_city_newest", "city_code", "state", "published_at", "id"),
        Index("homes_city_popular", "city_code", "state", "popularity", "id"),
        Index("homes_city_score", "city_code", "state", "score", "id"),
        Index("homes_city_night", "city_code", "state", "night_price", "id", "top_price"),
        Index("homes_city_long", "city_code", "state", "long_price", "id", "top_price"),
        Index("homes_city_top", "city_code", "state", "top_price", "id", "night_price"),
        Index("homes_district_newest", "district_code", "state", "published_at", "id"),
        Index("homes_district_night", "district_code", "state", "night_price", "id", "top_price"),
        Index("homes_district_long", "district_code", "state", "long_price", "id", "top_price"),
    )

    id: Mapped[Id]
    host_id: Mapped[Ref]
    resource_id: Mapped[Ref]
    state: Mapped[str] = mapped_column(String(12), default=HomeState.DRAFT)
    state_before: Mapped[str] = mapped_column(String(12), default="")  # of one that a moderator has hidden
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Instant]
    published_at: Mapped[Instant | None]  # the first time

    title: Mapped[Name]
    description: Mapped[str] = mapped_column(Text, default="")
    house_rules: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[Code]
    rooms: Mapped[int] = mapped_column(SmallInteger, default=1)
    beds: Mapped[int] = mapped_column(SmallInteger, default=1)
    bathrooms: Mapped[int] = mapped_column(SmallInteger, default=1)
    size: Mapped[int | None]  # m²
    capacity: Mapped[int] = mapped_column(SmallInteger, default=2)
    offers: Mapped[Ref] = mapped_column(default=0)  # bits, see facilities
    cover_id: Mapped[Ref | None]  # the first of its pictures

    province_code: Mapped[str] = mapped_column(String(12))
    city_code: Mapped[str] = mapped_column(String(12))
    district_code: Mapped[str] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(String(200))
    lat: Mapped[int | None]  # millionths of a degree
    lng: Mapped[int | None]
    map_lat: Mapped[Ref | None]
    map_lng: Mapped[Ref | None]

    currency: Mapped[str] = mapped_column(String(3))
    price: Mapped[Amount]
    weekend_price: Mapped[Amount | None]
    cleaning_fee: Mapped[Amount] = mapped_column(default=0)
    deposit: Mapped[Amount] = mapped_column(default=0)
    weekly_discount: Mapped[int] = mapped_column(SmallInteger, default=0)  # per cent, from 7 nights
    monthly_discount: Mapped[int] = mapped_column(SmallInteger, default=0)  # per cent, from 28 nights
    night_price: Mapped[Amount]  # the lowest of a night
    long_price: Mapped[Amount]  # the lowest with the best discount of a long stay
    top_price: Mapped[Amount]

    extra_guest_fee: Mapped[Amount] = mapped_column(default=0)  # a night, for each guest above `included_guests`
    included_guests: Mapped[int] = mapped_column(SmallInteger, default=1)
    varied: Mapped[bool] = mapped_column(default=False)  # some nights have prices or rules of their own (HomeNight)

    min_nights: Mapped[int] = mapped_column(SmallInteger, default=1)
    max_nights: Mapped[int] = mapped_column(SmallInteger, default=90)
    weekday_min: Mapped[Ref] = mapped_column(default=0)  # least nights by day of arrival: 7 bits each, 0 unsaid
    arrival_days: Mapped[int] = mapped_column(SmallInteger, default=EVERY_DAY)  # bits, Monday first
    notice_days: Mapped[int] = mapped_column(SmallInteger, default=0)
    window_days: Mapped[int] = mapped_column(SmallInteger, default=OPEN_DAYS)
    prep_days: Mapped[int] = mapped_column(SmallInteger, default=0)  # nights kept free after each booking
    check_in_time: Mapped[str] = mapped_column(String(5), default="15:00")
    check_out_time: Mapped[str] = mapped_column(String(5), default="11:00")
    instant: Mapped[bool] = mapped_column(default=False)
    policy: Mapped[Code] = mapped_column(default="moderate")
    door_code: Mapped[str] = mapped_column(String(200), default="")  # how to get in: after confirmation only
    calendar_secret: Mapped[str] = mapped_column(String(40), default=new_secret)  # of the address of its calendar
    calendar_sick: Mapped[bool] = mapped_column(default=False)  # an outside calendar cannot be read: see Feed

    popularity: Mapped[int] = mapped_column(default=0)  # bookings of the last 90 days, counted by a job
    rating_sum: Mapped[int] = mapped_column(default=0)
    rating_count: Mapped[int] = mapped_column(default=0)
    answer_rate: Mapped[int | None] = mapped_column(SmallInteger)  # per cent that the host answered within a day
    answer_ms: Mapped[Ref | None]  # the usual time, both by a job
    score: Mapped[int] = mapped_column(default=0)  # what "best rated" orders by

    @property
    def published(self) -> bool:
        """Whether it can be found and booked."""
        return self.state == HomeState.PUBLISHED

    @property
    def hidden(self) -> bool:
        """Whether a moderator took it out of sight."""
        return self.state == HomeState.HIDDEN

    @property
    def shown(self) -> bool:
        """Whether people see it, or would if no moderator had hidden it: then it keeps a picture."""
        return self.published or (self.hidden and self.state_before != HomeState.UNLISTED)

    @property
    def at_once(self) -> bool:
        """Whether guests book without asking: not while an outside calendar cannot be read."""
        return self.instant and not self.calendar_sick

    @property
    def weekday_nights(self) -> list[int]:
        """The least nights of a stay by its day of arrival, Monday first; 0 where nothing is said."""
        return [nights_on(self.weekday_min, day) for day in range(WEEK_DAYS)]

    @property
    def arrivals(self) -> list[int]:
        """The days of the week on which one may arrive, Monday is 0."""
        return [day for day in range(WEEK_DAYS) if self.arrival_days >> day & 1]

    @property
    def rating(self) -> float | None:
        """The mean of its reviews, if there are any."""
        return round(self.rating_sum / self.rating_count, 2) if self.rating_count else None


def pack_week(nights: Sequence[int]) -> int:
    """The least nights by day of arrival as one number."""
    return sum(count << (_STEP * day) for day, count in enumerate(nights))


def nights_on(packed: int, day: int) -> int:
    """The least nights of one day of arrival in such a number; 0 where nothing is said."""
    return packed >> weekday_shift(day) & _MASK


def weekday_shift(day: int) -> int:
    """By how many bits the least nights of a day of arrival are shifted in such a number."""
    return _STEP * day


def weekday_nights(column: Any, shift: Any) -> Any:
    """The least nights of the day of arrival with this shift in such a column, in SQL."""
    return column.bitwise_rshift(shift).bitwise_and(_MASK)


def pack_days(days: Iterable[int]) -> int:
    """Days of the week as bits."""
    return sum(1 << day for day in set(days))


COLUMNS: Any = Home.__table__.c  # the same without the ORM, for statements that are built often


class HomePicture(Base):
    """A picture of a home; the first is the cover."""

    __tablename__ = "home_pictures"
    __table_args__ = table_args(Index("home_pictures_picture", "picture_id"))

    home_id: Mapped[int] = mapped_column(Big, ForeignKey("homes.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    picture_id: Mapped[Ref]


class Block(Base):
    """Nights that are not for sale here: `first` up to, not including, `until` (day numbers), said by a source."""

    __tablename__ = "home_blocks"
    __table_args__ = table_args(Index("home_blocks_home", "home_id", "source", "first"))

    id: Mapped[Id]
    home_id: Mapped[int] = mapped_column(Big, ForeignKey("homes.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(200), default=HOST)
    first: Mapped[int]
    until: Mapped[int]


class HomeWords(WordsTable, Base):
    """The words under which a home is found."""

    __tablename__ = "home_words"
