"""Cinemas, and the rights they hold to show films."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Amount, Base, Id, Instant, Name, Ref, table_args
from hutong.kernel.i18n import language


class CinemaState(StrEnum):
    """What a cinema may do: only an open one is shown and sells."""

    PENDING = "pending"
    OPEN = "open"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    CLOSED = "closed"  # for good; its bookings still name it


class GapRule(StrEnum):
    """Whether buyers may leave a single seat free between taken ones."""

    STRICT = "strict"
    LENIENT = "lenient"
    OFF = "off"


class Cinema(Base):
    """A house with halls. Its organisation sells (`Booking.seller_id`) and its staff hold grants in that organisation.

    `refund_minutes` before a show a seat can be given back last; `sales_minutes` before it (after it, where negative)
    the sale of a show ends unless the show says otherwise.
    """

    __tablename__ = "cinemas"
    __table_args__ = table_args(
        Index("cinemas_organisation", "organisation_id"),
        Index("cinemas_city", "state", "city_code", "id"),
        Index("cinemas_district", "state", "district_code", "id"),
        Index("cinemas_map", "state", "lat", "lng"),
        Index("cinemas_picture", "picture_id"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[Ref]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default=CinemaState.PENDING)
    reason: Mapped[str] = mapped_column(String(500), default="")  # why rejected or suspended
    made_at: Mapped[Instant]

    name_zh: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="")
    description: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    picture_id: Mapped[Ref | None]
    facilities: Mapped[list[str]] = mapped_column(JSON)  # codes.FACILITIES
    province_code: Mapped[str] = mapped_column(String(12))
    city_code: Mapped[str] = mapped_column(String(12))
    district_code: Mapped[str] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(String(200))
    lat: Mapped[int | None]  # millionths of a degree
    lng: Mapped[int | None]
    timezone: Mapped[str] = mapped_column(String(40))
    currency: Mapped[str] = mapped_column(String(3))

    gap_rule: Mapped[str] = mapped_column(String(8), default=GapRule.LENIENT)
    refund_minutes: Mapped[int] = mapped_column(SmallInteger, default=60)
    cleaning_minutes: Mapped[int] = mapped_column(SmallInteger, default=15)
    sales_minutes: Mapped[int] = mapped_column(SmallInteger, default=0)
    services: Mapped[dict[str, Any]] = mapped_column(JSON)  # of the client's end: what it sells beside seats

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_zh if language() == "zh" else self.name_en or self.name_zh

    @property
    def open(self) -> bool:
        """Whether it is shown and sells."""
        return self.state == CinemaState.OPEN


class RightState(StrEnum):
    """How far the right to a film has come."""

    REQUESTED = "requested"
    APPROVED = "approved"  # to be paid, unless it is free
    REJECTED = "rejected"
    PAID = "paid"
    WITHDRAWN = "withdrawn"  # by the cinema, before it was paid


class Right(Base):
    """A cinema may show a film from one day to another, both included, in its own time.

    `nth` counts what it asked for of this film: being unique, two requests for the same days are not written at once.
    """

    __tablename__ = "screening_rights"
    __table_args__ = table_args(
        Index("screening_rights_cinema", "cinema_id", "film_id", "first_on"),
        Index("screening_rights_state", "state", "id"),
        Index("screening_rights_film", "film_id"),
        Index("screening_rights_nth", "cinema_id", "film_id", "nth", unique=True),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    cinema_id: Mapped[Ref] = mapped_column(ForeignKey("cinemas.id"))
    organisation_id: Mapped[Ref]
    film_id: Mapped[Ref] = mapped_column(ForeignKey("films.id"))
    nth: Mapped[int] = mapped_column(default=1)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    message: Mapped[str] = mapped_column(String(500), default="")  # of the cinema, when it asked
    terms: Mapped[str] = mapped_column(Text, default="")  # of the platform, when it approved
    price: Mapped[Amount] = mapped_column(default=0)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(12), default=RightState.REQUESTED)
    reason: Mapped[str] = mapped_column(String(500), default="")
    asked_by: Mapped[Ref]
    asked_at: Mapped[Instant]
    decided_by: Mapped[Ref | None]
    decided_at: Mapped[Instant | None]
    payment_id: Mapped[Ref | None]
    paid_at: Mapped[Instant | None]

    @property
    def held(self) -> bool:
        """Whether the cinema may schedule by it: paid, or approved for nothing."""
        return self.state == RightState.PAID or (self.state == RightState.APPROVED and self.price == 0)


def cinema_subject(cinema_id: int) -> str:
    """The name by which the audit log knows a cinema."""
    return f"cinema:{cinema_id}"


def right_subject(right_id: int) -> str:
    """The name by which payments and the audit log know a right."""
    return f"right:{right_id}"
