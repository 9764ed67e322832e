"""What the form of a search says: its fields as they came, and the question that they make."""

from typing import Any

from flask import request

from hutong.kernel import money
from hutong.kernel.input import parse
from hutong.kernel.state import settings
from hutong.stays.models import BY_CODE
from hutong.stays.schemas import HomeQuery

PER_PAGE = 24
ONE = ("city", "district", "q", "check_in", "check_out", "guests", "min_price", "max_price", "kind", "instant", "sort")
PLACED = ("box", "near")  # places of the map: no fields of the form
MONEY = ("min_price", "max_price")
ANY = "any"


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


def _amount(text: str) -> Any:
    try:
        return money.parse(text, settings().currency)
    except ValueError:
        return text
