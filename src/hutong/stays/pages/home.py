"""A home's page."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any

from flask import render_template, request
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from hutong.accounts.queries import PersonCard
from hutong.kernel import clock, i18n
from hutong.kernel.errors import Invalid
from hutong.kernel.pages import show_moment
from hutong.kernel.state import settings
from hutong.kernel.web import viewer
from hutong.media import queries as media
from hutong.reviews.queries import Board
from hutong.stays import queries
from hutong.stays.models import COLUMNS, WEEK_DAYS, Home
from hutong.stays.pages.base import (
    date_words,
    guest_options,
    home_path,
    pages,
    read_date,
    refused,
    stay_arguments,
)
from hutong.stays.pages.calendar import Picked, calendar, nights
from hutong.stays.pages.keeping import alike, once
from hutong.stays.pages.linked import linked_data
from hutong.stays.pages.reviews import board_values, review_words, reviews_of
from hutong.stays.queries import Detail, Quote, Stored, dates
from hutong.stays.queries.rules import days_text

_ROW = attrgetter(*(column.key for column in COLUMNS))  # all that is stored of a home itself
CRUMB = 24  # letters of a title in the line above it


@dataclass(frozen=True)
class Asked:
    """The stay in an address, as far as it can be read."""

    check_in: date | None
    check_out: date | None
    guests: int

    @classmethod
    def read(cls, capacity: int) -> "Asked":
        """Of this request; what is no date counts as not said."""
        guests = request.args.get("guests", default=1, type=int)
        check_in, check_out = (read_date(request.args.get(name, "")) for name in ("check_in", "check_out"))
        return cls(check_in, check_out, max(1, min(guests, max(capacity, 50))))

    @property
    def arguments(self) -> str:
        """The same in an address."""
        return stay_arguments(self.check_in, self.check_out, self.guests) if self.check_in and self.check_out else ""


@dataclass(frozen=True)
class Priced:
    """What a stay costs, or why it cannot be had; `taken` where others have its nights."""

    quote: Quote | None = None
    problem: str = ""
    taken: bool = False


@pages.page("/homes/<id:home_id>", public=True)
def show_home(home_id: int) -> str:
    """A home: pictures, what there is, free nights, and what a stay costs."""
    person = viewer()
    reader = person.id if person else None
    found = queries.detail(home_id, reader)
    asked, month = Asked.read(found.home.capacity), request.args.get("month", "")
    known = nights(found.home, Picked(asked.check_in, asked.check_out), month)
    board, host = reviews_of(found, reader), _host(found.host)

    def draw() -> str:
        return _drawn(found, asked, known, month, board, host)

    if not alike():
        return draw()
    stored = *_ROW(found.home), found.area, *found.pictures, *(host or {}).values(), *board_values(board)
    return once((known, dates.today(), _offset(), *stored), draw)


def _drawn(found: Detail, asked: Asked, known: Stored, month: str, board: Board, host: dict[str, Any] | None) -> str:
    home, path, person = found.home, home_path(found.home.id), viewer()
    picked = Picked(asked.check_in, asked.check_out)
    shown = calendar(home, path, picked, known, month, f"guests={asked.guests}")
    cost = priced(home, asked, shown.free)
    errors = _errors_beside(home, asked)
    if errors:
        request.environ["hutong.form"] = refused(path, errors, {**request.args, "guests": str(asked.guests)})
    return render_template(
        "stays/home.html",
        **date_words(),
        guest_options=guest_options(home.capacity)[1:],
        **review_words(found, board, person.id if person else None, asked.arguments),
        home=home_of(found),
        host=host,
        facilities=found.facilities,
        own=found.own,
        policy=found.policy,
        calendar=shown,
        asked=asked,
        quote=cost.quote,
        problem="" if errors else cost.problem,
        wrong=bool(errors),
        free_until=free_until(found, asked.check_in) if cost.quote else None,
        arguments=asked.arguments,
        nights_rule=nights_rule(home),
        nights_words=_nights_words(i18n.language()),
        further_words=_further_words(i18n.language()),
        trail=_trail(found),
        page_action=path,
        currency=home.currency,
        location=found.location,
        exact=found.own or found.guest,
        address_text=found.address,
        answers=answers_text(home),
        address=settings().url + path,
        origin=settings().url,
        linked_data=linked_data(found),
        offset=_offset(),
    )


def priced(home: Home, asked: Asked, free: Any) -> Priced:
    """What the stay of an address costs; `free` says whether nights are."""
    if asked.check_in is None or asked.check_out is None:
        return Priced()
    try:
        quote = queries.quoted(home, asked.check_in, asked.check_out, asked.guests)
    except Invalid as refusal:
        return Priced(problem=" ".join(str(error.message) for error in refusal.errors))
    if not free(asked.check_in, asked.check_out):
        return Priced(problem=_("These nights are no longer free."), taken=True)
    return Priced(quote)


def _errors_beside(home: Home, asked: Asked) -> dict[str, str]:
    if asked.check_in is None or asked.check_out is None:
        return {}
    try:
        queries.quoted(home, asked.check_in, asked.check_out, asked.guests)
    except Invalid as refusal:
        return {error.field: str(error.message) for error in refusal.errors}
    return {}


def home_of(found: Detail) -> dict[str, Any]:
    """A home as templates name it."""
    home = found.home
    names = (
        "id", "title", "description", "house_rules", "kind", "rooms", "beds", "bathrooms", "size", "capacity",
        "price", "currency", "deposit", "min_nights", "max_nights", "check_in_time", "check_out_time",
        "published", "hidden", "rating", "rating_count",
    )  # fmt: skip
    return {
        **{name: getattr(home, name) for name in names},
        "instant": home.at_once,
        "area": str(found.area),
        "pictures": found.pictures,
    }


def _host(person: PersonCard | None) -> dict[str, Any] | None:
    if person is None:
        return None
    face = media.pictures([person.avatar_id]).get(person.avatar_id) if person.avatar_id else None
    since = clock.local(person.joined_at, settings().timezone).date()
    return {
        "id": person.id,
        "name": person.name,
        "verified": person.verified,
        "avatar_url": media.url(face, 320) if face else None,
        "since": format_date(since, "y年M月" if i18n.language() == "zh" else "MMMM y"),
    }


def answers_text(home: Home) -> str:
    """How soon and how surely the host answers, in words; empty where nobody knows yet."""
    if home.answer_rate is None:
        return ""
    hours = -(-(home.answer_ms or 0) // clock.HOUR)
    if hours <= 1:
        soon = _("usually answers within an hour")
    else:
        soon = ngettext("usually answers within %(num)s hour", "usually answers within %(num)s hours", hours)
    return _("%(rate)s%% answered within a day", rate=home.answer_rate) + (f" · {soon}" if home.answer_rate else "")


def nights_rule(home: Home) -> str:
    """How long a stay must and may be, and when it may begin, in words."""
    rules = []
    if home.min_nights > 1:
        rules.append(_("At least %(count)s nights", count=home.min_nights))
    if home.max_nights < 90:
        rules.append(_("At most %(count)s nights", count=home.max_nights))
    if len(home.arrivals) < WEEK_DAYS:
        rules.append(_("Guests arrive here on: %(days)s.", days=days_text(home.arrival_days)))
    if home.notice_days:
        rules.append(_("Book at least %(count)s days ahead.", count=home.notice_days))
    return " · ".join(rule.removesuffix(".").removesuffix("。") for rule in rules)


def free_until(found: Detail, check_in: date | None) -> str | None:
    """Until when one may cancel and get everything back, in words; None when that is over or never."""
    steps = found.policy.steps
    if check_in is None or steps[0].night < 100:
        return None
    until = _arrival(found.home, check_in) - steps[0].hours * clock.HOUR
    if until <= clock.now():
        return None
    return _("Cancel before %(moment)s and get everything back.", moment=show_moment(until))


def _arrival(home: Home, check_in: date) -> int:
    hour, minute = map(int, home.check_in_time.split(":"))
    zone = clock.zone(settings().timezone)
    return clock.instant(datetime(check_in.year, check_in.month, check_in.day, hour, minute, tzinfo=zone))


def _offset() -> int:
    """Minutes between the site's clock and UTC, for the browser."""
    away = clock.local(clock.now(), settings().timezone).utcoffset()
    return round(away.total_seconds() / 60) if away else 0


@cache
def _nights_words(_language: str) -> str:
    total = [ngettext("%(num)s night in total", "%(num)s nights in total", count) for count in (1, 2)]
    plain = [ngettext("%(num)s night", "%(num)s nights", count) for count in (1, 2)]
    counts = ("1", "2", "1", "2")
    return json.dumps([text.replace(count, "{count}") for text, count in zip(total + plain, counts, strict=True)])


@cache
def _further_words(_language: str) -> str:
    texts = [ngettext("%(num)s further guest", "%(num)s further guests", count) for count in (1, 2)]
    return json.dumps([text.replace(count, "{count}") for text, count in zip(texts, ("1", "2"), strict=True)])


def _trail(found: Detail) -> list[tuple[str, str | None]]:
    home = found.home
    return [
        (_("Homes"), "/homes"),
        (str(found.area), f"/homes?city={home.city_code}&district={home.district_code}"),
        (home.title if len(home.title) <= CRUMB else f"{home.title[: CRUMB - 1]}…", None),
    ]
