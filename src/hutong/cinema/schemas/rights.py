"""What goes in and out about the rights to show films."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, MoneyIn, Out, ShownId, Text


class RightIn(In):
    """A cinema asks for a film from one day to another, both included, in its own time."""

    model_config = ConfigDict(populate_by_name=True)

    cinema_id: ShownId
    film_id: ShownId
    first_on: date = Field(alias="from")
    last_on: date = Field(alias="to")
    message: Text = Field("", max_length=500)


class RightDecisionIn(In):
    """Approve a right for a price, or reject it with a reason."""

    approve: bool
    reason: Text = Field("", max_length=500)
    price: MoneyIn = 0
    terms: Text = Field("", max_length=5000)


class RightQuery(PageQuery):
    """Which rights; without a cinema all that you may see."""

    cinema: ShownId | None = None
    film: ShownId | None = None
    state: Literal["requested", "approved", "rejected", "paid", "withdrawn"] | None = None


class RightOut(Out):
    """A right; `held` says whether shows can be scheduled by it."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True, serialize_by_alias=True)

    id: ShownId
    version: int
    cinema_id: ShownId
    film_id: ShownId
    first_on: date = Field(alias="from")
    last_on: date = Field(alias="to")
    state: str
    message: str
    reason: str
    terms: str
    price: int
    currency: str
    held: bool
    asked_at: At
    decided_at: At | None
    paid_at: At | None
