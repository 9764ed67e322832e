"""What stays show on the front page: public and alike for everybody, so that it can be cached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from hutong.stays import queries
from hutong.stays.pages.base import form_words, stay_arguments
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


def front() -> str:
    """The section of stays."""
    this, following = weekend(), weekend(1)
    query = HomeQuery(check_in=this.check_in, check_out=this.check_out, sort="popular", limit=SHOWN)
    free, cities = queries.search(query).cards, areas()
    section = render_template(
        "stays/front.html",
        **form_words(),
        weekend=this,
        next_weekend=following,
        free=free,
        free_count=counts.found(query) if len(free) == SHOWN else len(free),
        latest=queries.newest(SHOWN),
        areas=cities,
        cities=city_options(cities),
    )
    return Markup(section)  # noqa: S704 - made by a template, which has escaped what people wrote


def city_options(cities: Sequence[Area] | None = None) -> list[tuple[str, Any]]:
    """The cities that have homes, to choose from."""
    return [("", _("Anywhere")), *((area.code, area.name) for area in (areas() if cities is None else cities))]


def weekend(later: int = 0) -> Weekend:
    """The coming weekend, or one so many weeks later."""
    today = dates.today()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7)
    friday += timedelta(days=7 * later)
    return Weekend(friday, friday + timedelta(days=2))
