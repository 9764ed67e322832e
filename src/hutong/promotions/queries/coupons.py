"""Questions about coupons: what one takes off, whose they are, how they were used."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import case, func, select

from hutong.kernel import clock, money, paging
from hutong.kernel.db import session
from hutong.kernel.pages import show_money
from hutong.promotions.models import FIXED, OPEN, PLATFORM, Coupon, CouponUse, Holding
from hutong.promotions.problems import (
    CouponEarly,
    CouponElsewhere,
    CouponExpired,
    CouponGone,
    CouponMinimum,
    CouponNotYours,
    CouponStopped,
    CouponUnknown,
    CouponUsed,
)

MOST_IN_WALLET = 200


@dataclass(frozen=True)
class Offer:
    """What a coupon takes off one price of one person."""

    coupon_id: int
    code: str
    title: str
    off: int
    by_platform: bool
    number: int  # this would be the person's nth use of it
    counted: bool  # whether it has a stock to be taken from


@dataclass(frozen=True)
class Held:
    """A coupon in a wallet; `why_not` says why it cannot be used any more: used, expired, stopped, gone."""

    coupon: Coupon
    uses: int
    why_not: str = ""

    @property
    def left(self) -> int:
        """How often this person may use it still."""
        return max(0, self.coupon.per_person - self.uses)


@dataclass(frozen=True)
class Figures:
    """How a coupon does: how many hold it, how often it was used and for how much."""

    holders: int
    uses: int
    given_back: int
    amount: int


def key_of(code: str) -> str:
    """A code as it is kept: upper case, without blanks."""
    return "".join(code.split()).upper()


def by_code(code: str) -> Coupon | None:
    """The coupon with this code, however it is typed."""
    key = key_of(code)
    return session().scalar(select(Coupon).where(Coupon.code == key)) if key else None


def coupon(coupon_id: int) -> Coupon | None:
    """The coupon with this id."""
    return session().get(Coupon, coupon_id)


def offer(terms: Any, kind: str, seller_id: int, amount: int, currency: str) -> Offer:
    """What a coupon (the terms of a `Purse`) takes off this price now; raises what is wrong (problems.py)."""
    if terms is None:
        raise CouponUnknown
    must_be_open(terms, clock.now())
    if terms.holders_only and not terms.held:
        raise CouponNotYours
    if terms.seller_id not in (0, seller_id) or terms.kind not in ("", kind) or terms.currency != currency:
        raise CouponElsewhere
    if amount < terms.minimum or amount <= 0:
        raise CouponMinimum(
            _("This coupon needs a price of %(minimum)s or more.", minimum=show_money(terms.minimum, currency)),
            minimum=terms.minimum,
        )
    if terms.next_number > terms.per_person:
        raise CouponUsed
    if terms.stock is not None and terms.used >= terms.stock:
        raise CouponGone
    off, by_platform = off_of(terms, amount), terms.borne_by == PLATFORM
    return Offer(terms.id, terms.code, terms.title, off, by_platform, terms.next_number, terms.stock is not None)


def must_be_open(coupon: Any, now: int) -> None:
    """Raise what is wrong with a coupon (or its terms) at an instant, whoever wants to use it."""
    if coupon.state != OPEN:
        raise CouponStopped
    if now < coupon.starts_at:
        raise CouponEarly
    if now >= coupon.ends_at:
        raise CouponExpired


def _why_not(coupon: Coupon, uses: int, now: int) -> str:
    if coupon.state != OPEN:
        return "stopped"
    if now >= coupon.ends_at:
        return "expired"
    if uses >= coupon.per_person:
        return "used"
    return "gone" if coupon.stock is not None and coupon.used >= coupon.stock else ""


def off_of(coupon: Any, amount: int) -> int:
    """What a coupon (or its terms) takes off an amount, never more than all of it."""
    off = coupon.value if coupon.how == FIXED else money.percent(amount, coupon.value)
    if coupon.cap is not None:
        off = min(off, coupon.cap)
    return max(0, min(off, amount))


def listed(limit: int, cursor: str | None = None) -> Sequence[Coupon]:
    """One more than the wanted number of coupons for everybody that can be used now, newest first."""
    now = clock.now()
    found = select(Coupon).where(Coupon.listed, Coupon.state == OPEN, Coupon.starts_at <= now, Coupon.ends_at > now)
    found = found.where((Coupon.stock.is_(None)) | (Coupon.used < Coupon.stock), ~Coupon.holders_only)
    last = paging.decode(cursor, int) if cursor else None
    return session().scalars(paging.ordered(found, [(Coupon.id, True)], last).limit(limit + 1)).all()


def wallet(person_id: int) -> list[Held]:
    """The coupons that a person holds, what can be used first, and what ends soonest first of these."""
    uses = select(func.count()).where(
        CouponUse.coupon_id == Coupon.id, CouponUse.person_id == person_id, CouponUse.number.is_not(None)
    )
    rows = select(Coupon, uses.scalar_subquery()).join(Holding, Holding.coupon_id == Coupon.id)
    rows = rows.where(Holding.person_id == person_id).order_by(Holding.at.desc()).limit(MOST_IN_WALLET)
    now = clock.now()
    found = [Held(coupon, used, _why_not(coupon, used, now)) for coupon, used in session().execute(rows)]
    return sorted(found, key=lambda one: (bool(one.why_not), one.coupon.ends_at))


def made_by(seller_ids: Collection[int] | None, limit: int, cursor: str | None = None) -> Sequence[Coupon]:
    """One more than the wanted number of the coupons of these sellers (None: all there are), newest first."""
    found = select(Coupon)
    if seller_ids is not None:
        found = found.where(Coupon.seller_id.in_(sorted(seller_ids)))
    last = paging.decode(cursor, int) if cursor else None
    return session().scalars(paging.ordered(found, [(Coupon.id, True)], last).limit(limit + 1)).all()


def figures(coupon_ids: Collection[int]) -> dict[int, Figures]:
    """How coupons do, in two statements."""
    wanted = sorted(coupon_ids)
    uses = select(
        CouponUse.coupon_id,
        func.count(CouponUse.number),
        func.count(CouponUse.given_back_at),
        func.coalesce(func.sum(case((CouponUse.number.is_not(None), CouponUse.amount), else_=0)), 0),
    )
    uses = uses.where(CouponUse.coupon_id.in_(wanted)).group_by(CouponUse.coupon_id)
    holders = select(Holding.coupon_id, func.count()).where(Holding.coupon_id.in_(wanted)).group_by(Holding.coupon_id)
    held: dict[int, int] = {row[0]: row[1] for row in session().execute(holders)}
    used = {row[0]: row[1:] for row in session().execute(uses)}
    return {one: Figures(held.get(one, 0), *(int(value) for value in used.get(one, (0, 0, 0)))) for one in wanted}


def saying(coupon: Coupon) -> str:
    """What a coupon gives, in a sentence."""
    if coupon.how == FIXED:
        text = _("%(amount)s off", amount=show_money(coupon.value, coupon.currency))
    elif coupon.cap is not None:
        text = _(
            "%(percent)s%% off, %(amount)s at most",
            percent=coupon.value,
            amount=show_money(coupon.cap, coupon.currency),
        )
    else:
        text = _("%(percent)s%% off", percent=coupon.value)
    if not coupon.minimum:
        return text
    return _("%(what)s from %(minimum)s on", what=text, minimum=show_money(coupon.minimum, coupon.currency))
