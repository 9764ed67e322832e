"""Booking a home: the price is the server's, the nights go to whoever is first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, lru_cache, partial
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking.actions import Order, OrderLine, Taken, reserve, same_total
from hutong.booking.messages.actions import Blocked
from hutong.booking.models import DEPOSIT, HELD, REQUESTED, Booking
from hutong.booking.prices import Off, Priced
from hutong.booking.queries import Around
from hutong.kernel import clock, i18n, ids
from hutong.kernel.state import settings
from hutong.promotions.problems import PromotionRefused
from hutong.stays import queries
from hutong.stays.actions.preparing import look
from hutong.stays.models import KIND, POLICIES, Home
from hutong.stays.models.policies import CLEANING, NIGHT
from hutong.stays.prices import quote_of
from hutong.stays.queries.quotes import Quote
from hutong.stays.schemas import BookingIn

PATTERNS = {"zh": "M月d日 EEE", "en": "EEE, d MMM"}


@dataclass(frozen=True)
class Said:
    """What is said with a booking: a word to the host, coupon and points, and what else is to be remembered."""

    message: str = ""
    coupon: str = ""
    points: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)


def book(home_id: int, guest_id: int, body: BookingIn) -> tuple[Booking, Around]:
    """Ask for a stay, or hold it where the host lets guests book at once; with what is shown around it.

    Raises what reserve raises, Blocked or Invalid. Taken also carries `alternatives`: free dates nearby.
    """
    home, around, blocked = queries.bookable(home_id, guest_id)
    if blocked:
        raise Blocked
    quote = queries.quoted(home, body.check_in, body.check_out, body.guests)
    order = order_of(home, guest_id, quote, Said(body.message, body.coupon, body.points))
    stay = queries.Stay(body.check_in, body.check_out)

    def agreed(price: Priced) -> None:
        same_total(body.total, price.total, quote_of(quote, price.off).model_dump(mode="json"))

    try:
        look(home, stay)
        return reserve(order, agreed), around
    except PromotionRefused as refused:
        refused.extra["quote"] = quote_of(quote, Off()).model_dump(mode="json")
        raise
    except Taken as taken:
        taken.detail = _l("Some of these nights have just been booked by someone else.")
        taken.extra["alternatives"] = [
            {"check_in": str(other.check_in), "check_out": str(other.check_out)}
            for other in queries.alternatives(home, stay)
        ]
        raise


def order_of(home: Home, guest_id: int, priced: Quote, said: Said) -> Order:
    """What is booked; a guest whom the host wrote down (0) leaves no deposit."""
    arrival = instant_at(priced.check_in, home.check_in_time)
    facts: dict[str, Any] = {
        "home_id": ids.show(home.id),
        "check_in": str(priced.check_in),
        "check_out": str(priced.check_out),
        "nights": len(priced.nights),
        "guests": priced.guests,
        "policy": home.policy,
    }
    if priced.extra:
        facts |= {"extra": priced.extra, "extra_guests": priced.extra_guests}
    if priced.discount:
        facts |= {"discount": priced.discount, "discount_percent": priced.discount_percent}
    if said.message:
        facts["message"] = said.message
    facts |= said.facts
    return Order(
        kind=KIND,
        customer_id=guest_id,
        seller_id=home.host_id,
        resource_id=home.resource_id,
        lines=[line for line in _lines(priced) if guest_id or line.kind != DEPOSIT],
        currency=home.currency,
        policy=POLICIES[home.policy].snapshot(arrival),
        state=HELD if home.at_once else REQUESTED,
        starts_at=arrival,
        ends_at=instant_at(priced.check_out, home.check_out_time),
        title_zh=home.title,
        title_en=home.title,
        link=f"/homes/{ids.show(home.id)}",
        picture_id=home.cover_id,
        coupon=said.coupon,
        points=said.points,
        facts=facts,
    )


def _lines(priced: Quote) -> Iterator[OrderLine]:
    """A line for every night with its share of the discount, one for cleaning, one for the deposit."""
    for night in priced.nights:
        zh, en = _night(night.date)
        yield OrderLine(
            kind=NIGHT,
            title_zh=zh,
            title_en=en,
            price=night.net,
            slot=clock.day_number(night.date),
            label=night.date.isoformat(),
        )
    if priced.cleaning:
        zh, en = _cleaning()
        yield OrderLine(kind=CLEANING, title_zh=zh, title_en=en, price=priced.cleaning)
    if priced.deposit:
        zh, en = _deposit()
        yield OrderLine(kind=DEPOSIT, title_zh=zh, title_en=en, price=priced.deposit)


@lru_cache(2048)  # every sale names its nights in two languages, and Babel takes its time
def _night(day: date) -> tuple[str, str]:
    return _in_both(partial(_day, day))


@cache
def _cleaning() -> tuple[str, str]:
    return _in_both(lambda _language: _("Cleaning"))


@cache
def _deposit() -> tuple[str, str]:
    return _in_both(lambda _language: _("Deposit"))


def _in_both(text: Callable[[str], str]) -> tuple[str, str]:
    """A text in Chinese and in English, for the snapshot that a booking keeps."""
    shown = {}
    for language in ("zh", "en"):
        with i18n.speaking(language):
            shown[language] = text(language)
    return shown["zh"], shown["en"]


def _day(day: date, language: str) -> str:
    return str(format_date(day, PATTERNS[language], rebase=False))


def instant_at(day: date, at: str) -> int:
    """The instant of a wall-clock time where the homes are."""
    zone = clock.zone(settings().timezone)
    return clock.instant(datetime.combine(day, time.fromisoformat(at), tzinfo=zone))
