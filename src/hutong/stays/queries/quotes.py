"""What a stay costs, night by night and why: the one function behind cards, the detail page, checkout and bookings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from hutong.kernel import money
from hutong.kernel.state import settings

WEEK, MONTH = 7, 28
FRIDAY_SATURDAY = frozenset({4, 5})  # nights of the weekend (date.weekday()) unless the setting says otherwise


class Why(StrEnum):
    """Why a night costs what it costs."""

    BASE = "base"
    WEEKEND = "weekend"
    SEASON = "season"
    SPECIAL = "special"  # this date has a price of its own


@dataclass(frozen=True)
class Special:
    """A night with a price of its own, or with that of a season and the season's rules (models.HomeNight)."""

    price: int
    weekend_price: int | None = None
    own: bool = True
    season: str = ""
    min_nights: int | None = None
    max_nights: int | None = None


@dataclass(frozen=True)
class Rates:
    """Everything that decides a price; `special` holds the nights, of those asked for, that are not as usual."""

    currency: str
    price: int
    weekend_price: int | None = None
    cleaning_fee: int = 0
    deposit: int = 0
    weekly_discount: int = 0
    monthly_discount: int = 0
    extra_guest_fee: int = 0
    included_guests: int = 1
    capacity: int = 1
    special: Mapping[date, Special] = field(default_factory=dict)
    weekend: frozenset[int] = FRIDAY_SATURDAY


@dataclass(frozen=True)
class Night:
    """One night: its price, why, what further guests add, and its share of the discount (0 or negative)."""

    date: date
    price: int
    why: Why
    season: str = ""
    extra: int = 0
    discount: int = 0

    @property
    def gross(self) -> int:
        """Before the discount."""
        return self.price + self.extra

    @property
    def net(self) -> int:
        """What is paid for the night."""
        return self.gross + self.discount


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
    extra_guests: int = 0

    @property
    def nights_total(self) -> int:
        """The nights before the discount, without further guests."""
        return sum(night.price for night in self.nights)

    @property
    def extra(self) -> int:
        """What further guests add to all nights."""
        return sum(night.extra for night in self.nights)

    @property
    def total(self) -> int:
        """Nights, further guests, discount and cleaning."""
        return self.nights_total + self.extra + self.discount + self.cleaning

    @property
    def groups(self) -> list[tuple[Why, int, int]]:
        """Equal nights together, as (why, price of one, how many), in the order of their first."""
        return [(why, price, count) for why, _season, price, count in self.grouped]

    @property
    def grouped(self) -> list[tuple[Why, str, int, int]]:
        """Equal nights together, as (why, season, price of one, how many), in the order of their first."""
        found: dict[tuple[Why, str, int], int] = {}
        for night in self.nights:
            key = night.why, night.season, night.price
            found[key] = found.get(key, 0) + 1
        return [(*key, count) for key, count in found.items()]


class Priced(Protocol):
    """A row with the columns of a price: a home, or a row of a search."""

    currency: str
    price: int
    weekend_price: int | None
    cleaning_fee: int
    deposit: int
    weekly_discount: int
    monthly_discount: int
    extra_guest_fee: int
    included_guests: int
    capacity: int


def rates(home: Priced, special: Mapping[date, Special] | None = None) -> Rates:
    """The rates of a home, with those of its nights that are not as usual (queries.specials)."""
    return Rates(
        currency=home.currency,
        price=home.price,
        weekend_price=home.weekend_price,
        cleaning_fee=home.cleaning_fee,
        deposit=home.deposit,
        weekly_discount=home.weekly_discount,
        monthly_discount=home.monthly_discount,
        extra_guest_fee=home.extra_guest_fee,
        included_guests=home.included_guests,
        capacity=home.capacity,
        special=special or {},
        weekend=settings().weekend_days,
    )


def quote(rates: Rates, check_in: date, check_out: date, guests: int) -> Quote:
    """The price of the nights from check-in up to check-out; dates are checked before (see queries.dates)."""
    days = [check_in + timedelta(days=count) for count in range((check_out - check_in).days)]
    more = max(0, guests - rates.included_guests) if rates.extra_guest_fee else 0
    extra = more * rates.extra_guest_fee
    priced = [(*night(rates, day), extra) for day in days]
    per_cent = discount_percent(rates.weekly_discount, rates.monthly_discount, len(days))
    gross = [price + extra for price, *_rest in priced]
    discount = -money.percent(sum(gross), per_cent)
    shares = money.share(discount, gross) if discount else [0] * len(days)
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
        extra_guests=more,
    )


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


def bounds(rates: Rates, special: Iterable[Special] = ()) -> Bounds:
    """The bounds of these rates, with all nights that are not as usual; a full house pays for its further guests."""
    prices = [rates.price, rates.price if rates.weekend_price is None else rates.weekend_price]
    for one in (*rates.special.values(), *special):
        prices += [one.price, one.price if one.weekend_price is None else one.weekend_price]
    best = max(rates.weekly_discount, rates.monthly_discount)
    extra = max(0, rates.capacity - rates.included_guests) * rates.extra_guest_fee
    return Bounds(min(prices), min(prices) * (100 - best) // 100, max(prices) + extra + rates.cleaning_fee)


def night(rates: Rates, day: date) -> tuple[int, Why, str]:
    """What one night costs before discounts, why, and the season it is of."""
    special, weekend = rates.special.get(day), day.weekday() in rates.weekend
    if special is not None and special.own:
        return special.price, Why.SPECIAL, ""
    if special is not None:
        higher = weekend and special.weekend_price is not None
        return (special.weekend_price or 0) if higher else special.price, Why.SEASON, special.season
    if rates.weekend_price is not None and weekend:
        return rates.weekend_price, Why.WEEKEND, ""
    return rates.price, Why.BASE, ""
