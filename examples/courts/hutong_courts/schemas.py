"""Courts in JSON."""

from datetime import date
from typing import Annotated

from pydantic import Field

from hutong.kernel.schemas import In, Line, MoneyIn, Out, ShownId, Whole

Hour = Annotated[Whole, Field(ge=0, le=24)]


class CourtIn(In):
    """A new court."""

    title: Annotated[Line, Field(min_length=1, max_length=60)]
    price: MoneyIn
    opens: Hour = 8
    closes: Hour = 22


class CourtOut(Out):
    """A court."""

    id: ShownId
    title: str
    price: int
    opens: int
    closes: int


class HoursIn(In):
    """Which hours to book; `total` is the price that was seen."""

    day: date
    hours: Annotated[list[Hour], Field(min_length=1, max_length=8)]
    total: MoneyIn | None = None
