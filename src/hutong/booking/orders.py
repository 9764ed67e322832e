"""What a storefront wants booked: lines of a price, some with a slot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hutong.booking.models import DEPOSIT


@dataclass(frozen=True, kw_only=True)
class OrderLine:
    """One line of the price, as it will be shown for ever; with a slot, that slot is claimed.

    What is less for a member or a long stay is a lower price of the line itself: each can be given back alone then.
    """

    title_zh: str
    title_en: str
    kind: str  # "night", "seat", "fee", "discount", "deposit", …
    price: int
    slot: int | None = None
    label: str = ""  # the slot as people read it: an ISO date, a seat
    picture_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a storefront wants booked. Its slots are those of its lines.

    `policy` says for each kind of line ("*": all others) what is given back: [(before this instant, per cent), …] in
    the order of time; after the last instant nothing. The deposit always goes back whole.
    `coupon` (a code) and `points` (how many to spend) are the customer's: what they take off is worked out and shared
    among the lines here. `most_slots` is how many slots of this resource one person may have in all, over all their
    bookings that live, this one included: kept however many orders come at once; TooManySlots otherwise.
    """

    kind: str
    customer_id: int
    seller_id: int
    resource_id: int
    lines: Sequence[OrderLine]
    currency: str
    policy: Mapping[str, Sequence[tuple[int, int]]]
    state: str  # "requested" or "held"
    starts_at: int
    ends_at: int
    title_zh: str
    title_en: str
    link: str = ""
    picture_id: int | None = None
    hold_ms: int | None = None
    coupon: str = ""
    points: int = 0
    most_slots: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)  # check_in, check_out, nights, guests: JSON values

    @property
    def slots(self) -> dict[int, str]:
        """The slots to claim and their labels."""
        return {line.slot: line.label for line in self.lines if line.slot is not None}

    @property
    def total(self) -> int:
        """The price without the deposit, before coupon and points."""
        return sum(line.price for line in self.lines if line.kind != DEPOSIT)

    @property
    def deposit(self) -> int:
        """What is paid on top and given back."""
        return sum(line.price for line in self.lines if line.kind == DEPOSIT)
