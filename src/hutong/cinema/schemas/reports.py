"""What goes in and out about a cinema's sales."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from hutong.kernel.schemas import In, Out


class ReportQuery(In):
    """From which day to which (this month without them), by film or by day."""

    model_config = ConfigDict(populate_by_name=True)

    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    by: Literal["film", "day"] = "day"


class SalesOut(Out):
    """What was sold of a film, or on a day; `occupancy` in per cent."""

    label: str
    shows: int
    seats: int
    tickets: int
    takings: int
    occupancy: float


class ReportOut(Out):
    """The sales of a cinema."""

    currency: str
    items: list[SalesOut]
