"""The counter, in and out of the API."""

from typing import Literal

from pydantic import Field

from hutong.cinema.schemas.seats import ComboIn
from hutong.kernel.schemas import At, In, Line, MoneyIn, Out, ShownId, Text

Method = Literal["cash", "card", "free"]


class ShiftIn(In):
    """The change in the drawer when a shift begins."""

    float_amount: MoneyIn = Field(0, le=10_000_000)


class ClosingIn(In):
    """What was counted in the drawer at the end."""

    counted: MoneyIn = Field(le=100_000_000)
    note: Text = Field("", max_length=500)


class SaleIn(In):
    """Seats and combos sold at the counter; `free`: complimentary tickets."""

    seats: list[Line] = Field([], max_length=100)
    combos: list[ComboIn] = Field([], max_length=20)
    method: Method
    total: MoneyIn | None = None


class ReseatIn(In):
    """Another seat of the same show, and how a difference is paid or handed back."""

    seat: Line = Field(min_length=2, max_length=8)
    method: Literal["cash", "card"] = "cash"


class ReturnIn(In):
    """A ticket comes back: by the cinema's rule, or `whole`."""

    whole: bool = False
    reason: Text = Field("", max_length=500)


class SumOut(Out):
    """What one way of paying came to; `ledger` is the same by the ledger."""

    method: str
    sales: int
    seats: int
    taken: int
    back: int
    amount: int
    ledger: int


class ShiftOut(Out):
    """A shift and what it comes to. `expected` is the cash that should be in the drawer."""

    id: ShownId
    cinema: ShownId
    person: ShownId
    opened_at: At
    closed_at: At | None
    float_amount: int
    expected: int
    counted: int | None
    difference: int | None
    agrees: bool
    sums: list[SumOut]
    note: str


class SoldTicketOut(Out):
    """A ticket as the counter sees it."""

    id: ShownId
    seat: str
    state: str
    price: int


class SaleOut(Out):
    """What was sold, and the way to the paper."""

    id: ShownId
    pickup_code: str
    total: int
    currency: str
    paid: int
    method: str
    receipt: str
    tickets: list[SoldTicketOut]
