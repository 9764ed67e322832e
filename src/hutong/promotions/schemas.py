"""Coupons and points in and out of the API."""

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from flask_babel import lazy_gettext as _l
from pydantic import Field

from hutong.kernel import clock
from hutong.kernel.desk import midnight
from hutong.kernel.errors import invalid
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, Line, MoneyIn, Out, ShownId, Whole
from hutong.promotions.models import FIXED, PERCENT, Coupon, PointEntry
from hutong.promotions.queries.coupons import Figures, Held, saying
from hutong.promotions.queries.points import Balance
from hutong.promotions.storefronts import STOREFRONTS

LONGEST = 3 * 365  # days
MOST_PEOPLE = 200
MOST_POINTS = 100_000  # that staff give one person at once


class CodeIn(In):
    """A coupon's code, as it was typed."""

    code: Line = Field(min_length=1, max_length=40)


class CouponIn(In):
    """A new coupon: `off` is an amount, or `percent` with `cap` as its most; exactly one of the two.

    Without `stock` there is no end to it, without `kind` it is for all storefronts. Both days belong to its period.
    """

    code: Annotated[str, Field(pattern="^[A-Za-z0-9-]{4,24}$", description="letters, digits and dashes, 4 to 24")]
    title: Line = Field(min_length=1, max_length=80)
    off: Annotated[MoneyIn, Field(gt=0)] | None = None
    percent: Annotated[Whole, Field(ge=1, le=100)] | None = None
    cap: Annotated[MoneyIn, Field(gt=0)] | None = None
    minimum: MoneyIn = 0
    starts_on: date | None = None
    ends_on: date
    kind: str = Field("", max_length=32)
    seller: ShownId | None = Field(None, description="whose it is and who bears it; none: the platform")
    per_person: Annotated[Whole, Field(ge=1, le=100)] = 1
    stock: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = None
    holders_only: bool = False
    listed: bool = False

    @property
    def how(self) -> str:
        """Fixed or percent."""
        return FIXED if self.off is not None else PERCENT

    @property
    def value(self) -> int:
        """The amount or the percentage."""
        return self.off if self.off is not None else self.percent or 0

    @property
    def starts_at(self) -> int:
        """When it begins: at once where no day is given."""
        return midnight(self.starts_on) if self.starts_on else clock.now()

    @property
    def ends_at(self) -> int:
        """When it is over: at the end of its last day."""
        return midnight(self.ends_on + timedelta(days=1))

    def checked(self) -> Self:
        """Itself, where its fields fit together; raises Invalid."""
        if (self.off is None) == (self.percent is None):
            raise invalid("off", _l("Say either an amount or a percentage."))
        if self.cap is not None and self.percent is None:
            raise invalid("cap", _l("Only a percentage has a most."))
        if self.ends_at <= max(clock.now(), self.starts_at):
            raise invalid("ends_on", _l("The period ends before it begins, or is over."))
        if self.ends_at > clock.now() + LONGEST * clock.DAY:
            raise invalid("ends_on", _l("A coupon lives for three years at most."))
        if self.kind and self.kind not in dict(STOREFRONTS.all()):
            raise invalid("kind", _l("There is no such storefront."))
        return self


class HandOutIn(In):
    """To whom something is handed out: mobile numbers, mail addresses or user names, one a line or a list."""

    people: list[Line] | None = Field(None, max_length=MOST_PEOPLE)
    text: str = Field("", max_length=20_000)

    @property
    def logins(self) -> list[str]:
        """All of them, each once; raises Invalid for none or too many."""
        typed = [part.strip() for part in self.text.replace(",", "\n").split("\n")]
        found = list(dict.fromkeys(part for part in [*(self.people or []), *typed] if part))
        if not found or len(found) > MOST_PEOPLE:
            raise invalid("text", _l("Name 1 to 200 people."))
        return found


class GrantIn(HandOutIn):
    """Points for people, and why: they read it."""

    points: Annotated[Whole, Field(ge=1, le=MOST_POINTS)]
    reason: Line = Field(min_length=1, max_length=200)


class HandedOut(Out):
    """How many got it; the others had it already."""

    people: int


class MadeQuery(PageQuery):
    """Whose coupons are listed: the platform's (0 characters), or a seller's."""

    seller: ShownId | None = None


class CouponOut(Out):
    """A coupon as everybody may see it."""

    id: ShownId
    code: str
    title: str
    says: str
    off: int | None
    percent: int | None
    cap: int | None
    minimum: int
    currency: str
    starts_at: At
    ends_at: At
    kind: str
    seller: ShownId | None
    per_person: int
    state: str

    @classmethod
    def of(cls, coupon: Coupon) -> "CouponOut":
        """From the row."""
        return cls(**_shown(coupon))


class HeldOut(CouponOut):
    """A coupon in a wallet; `why_not` says why it cannot be used: used, expired, stopped, gone."""

    left: int
    why_not: str

    @classmethod
    def held(cls, one: Held) -> "HeldOut":
        """From the wallet."""
        return cls(**_shown(one.coupon), left=one.left, why_not=one.why_not)


class WalletOut(Out):
    """All coupons of a person."""

    items: list[HeldOut]


class MadeOut(CouponOut):
    """A coupon as those see it who made it."""

    stock: int | None
    borne_by: Literal["platform", "seller"]
    holders_only: bool
    listed: bool
    holders: int
    uses: int
    given_back: int
    amount: int

    @classmethod
    def made(cls, coupon: Coupon, figures: Figures) -> "MadeOut":
        """From the row and what became of it."""
        return cls(
            **_shown(coupon),
            stock=coupon.stock,
            borne_by=coupon.borne_by,
            holders_only=coupon.holders_only,
            listed=coupon.listed,
            holders=figures.holders,
            uses=figures.uses,
            given_back=figures.given_back,
            amount=figures.amount,
        )


class PointsOut(Out):
    """A person's points: `soon` of them expire within a month, from `soon_at` on; `worth` is what all take off."""

    points: int
    worth: int
    currency: str
    soon: int
    soon_at: At | None
    points_for_one: int
    earned_for_one: int

    @classmethod
    def of(cls, balance: Balance, worth: int, currency: str, spent: int, earned: int) -> "PointsOut":
        """From the balance and the site's rates."""
        return cls(
            points=balance.points,
            worth=worth,
            currency=currency,
            soon=balance.soon,
            soon_at=balance.soon_at,
            points_for_one=spent,
            earned_for_one=earned,
        )


class PointEntryOut(Out):
    """One change of a person's points."""

    id: ShownId
    at: At
    kind: str
    amount: int

    @classmethod
    def of(cls, entry: PointEntry) -> "PointEntryOut":
        """From the row."""
        return cls(id=entry.id, at=entry.at, kind=entry.kind, amount=entry.amount)


def _shown(coupon: Coupon) -> dict[str, object]:
    fixed = coupon.how == FIXED
    return {
        "id": coupon.id,
        "code": coupon.code,
        "title": coupon.title,
        "says": saying(coupon),
        "off": coupon.value if fixed else None,
        "percent": None if fixed else coupon.value,
        "cap": coupon.cap,
        "minimum": coupon.minimum,
        "currency": coupon.currency,
        "starts_at": coupon.starts_at,
        "ends_at": coupon.ends_at,
        "kind": coupon.kind,
        "seller": coupon.seller_id or None,
        "per_person": coupon.per_person,
        "state": coupon.state,
    }


class PassOut(Out):
    """What is shown at a door: `code` is what stands in its QR picture."""

    label: str
    href: str
    code: str


class ComingOut(Out):
    """Something that one has booked and that is still to come."""

    id: ShownId
    starts_at: At
    ends_at: At
    title: str
    when: str
    href: str
    state: str
    note: str
    passes: list[PassOut]


class CardHeldOut(Out):
    """A card that its holder saves with."""

    title: str
    note: str
    href: str
    until: At


class EverythingOut(Out):
    """What lies in the wallet beside coupons and points."""

    coming: list[ComingOut]
    cards: list[CardHeldOut]
