"""Halls and the versions of their seat maps: a show keeps the version it was scheduled with."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Base, Id, Instant, Ref, table_args

LOST = "lost"  # the kind of claims on seats that a newer map of the hall has no more; their holder is the hall
HALL = "hall"  # the kind of the resource whose slots are the hall's time


class SeatKind(StrEnum):
    """What a place in a hall is."""

    NORMAL = "normal"
    COUPLE = "couple"  # two neighbours that are sold together
    WHEELCHAIR = "wheelchair"
    COMPANION = "companion"  # beside a wheelchair place
    BROKEN = "broken"  # not for sale


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of one version of a hall.

    `number` is its slot in the claims of a show: it belongs to this label for ever and is never given to another seat
    of the hall. `y` and `x` are its place in the grid, from 0; `mate` is the number of the other half of a couple seat.
    """

    number: int
    row: str
    place: int
    kind: str
    zone: str
    y: int
    x: int
    aisle: bool
    mate: int | None = None

    @property
    def label(self) -> str:
        """As people read it: E6."""
        return f"{self.row}{self.place}"

    @property
    def sellable(self) -> bool:
        """Whether it can be sold at all."""
        return self.kind != SeatKind.BROKEN


@dataclass(frozen=True, slots=True)
class SeatMap:
    """The seats of one version of a hall; `lines` are the labels of the grid's rows, "" for one without seats.

    `plan` is what it was read from: see `layouts`.
    """

    plan: str
    rows: int
    columns: int
    lines: tuple[str, ...]
    zones: tuple[tuple[str, str], ...]  # code and name, in order
    seats: tuple[Seat, ...]
    by_label: Mapping[str, Seat]
    by_number: Mapping[int, Seat]

    def at(self, y: int) -> dict[int, Seat]:
        """The seats of a row of the grid by their column."""
        return {seat.x: seat for seat in self.seats if seat.y == y}


class Hall(Base):
    """A hall; its time is a resource of its own, claimed in steps of five minutes by the shows in it."""

    __tablename__ = "halls"
    __table_args__ = table_args(
        Index("halls_cinema", "cinema_id", "name", unique=True), Index("halls_resource", "resource_id", unique=True)
    )

    id: Mapped[Id]
    cinema_id: Mapped[Ref] = mapped_column(ForeignKey("cinemas.id"))
    resource_id: Mapped[Ref]
    version: Mapped[int] = mapped_column(default=1)  # of the row, for If-Match
    name: Mapped[str] = mapped_column(String(40))
    formats: Mapped[list[str]] = mapped_column(JSON)  # codes.FORMATS: what can be shown here
    closed: Mapped[bool] = mapped_column(default=False)  # nothing more is scheduled
    capacity: Mapped[int] = mapped_column(SmallInteger)  # sellable seats of the present map
    map_id: Mapped[Ref]  # the present HallVersion
    numbers: Mapped[int] = mapped_column(default=0)  # the highest seat number ever given
    made_at: Mapped[Instant]


class HallVersion(Base):
    """A seat map that was saved: never changed afterwards.

    `layout` is {"plan": text, "rows": […labels], "columns": n, "zones": [[code, name]], "seats": [[number, y, x, place,
    kind, zone, aisle, mate], …]}: read it through `map`.
    """

    __tablename__ = "hall_versions"
    __table_args__ = table_args(Index("hall_versions_no", "hall_id", "no", unique=True))

    id: Mapped[Id]
    hall_id: Mapped[Ref] = mapped_column(ForeignKey("halls.id"))
    no: Mapped[int] = mapped_column(SmallInteger)
    capacity: Mapped[int] = mapped_column(SmallInteger)
    layout: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[Instant]
    made_by: Mapped[Ref | None]

    @property
    def map(self) -> SeatMap:
        """Its seats, worked out anew; `queries.maps` keeps them, for versions never change."""
        return seat_map(self.layout)


def seat_map(layout: dict[str, Any]) -> SeatMap:
    """The map of a stored layout."""
    lines = tuple(layout["rows"])
    seats = tuple(
        Seat(number, lines[y], place, kind, zone, y, x, bool(aisle), mate)
        for number, y, x, place, kind, zone, aisle, mate in layout["seats"]
    )
    return SeatMap(
        plan=layout["plan"],
        rows=len(lines),
        columns=layout["columns"],
        lines=lines,
        zones=tuple((code, name) for code, name in layout["zones"]),
        seats=seats,
        by_label={seat.label: seat for seat in seats},
        by_number={seat.number: seat for seat in seats},
    )


def hall_subject(hall_id: int) -> str:
    """The name by which the audit log knows a hall."""
    return f"hall:{hall_id}"
