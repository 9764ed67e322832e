"""What the form of a search says: its fields as they came, and the question that they make."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _

from hutong.kernel import money
from hutong.kernel.forms import FormState
from hutong.kernel.input import parse
from hutong.kernel.state import settings
from hutong.regions import queries as regions
from hutong.stays.models import BY_CODE, KINDS
from hutong.stays.pages.front import city_options
from hutong.stays.schemas import HomeQuery

PER_PAGE = 24
ONE = ("city", "district", "q", "check_in", "check_out", "guests", "min_price", "max_price", "kind", "instant", "sort")
PLACED = ("box", "near")  # places of the map: no fields of the form
MONEY = ("min_price", "max_price")
ANY = "any"
ACTION = "/homes"
INSIDE = (*MONEY, "kind", "instant", "facilities")  # what the folded filters hold
SORTS = ("newest", "popular", "rating", "price", "-price")


def what_was_typed() -> dict[str, Any]:
    """The fields of the form as they came."""
    typed: dict[str, Any] = {name: request.args.get(name, "").strip()[:100] for name in ONE}
    typed |= {name: request.args.get(name, "").strip()[:80] for name in PLACED}
    typed["kind"] = "" if typed["kind"] == ANY else typed["kind"]
    return {**typed, "facilities": [code for code in request.args.getlist("facilities") if code in BY_CODE]}


def query_of(typed: dict[str, Any]) -> HomeQuery:
    """The question of the form; raises Invalid."""
    names = ("q", "check_in", "check_out", "guests", "kind", "instant", "sort", *PLACED)
    data: dict[str, Any] = {name: typed[name] for name in names if typed[name]}
    data |= {name: _amount(typed[name]) for name in MONEY if typed[name]}
    data |= {"region": typed["district"] or typed["city"] or None, "facilities": typed["facilities"], "limit": PER_PAGE}
    query: HomeQuery = parse(HomeQuery, {**data, "cursor": request.args.get("cursor") or None})
    return query


def no_amounts(typed: dict[str, Any]) -> list[str]:
    """The fields of money that hold something else."""
    return [name for name in MONEY if typed[name] and isinstance(_amount(typed[name]), str)]


def _amount(text: str) -> Any:
    try:
        return money.parse(text, settings().currency)
    except ValueError:
        return text


@dataclass(frozen=True)
class Asking:
    """The form of a search; `typed` is as it came, so that nothing is lost by a mistake."""

    typed: dict[str, Any]
    query: HomeQuery | None

    @property
    def asked(self) -> bool:
        """Whether anything was asked for at all."""
        return any(self.typed.values())

    @property
    def filters_wrong(self) -> bool:
        """Whether a mistake hides in the folded filters."""
        state: FormState | None = request.environ.get("hutong.form")
        return state is not None and any(name in state.errors for name in INSIDE)

    @property
    def city(self) -> str:
        """The city asked for."""
        return str(self.typed["city"])

    @property
    def district(self) -> str:
        """The district asked for."""
        return str(self.typed["district"])

    @cached_property
    def cities(self) -> list[tuple[str, Any]]:
        """Cities to choose from; the one asked for is among them even if no home is there."""
        options = city_options()
        if self.city and all(code != self.city for code, _name in options):
            name = regions.names([self.city]).get(self.city)
            options += [(self.city, str(name))] if name else []
        return options

    @cached_property
    def districts(self) -> list[tuple[str, str]]:
        """The districts of the city asked for."""
        below = regions.children(self.city) if self.city else []
        return [("", _("All districts")), *((region.code, region.shown) for region in below)]

    @cached_property
    def place_name(self) -> str:
        """The place asked for, in words."""
        code = self.district or self.city
        return str(regions.names([code]).get(code, "")) if code else ""

    @property
    def sort(self) -> str:
        """The order asked for."""
        return self.query.sort if self.query else "newest"

    @property
    def sorts(self) -> list[tuple[str, str, str]]:
        """The orders one can choose: key, name, link."""
        names = (_("Newest"), _("Most booked"), _("Best rated"), _("Price ↑"), _("Price ↓"))
        near = [("distance", _("Nearest"), self.link(sort="distance"))] if self.typed["near"] else []
        return near + [(key, name, self.link(sort=key)) for key, name in zip(SORTS, names, strict=True)]

    @cached_property
    def picked(self) -> list[tuple[str, str]]:
        """The filters in force: name, and the link that takes it away."""
        return list(self._picked()) if self.query else []

    @property
    def filter_count(self) -> int:
        """How many of them."""
        return len(self.picked)

    def _picked(self) -> Iterator[tuple[str, str]]:
        if self.typed["q"]:
            yield f"“{self.typed['q']}”", self.link(q="")
        if self.typed["kind"] in KINDS:
            yield KINDS[self.typed["kind"]].name, self.link(kind="")
        if self.typed["instant"]:
            yield _("Book at once"), self.link(instant="")
        sign = money.sign(settings().currency)
        if self.typed["min_price"]:
            yield _("from %(price)s", price=sign + self.typed["min_price"]), self.link(min_price="")
        if self.typed["max_price"]:
            yield _("up to %(price)s", price=sign + self.typed["max_price"]), self.link(max_price="")
        if self.typed["box"]:
            yield _("Part of the map"), self.link(box="")
        if self.typed["near"]:
            yield _("Near a place"), self.link(near="", sort="")
        for code in self.typed["facilities"]:
            rest = [other for other in self.typed["facilities"] if other != code]
            yield BY_CODE[code].name, self.link(facilities=rest)

    @property
    def bare(self) -> str:
        """The same place and dates without any filter."""
        return self.link(**dict.fromkeys((*INSIDE, *PLACED, "q"), ""))

    @property
    def anywhere(self) -> str:
        """The same dates, everywhere."""
        return self.link(city="", district="", q="")

    def link(self, **changed: Any) -> str:
        """The address of this search with something changed."""
        fields = {**self.typed, **changed}
        fields = {name: value for name, value in fields.items() if value and (name, value) != ("sort", "newest")}
        return ACTION + (f"?{urlencode(fields, doseq=True)}" if fields else "")
