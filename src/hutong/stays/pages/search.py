"""The results of a search, and what stands around them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from hutong.kernel.errors import Invalid
from hutong.stays import queries
from hutong.stays.pages.asking import ACTION, ANY, ONE, Asking, no_amounts, query_of, what_was_typed
from hutong.stays.pages.base import (
    Choice,
    form_words,
    pages,
    points_of,
    read_date,
    refused,
    short_span,
    span,
    stay_arguments,
)
from hutong.stays.queries import counts
from hutong.stays.queries.dates import Stay

NONE_YET = "none"  # in an address: homes were looked at before, and none was found
LOOKED = "looked"  # how often by now
HOPS = 8  # by itself; browsers follow some twenty, and people want to hear something


@pages.page("/homes", public=True)
def list_homes() -> tuple[str, int] | Response:
    """Homes that are free, by place, dates and wishes; where nothing was found yet, the search goes on."""
    typed = what_was_typed()
    problem, found, query = "", None, None
    try:
        query = query_of(typed)
        found = queries.search(query)
    except Invalid as refusal:
        errors = {**_date_errors(typed), **{error.field: str(error.message) for error in refusal.errors}}
        errors |= {name: _("An amount such as 300 is needed.") for name in no_amounts(typed)}
        request.environ["hutong.form"] = refused(ACTION, errors, {**typed, "kind": typed["kind"] or ANY})
        problem = " ".join(errors[name] for name in errors if name not in (*ONE, "facilities"))
    finder = Finder(typed, query, found, problem)
    if finder.next and finder.none_yet and finder.hops % HOPS:
        return redirect(finder.next, 303)
    page = render_template("stays/homes.html", find=finder, homes=found.cards if found else [], **form_words())
    return page, 200 if found else 422


def _date_errors(typed: dict[str, Any]) -> dict[str, str]:
    """What is wrong with the dates, told together with what is wrong with other fields."""
    try:
        queries.checked(read_date(typed["check_in"]), read_date(typed["check_out"]))
    except Invalid as refusal:
        return {error.field: str(error.message) for error in refusal.errors}
    return {}


@dataclass(frozen=True)
class Finder(Asking):
    """The form and what stands around the results."""

    found: queries.Found | None
    problem: str

    @property
    def wrong(self) -> bool:
        """Whether the input cannot be taken."""
        return self.found is None

    @property
    def later(self) -> bool:
        """Whether homes were shown before this page; it may be a later one only because nothing was found yet."""
        return bool(self.query and self.query.cursor) and NONE_YET not in request.args

    @property
    def none_yet(self) -> bool:
        """Whether nothing is on this page although the search goes on."""
        return bool(self.found and self.found.partly and not self.found.cards)

    @property
    def hops(self) -> int:
        """How often homes were looked at since something was shown, this time too."""
        before = request.args.get(LOOKED, "")
        return int(before[:6]) + 1 if before.isdecimal() else 1

    @property
    def summary(self) -> str:
        """A search that was made, in one line; empty where the form should stay open."""
        if self.query is None or self.found is None or not self.asked:
            return ""
        parts = [self.place_name or _("Anywhere"), self.typed["q"]]
        parts += [short_span(self.found.stay)] if self.found.stay else []
        parts += [ngettext("%(num)s guest", "%(num)s guests", self.query.guests)] if self.query.guests else []
        return " · ".join(part for part in parts if part)

    @property
    def points(self) -> list[dict[str, Any]]:
        """The homes of this page on the map, each with its price."""
        return points_of(self.found.cards if self.found else [], self.arguments)

    @cached_property
    def count_text(self) -> str:
        """How many were found, in words."""
        if self.found is None or self.query is None:
            return _("Please check the marked fields.")
        if self.later:
            return _("More homes") if self.found.cards else ""
        if self.found.partly:
            return ngettext("%(num)s home so far", "%(num)s homes so far", len(self.found.cards))
        count = most = len(self.found.cards)
        stepped = self.found.stepped or self.query.cursor  # there, counting would look at all others, too
        if self.found.next and not stepped:
            count, most = counts.found(self.query), counts.MOST
        if count > most or (self.found.next and stepped):
            return _("More than %(count)s homes", count=most)
        return ngettext("%(num)s home", "%(num)s homes", count)

    @property
    def arguments(self) -> str:
        """What a home's page should know of the search."""
        stay = self.found.stay if self.found else None
        guests = self.query.guests if self.query else None
        return (
            stay_arguments(stay.check_in, stay.check_out, guests)
            if stay
            else urlencode({"guests": guests} if guests else {})
        )

    @property
    def next(self) -> str | None:
        """The link to the next page."""
        if self.found is None or not self.found.next:
            return None
        again = {LOOKED: self.hops, NONE_YET: 0 if self.later else 1} if self.none_yet else {}
        return self.link(cursor=self.found.next, **again)

    @property
    def first(self) -> str | None:
        """The link to the first page, from a later one."""
        return self.link() if self.later else None

    @property
    def empty_title(self) -> str:
        """What is said when there is nothing."""
        if self.wrong:
            return _("Something is wrong with this search")
        if self.none_yet:
            return _("None so far is free on these nights")
        if self.first:
            return _("These were all of them")
        return _("No home is free on these nights") if self.found and self.found.stay else _("No home fits")

    @property
    def empty_text(self) -> str:
        """What to do then."""
        if self.wrong:
            return _("Correct the marked fields and search again.")
        if self.none_yet:
            return _("Many homes are here, and more are still to be looked at.")
        return (
            _("These dates nearby are free:") if self.nearby else _("Try other dates, another place or fewer filters.")
        )

    @cached_property
    def nearby(self) -> list[Choice]:
        """Other dates, where none is free on those asked for."""
        stay = (
            self.found.stay if self.found and not self.found.cards and not self.found.next and not self.first else None
        )
        if stay is None or self.query is None:
            return []
        return [self._near(stay, other) for other in queries.nearby_dates(self.query)]

    def _near(self, stay: Stay, other: Stay) -> Choice:
        days = (other.check_in - stay.check_in).days
        if days > 0:
            note = ngettext("%(num)s day later", "%(num)s days later", days)
        else:
            note = ngettext("%(num)s day earlier", "%(num)s days earlier", -days)
        href = self.link(check_in=other.check_in.isoformat(), check_out=other.check_out.isoformat())
        return Choice(href, span(other), note)
