"""Shapes of promotions. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class CardHeldOut(TypedDict):
    """A card that its holder saves with."""

    title: str
    note: str
    href: str
    until: str


class CodeIn(TypedDict):
    """A coupon's code, as it was typed."""

    code: str


class ComingOut(TypedDict):
    """Something that one has booked and that is still to come."""

    id: str
    starts_at: str
    ends_at: str
    title: str
    when: str
    href: str
    state: str
    note: str
    passes: list[PassOut]


class CouponIn(TypedDict):
    """A new coupon: `off` is an amount, or `percent` with `cap` as its most; exactly one of the two."""

    code: str
    title: str
    off: NotRequired[int | None]
    percent: NotRequired[int | None]
    cap: NotRequired[int | None]
    minimum: NotRequired[int]
    starts_on: NotRequired[str | None]
    ends_on: str
    kind: NotRequired[str]
    seller: NotRequired[str | None]
    per_person: NotRequired[int]
    stock: NotRequired[int | None]
    holders_only: NotRequired[bool]
    listed: NotRequired[bool]


class CouponOut(TypedDict):
    """A coupon as everybody may see it."""

    id: str
    code: str
    title: str
    says: str
    off: int | None
    percent: int | None
    cap: int | None
    minimum: int
    currency: str
    starts_at: str
    ends_at: str
    kind: str
    seller: str | None
    per_person: int
    state: str


class EverythingOut(TypedDict):
    """What lies in the wallet beside coupons and points."""

    coming: list[ComingOut]
    cards: list[CardHeldOut]


class GrantIn(TypedDict):
    """Points for people, and why: they read it."""

    people: NotRequired[list[str] | None]
    text: NotRequired[str]
    points: int
    reason: str


class HandOutIn(TypedDict):
    """To whom something is handed out: mobile numbers, mail addresses or user names, one a line or a list."""

    people: NotRequired[list[str] | None]
    text: NotRequired[str]


class HandedOut(TypedDict):
    """How many got it; the others had it already."""

    people: int


class HeldOut(TypedDict):
    """A coupon in a wallet; `why_not` says why it cannot be used: used, expired, stopped, gone."""

    id: str
    code: str
    title: str
    says: str
    off: int | None
    percent: int | None
    cap: int | None
    minimum: int
    currency: str
    starts_at: str
    ends_at: str
    kind: str
    seller: str | None
    per_person: int
    state: str
    left: int
    why_not: str


class MadeOut(TypedDict):
    """A coupon as those see it who made it."""

    id: str
    code: str
    title: str
    says: str
    off: int | None
    percent: int | None
    cap: int | None
    minimum: int
    currency: str
    starts_at: str
    ends_at: str
    kind: str
    seller: str | None
    per_person: int
    state: str
    stock: int | None
    borne_by: Literal["platform", "seller"]
    holders_only: bool
    listed: bool
    holders: int
    uses: int
    given_back: int
    amount: int


class PassOut(TypedDict):
    """What is shown at a door: `code` is what stands in its QR picture."""

    label: str
    href: str
    code: str


class PointEntryOut(TypedDict):
    """One change of a person's points."""

    id: str
    at: str
    kind: str
    amount: int


class PointsOut(TypedDict):
    """A person's points: `soon` of them expire within a month, from `soon_at` on; `worth` is what all take off."""

    points: int
    worth: int
    currency: str
    soon: int
    soon_at: str | None
    points_for_one: int
    earned_for_one: int


class WalletOut(TypedDict):
    """All coupons of a person."""

    items: list[HeldOut]
