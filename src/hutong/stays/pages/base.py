"""What every page of stays shares: the blueprint, and the words of its forms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from flask_babel import ngettext

from hutong.kernel import i18n, ids
from hutong.kernel.forms import FormState
from hutong.kernel.pages import show_day, show_money
from hutong.kernel.state import settings
from hutong.kernel.web import Pages
from hutong.media import queries as media
from hutong.stays.models import FACILITIES, KINDS, POLICIES
from hutong.stays.queries import Card, dates
from hutong.stays.queries.dates import Stay

pages = Pages("stays")
MOST_GUESTS = 16


@dataclass(frozen=True)
class Choice:
    """Dates that are offered: where they lead to, and what is said about them."""

    href: str
    label: str
    note: str


@pages.app_context_processor
def words() -> dict[str, Any]:
    """What the templates of stays name: looked up only by those that draw a home."""
    tiles = {"map_tiles": settings().map_tiles, "map_credit": settings().map_credit}
    return {"kinds": KINDS, "picture_url": media.url, **tiles}


def date_words() -> dict[str, Any]:
    """What forms with dates and prices need."""
    return {
        "today": dates.today().isoformat(),
        "last_day": dates.last_day().isoformat(),
    }


def form_words() -> dict[str, Any]:
    """What forms about homes offer."""
    return {**date_words(), "guest_options": guest_options(), **_options(i18n.language())}


@cache
def _options(_language: str) -> dict[str, Any]:
    """What can be chosen, in the language of this request."""
    return {
        "kind_options": [(kind.code, kind.name) for kind in KINDS.values()],
        "facility_options": [(one.code, one.name, one.icon) for one in FACILITIES],
        "policy_options": [(one.code, one.name, one.summary) for one in POLICIES.values()],
    }


def guest_options(most: int = MOST_GUESTS) -> list[tuple[Any, str]]:
    """How many may come."""
    return _guests(most, i18n.language())


@lru_cache(128)
def _guests(most: int, _language: str) -> list[tuple[Any, str]]:
    counted = [(count, ngettext("%(num)s guest", "%(num)s guests", count)) for count in range(1, most + 1)]
    return [("", _("Any number")), *counted]


def span(stay: Stay) -> str:
    """The dates of a stay in words."""
    return _(
        "%(check_in)s – %(check_out)s",
        check_in=show_day(stay.check_in),
        check_out=show_day(stay.check_out),
    )


def read_date(text: str) -> date | None:
    """The date of a text such as 2026-12-04, None where there is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def short_span(stay: Stay) -> str:
    """The dates of a stay in few letters."""
    pattern = "M月d日" if i18n.language() == "zh" else "d MMM"
    first, last = show_day(stay.check_in, pattern), show_day(stay.check_out, pattern)
    return f"{first} – {last}"


def stay_arguments(check_in: date, check_out: date, guests: int | None = None) -> str:
    """The dates of a stay as part of an address."""
    asked: dict[str, Any] = {"check_in": check_in.isoformat(), "check_out": check_out.isoformat()}
    return urlencode({**asked, "guests": guests} if guests else asked)


def home_path(home_id: int, arguments: str = "") -> str:
    """The address of a home's page."""
    return f"/homes/{ids.show(home_id)}" + (f"?{arguments}" if arguments else "")


def refused(action: str, errors: dict[str, str], typed: dict[str, Any]) -> FormState:
    """A form of a page that only reads, whose input cannot be taken: drawn like a refused change."""
    return FormState(action, "", errors, typed)


def points_of(cards: Iterable[Card], arguments: str) -> list[dict[str, Any]]:
    """Homes on a map, each with its price."""
    return [
        {
            "lat": card.lat,
            "lng": card.lng,
            "title": card.title,
            "price": show_money(card.price if card.total is None else card.total, card.currency),
            "href": home_path(card.id, arguments),
        }
        for card in cards
        if card.lat is not None
    ]
