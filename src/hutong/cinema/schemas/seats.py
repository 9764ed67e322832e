"""Seats and what is bought with them, in and out of the API."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from hutong.cinema.choosing import MOST
from hutong.kernel.schemas import At, In, Line, MoneyIn, Out, ShownId, Whole

MOST_COMBOS = 10


def _read_combo(value: Any) -> Any:
    """A plain form says "id:count"."""
    if isinstance(value, str):
        name, _, count = value.partition(":")
        if not count.isascii() or not count.isdigit() or len(count) > 2:
            raise PydanticCustomError("id", "not an id")
        return {"id": name, "count": int(count)}
    return value


class ComboWish(In):
    """So many of a combo."""

    id: ShownId
    count: Whole = Field(1, ge=0, le=MOST_COMBOS)


ComboIn = Annotated[ComboWish, BeforeValidator(_read_combo)]
ComboText = Annotated[ComboIn, WithJsonSchema({"type": "string", "description": "id:count"})]  # in an address


class SeatQuoteQuery(In):
    """Which seats are wanted and what with them; combos are named with how many: "id:count"."""

    seats: list[Line] = Field([], max_length=100)
    combos: list[ComboText] = Field([], max_length=20)
    coupon: Line = Field("", max_length=40)
    points: Whole = Field(0, ge=0, le=10**9)


class SeatsIn(SeatQuoteQuery):
    """The same to be held; `total` is the price that was seen, less coupon and points."""

    combos: list[ComboIn] = Field([], max_length=20)
    total: MoneyIn | None = None


class PriceLineOut(Out):
    """A line of a price, in the reader's language."""

    title: str
    price: int


class SeatQuoteOut(Out):
    """What seats and combos cost: `before`, and less what coupon and points take off `total`."""

    lines: list[PriceLineOut]
    before: int
    coupon: str
    coupon_title: str
    coupon_off: int
    points: int
    points_off: int
    total: int
    currency: str


class ChangeIn(In):
    """Another show of the same cinema, and a seat of it."""

    screening: ShownId
    seat: Line = Field(min_length=2, max_length=8)


class SuggestionQuery(In):
    """What is wished for: a number, or words such as "2 together, aisle, ≤ ¥60"."""

    count: int | None = Field(None, ge=1, le=MOST)
    wish: Line = Field("", max_length=100)


class SuggestionOut(Out):
    """The best free seats together; none where nothing fits."""

    seats: list[str]
    total: int
    currency: str
    understood: str


class ZoneOut(Out):
    """A part of the hall and its price."""

    code: str
    name: str
    price: int


class SeatOut(Out):
    """One seat; `x` and `y` are its place in the grid, `mate` the other half of a couple seat."""

    label: str
    row: str
    place: int
    x: int
    y: int
    kind: str
    zone: str
    price: int
    aisle: bool
    mate: str | None
    state: Literal["free", "held", "sold", "mine", "broken"]


class SeatsOut(Out):
    """The seats of a show as they are now."""

    currency: str
    sales_end_at: At
    zones: list[ZoneOut]
    selling: bool
    seats: list[SeatOut]
