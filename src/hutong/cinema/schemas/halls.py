"""What goes in and out about halls."""

from typing import Annotated, Any

from pydantic import Field

from hutong.cinema.models import FORMATS
from hutong.cinema.schemas.films import UNSAID, of
from hutong.kernel.schemas import In, Line, Out, ShownId, Text

Formats = Annotated[list[str], of(FORMATS), Field(min_length=1, max_length=3)]
_NAME: Any = {"min_length": 1, "max_length": 40}
_PLAN: Any = {
    "max_length": 10_000,
    "description": "a line for each row: its letter, its places (S seat, C half a couple seat, W wheelchair,"
    " P companion, X broken, _ aisle, . nothing) and, with several zones, the number of each place's zone;"
    " - is an aisle across",
}
_ZONES: Any = {"max_length": 12, "description": "the names of the zones, in the order of their numbers"}


class HallIn(In):
    """A new hall with its seat map."""

    name: Line = Field(**_NAME)
    plan: Text = Field(min_length=1, **_PLAN)
    zones: list[Annotated[Line, Field(max_length=20)]] = Field([], **_ZONES)
    formats: Formats = ["2D"]


class HallPatch(In):
    """An edit: only the fields that are sent change; another plan or zones make a new version of the seat map."""

    name: Line = Field(UNSAID, **_NAME)
    plan: Text = Field(UNSAID, min_length=1, **_PLAN)
    zones: list[Annotated[Line, Field(max_length=20)]] = Field(UNSAID, **_ZONES)
    formats: Formats = UNSAID
    closed: bool = UNSAID


class SeatOut(Out):
    """A seat of a hall; `number` is its own for ever, `mate` that of the other half of a couple seat."""

    number: int
    label: str
    row: str
    place: int
    kind: str
    zone: str
    y: int
    x: int
    aisle: bool
    mate: int | None


class ZoneOut(Out):
    """A zone of a hall: shows price their seats by it."""

    code: str
    name: str


class HallCard(Out):
    """A hall in a list."""

    id: ShownId
    cinema_id: ShownId
    name: str
    formats: list[str]
    capacity: int
    closed: bool


class HallOut(HallCard):
    """A hall with its present seat map; `map_no` counts the versions of it."""

    version: int
    map_no: int
    plan: str
    rows: list[str]
    columns: int
    zones: list[ZoneOut]
    seats: list[SeatOut]
