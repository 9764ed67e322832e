"""What goes in and out about shows."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from hutong.cinema.schemas.films import UNSAID
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, Line, MoneyIn, Out, ShownId, Text, Whole

Day = date  # in a class with a field of that name
Time = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", description="at the cinema, for example 19:00")]
Price = Annotated[MoneyIn, Field(le=1_000_000)]
Sales = Annotated[Whole, Field(ge=-60, le=240, description="minutes before the start at which its sale ends")]
Weekday = Annotated[Whole, Field(ge=0, le=6)]
_ZONE: Any = {"description": "of this zone's seats; without it the price of zone 1"}


class ScreeningIn(In):
    """A show, and the days on which it is repeated; `price` is that of zone 1."""

    film_id: ShownId
    hall_id: ShownId
    day: date
    time: Time
    price: Price
    price_2: Price | None = Field(None, **_ZONE)
    price_3: Price | None = Field(None, **_ZONE)
    price_4: Price | None = Field(None, **_ZONE)
    price_5: Price | None = Field(None, **_ZONE)
    price_6: Price | None = Field(None, **_ZONE)
    language: Line | None = Field(None, max_length=8, description="the film's first without it")
    format: Line | None = Field(None, max_length=8, description="the film's first without it")
    sales_minutes: Sales | None = None
    repeat_until: date | None = Field(None, description="the last day on which it is shown at the same time")
    weekdays: list[Weekday] = Field([], max_length=7, description="of the repeats, 0 is Monday; every day without any")


class ScreeningPatch(In):
    """An edit: only the fields that are sent change. With bookings, only prices and the end of the sale."""

    film_id: ShownId = UNSAID
    hall_id: ShownId = UNSAID
    day: date = UNSAID
    time: Time = UNSAID
    price: Price = UNSAID
    price_2: Price | None = None
    price_3: Price | None = None
    price_4: Price | None = None
    price_5: Price | None = None
    price_6: Price | None = None
    language: Line = Field(UNSAID, max_length=8)
    format: Line = Field(UNSAID, max_length=8)
    sales_minutes: Sales = UNSAID


class ScreeningStateIn(In):
    """Stop the sale of a show, go on with it, or cancel the show with a reason (all money goes back)."""

    state: Literal["on_sale", "stopped", "cancelled"]
    reason: Text = Field("", max_length=500)


class PlanCopyIn(In):
    """A day's plan of a cinema, made again on the days after it."""

    from_day: date
    to_day: date
    until: date | None = Field(None, description="the last of several days")


class ScreeningQuery(PageQuery):
    """Which shows: of a film, of a cinema, on a date there; without a date the coming ones."""

    film: ShownId | None = None
    cinema: ShownId | None = None
    hall: ShownId | None = None
    date: Day | None = None


class ScreeningOut(Out):
    """A show; `prices` by zone; `selling` says whether seats can be had now."""

    id: ShownId
    version: int
    state: str
    selling: bool
    film_id: ShownId
    film: str
    cinema_id: ShownId
    cinema: str
    hall_id: ShownId
    hall: str
    day: date
    time: str
    timezone: str
    starts_at: At
    ends_at: At
    free_at: At
    sales_end_at: At
    language: str
    format: str
    prices: dict[str, int]
    currency: str
    reason: str


class ScreeningsOut(Out):
    """The shows that were made."""

    items: list[ScreeningOut]
