"""What a stay costs, night by night and why: the one function behind cards, the detail page, checkout and bookings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from hutong.kernel import money

WEEK, MONTH = 7, 28
WEEKEND = frozenset({4, 5})  # the nights of Friday and Saturday (date.weekday())


class Why(StrEnum):
    """Why a night costs what it costs."""

    BASE = "base"
    WEEKEND = "weekend"
    SPECIAL = "special"  # this date has a price of its own


@dataclass(frozen=True)
class Rates:
    """Everything that decides a price; `special` holds the prices of single dates within the asked nights."""

    currency: str
    price: int
    weekend_price: int | None = None
    cleaning_fee: int = 0
    deposit: int = 0
    weekly_discount: int = 0
    monthly_discount: int = 0
    special: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Night:
    """One night: its price, why, and its share of the discount (0 or negative)."""

    date: date
    price: int
    why: Why
    discount: int = 0

    @property
    def net(self) -> int:
        """What is paid for the night."""
        return self.price + self.discount


@dataclass(frozen=True)
class Quote:
    """The price of a stay: `total` is what is paid; the deposit stands beside it and comes back."""

    check_in: date
    check_out: date
    guests: int
    currency: str
    nights: tuple[Night, ...]
    discount_percent: int
    discount: int
    cleaning: int
    deposit: int

    @property
    def nights_total(self) -> int:
        """The nights before the discount."""
        return sum(night.price for night in self.nights)

    @property
    def total(self) -> int:
        """Nights, discount and cleaning."""
        return self.nights_total + self.discount + self.cleaning

    @property
    def groups(self) -> list[tuple[Why, int, int]]:
        """Equal nights together, as (why, price of one, how many), in the order of their first."""
        found: dict[tuple[Why, int], int] = {}
        for night in self.nights:
            found[night.why, night.price] = found.get((night.why, night.price), 0) + 1
        return [(why, price, count) for (why, price), count in found.items()]


class Priced(Protocol):
    """A row with the columns of a price: a home, or a row of a search."""

    currency: str
    price: int
    weekend_price: int | None
    cleaning_fee: int
    deposit: int
    weekly_discount: int
    monthly_discount: int


def rates(home: Priced) -> Rates:
    """The rates of a home."""
    return Rates(
        currency=home.currency,
        price=home.price,
        weekend_price=home.weekend_price,
        cleaning_fee=home.cleaning_fee,
        deposit=home.deposit,
        weekly_discount=home.weekly_discount,
        monthly_discount=home.monthly_discount,
    )


def quote(rates: Rates, check_in: date, check_out: date, guests: int) -> Quote:
    """The price of the nights from check-in up to check-out; dates are checked before (see queries.dates)."""
    days = [check_in + timedelta(days=count) for count in range((check_out - check_in).days)]
    priced = [_night(rates, day) for day in days]
    per_cent = discount_percent(rates.weekly_discount, rates.monthly_discount, len(days))
    gross = sum(price for price, _ in priced)
    discount = -money.percent(gross, per_cent)
    shares = money.share(discount, [price for price, _ in priced]) if discount else [0] * len(days)
    return Quote(
        check_in=check_in,
        check_out=check_out,
        guests=guests,
        currency=rates.currency,
        nights=tuple(Night(day, *priced[at], shares[at]) for at, day in enumerate(days)),
        discount_percent=per_cent if discount else 0,
        discount=discount,
        cleaning=rates.cleaning_fee,
        deposit=rates.deposit,
    )


def night_price(rates: Rates, day: date) -> int:
    """What one night costs before discounts, for calendars."""
    return _night(rates, day)[0]


def discount_percent(weekly: int, monthly: int, nights: int) -> int:
    """The discount of a stay so long: the better of those it has earned."""
    return max(weekly if nights >= WEEK else 0, monthly if nights >= MONTH else 0)


@dataclass(frozen=True)
class Bounds:
    """What n nights cost at least and at most, so that a search by total may stop early: n * least <= total <= n * top.

    `least` is `night` for stays below a week, which earn no discount, and `long` for longer ones.
    """

    night: int
    long: int
    top: int


def bounds(rates: Rates) -> Bounds:
    """The bounds of these rates."""
    prices = [rates.price, rates.price if rates.weekend_price is None else rates.weekend_price, *rates.special.values()]
    best = max(rates.weekly_discount, rates.monthly_discount)
    return Bounds(min(prices), min(prices) * (100 - best) // 100, max(prices) + rates.cleaning_fee)


def _night(rates: Rates, day: date) -> tuple[int, Why]:
    if day in rates.special:
        return rates.special[day], Why.SPECIAL
    if rates.weekend_price is not None and day.weekday() in WEEKEND:
        return rates.weekend_price, Why.WEEKEND
    return rates.price, Why.BASE
