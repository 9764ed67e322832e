"""Shapes of shared. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class AspectOut(TypedDict):
    """One aspect and its score; in a summary the mean."""

    code: str
    label: str
    score: float


class AuthorOut(TypedDict):
    """Who wrote."""

    id: str
    name: str
    avatar_url: str | None


class BookingOut(TypedDict):
    """A booking. `actions` is what the reader may do now; `due` is what it costs: the total and the deposit."""

    id: str
    kind: str
    state: str
    title: str
    total: int
    deposit: int
    due: int
    to_pay: int
    credit: int
    discount: int
    coupon: str
    points: int
    method: str
    refund: int
    currency: str
    created_at: str
    expires_at: str | None
    starts_at: str
    ends_at: str
    check_in: str | None
    check_out: str | None
    nights: int | None
    guests: int | None
    message: str
    reason: str
    link: str
    picture: str | None
    lines: list[LineOut]
    history: list[StepOut]
    customer: PartyOut
    seller: PartyOut
    actions: list[str]
    payment: NotRequired[PaymentOut | None]


class EachOut(TypedDict):
    """What became of one of several."""

    id: str
    done: bool
    problem: NotRequired[str | None]
    detail: NotRequired[str | None]


class InvoiceOut(TypedDict):
    """An invoice that was asked for."""

    id: str
    kind: str
    title: str
    tax_number: str
    email: str
    what: str
    amount: int
    currency: str
    state: str
    number: str
    reason: str
    made_at: str
    done_at: str | None


class LineOut(TypedDict):
    """One line of the price; `discount` is its share of coupon and points, `refund` what came back of it."""

    id: str
    kind: str
    title: str
    slot: str | None
    price: int
    discount: int
    state: str
    refund: int


class MediaPictureOut(TypedDict):
    """A picture that was uploaded; `url` shows it 1280 wide, or as wide as it is."""

    id: str
    url: str
    width: int
    height: int
    alt: str


class PartyOut(TypedDict):
    """Guest or host; the number is masked until the booking is paid."""

    id: str
    name: str
    verified: bool
    mobile: NotRequired[str | None]


class PaymentIn(TypedDict):
    """How somebody wants to pay; without a provider, the site's first."""

    provider: NotRequired[str | None]


class PaymentOut(TypedDict):
    """A payment: `action` says where the payer goes, once the provider is ready."""

    id: str
    state: str
    amount: int
    currency: str
    provider: str
    title: str
    action: dict[str, Any] | None
    expires_at: str
    refunded: int


class ReviewOut(TypedDict):
    """A review as it is read; every author has taken part in a completed booking."""

    id: str
    subject: str
    side: Literal["guest", "host"]
    author: AuthorOut
    overall: int
    aspects: list[AspectOut]
    text: str
    pictures: list[ThumbOut]
    visible: bool
    visible_at: str
    made_at: str
    answer: str
    answered_at: str | None
    answered_by: str
    helpful: int
    voted: bool
    mine: bool
    may_vote: bool


class SeveralOut(TypedDict):
    """What became of each of several: how many were done, how many refused, and which."""

    done: int
    refused: int
    items: list[EachOut]


class StepOut(TypedDict):
    """One step of a booking."""

    at: str
    by: str
    before: str
    state: str
    reason: str


class ThumbOut(TypedDict):
    """A picture with a small one to stand in a list."""

    id: str
    url: str
    width: int
    height: int
    alt: str
    thumb: str
