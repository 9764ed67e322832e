"""What stays show on pages of the house: the front page, alike for everybody, and the page about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import get_template_attribute, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from hutong.accounts.pages.people import Part
from hutong.kernel import ids
from hutong.kernel.front import Strip
from hutong.kernel.pages import show_money
from hutong.kernel.search import Hit, Shelf
from hutong.media import queries as media
from hutong.stays import queries
from hutong.stays.pages.base import form_words, home_path, stay_arguments
from hutong.stays.queries import counts, dates
from hutong.stays.queries.areas import Area, areas
from hutong.stays.queries.dates import Stay
from hutong.stays.schemas import HomeQuery

SHOWN = 8
FRIDAY = 4


@dataclass(frozen=True)
class Weekend(Stay):
    """The nights from Friday to Sunday."""

    @property
    def arguments(self) -> str:
        """The dates as part of an address."""
        return stay_arguments(self.check_in, self.check_out)


def front() -> Strip:
    """Homes that are free this weekend, cities, and what is new; four statements."""
    this, following = weekend(), weekend(1)
    query = HomeQuery(check_in=this.check_in, check_out=this.check_out, sort="popular", limit=SHOWN)
    free, cities = queries.search(query).cards, areas()
    newest, count = queries.newest(SHOWN, counts.of(query))
    known = {home.id for home in free}
    section = render_template(
        "stays/front.html",
        **form_words(),
        weekend=this,
        next_weekend=following,
        free=free,
        newest=[home for home in newest if home.id not in known],
        no_homes=not newest,
        areas=cities,
        cities=city_options(cities),
    )
    return Strip(
        key="stays",
        lead=_("A home this weekend?"),
        note=_waiting(count),
        section=Markup(section),  # noqa: S704 - made by a template, which has escaped what people wrote
        head=Markup(render_template("stays/front_head.html")),  # noqa: S704 - likewise
        art=Markup(get_template_attribute("stays/pieces.html", "gate")()),  # noqa: S704 - likewise
    )


def homes_of(person_id: int, reader_id: int | None) -> Part | None:  # noqa: ARG001 - alike for every reader
    """The homes that a person lets, on the page about them; at most two statements."""
    found = queries.of_host(person_id, SHOWN, request.args.get("homes"))
    if not found.cards:
        return None
    more = f"/people/{ids.show(person_id)}?homes={found.next}#homes" if found.next else None
    section = render_template("stays/person.html", homes=found.cards, more=more)
    head = render_template("stays/front_head.html")
    return Part(Markup(section), Markup(head))  # noqa: S704 - made by templates, which have escaped what people wrote


def find(words: str, limit: int) -> list[Hit]:
    """Homes for the search over everything."""
    found = queries.search(HomeQuery(q=words, limit=limit, sort="popular")).cards
    return [_hit(home) for home in found]


def _hit(home: queries.Card) -> Hit:
    price = _("%(price)s a night", price=show_money(home.price, home.currency))
    return Hit(ids.show(home.id), home.title, home_path(home.id), f"{home.area} · {price}", media.small(home.cover))


shelf = Shelf("homes", _l("Homes"), find, "/homes", "/homes", door="stays", order=10)


def _waiting(count: int) -> str:
    if count > counts.MOST:
        return _("More than %(count)s homes are free this weekend", count=counts.MOST)
    if count:
        return ngettext("%(num)s home is free this weekend", "%(num)s homes are free this weekend", count)
    return _("Look at all homes")


def city_options(cities: Sequence[Area] | None = None) -> list[tuple[str, Any]]:
    """The cities that have homes, to choose from."""
    return [("", _("Anywhere")), *((area.code, area.name) for area in (areas() if cities is None else cities))]


def weekend(later: int = 0) -> Weekend:
    """The coming weekend, or one so many weeks later."""
    today = dates.today()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    friday += timedelta(days=7 * later)
    return Weekend(friday, friday + timedelta(days=2))
