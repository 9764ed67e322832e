"""The staff's frame: what happened and what waits, and every list that slices contribute."""

from datetime import timedelta
from typing import Any

from flask import render_template, request
from pydantic import Field

from hutong.accounts.models import Permission
from hutong.backoffice import asking, cells
from hutong.backoffice.pages.base import pages
from hutong.kernel import clock, desk
from hutong.kernel.desk import LISTS, PLOTS, WAITING, Period, StaffList
from hutong.kernel.errors import Forbidden, NotFound
from hutong.kernel.input import read_page_query
from hutong.kernel.schemas import In
from hutong.kernel.state import settings

SPANS = (7, 30, 90)


class SpanQuery(In):
    """How many days back the overview looks."""

    days: int = Field(30, ge=1, le=366)


@pages.page("/staff", needs=Permission.BACK_OFFICE)
def dashboard() -> str:
    """What happened lately, and what waits for a decision."""
    query = read_page_query(SpanQuery)
    today = clock.today(settings().timezone)
    period = Period(today - timedelta(days=query.days - 1), today)
    waiting = [(one, one.count()) for one in sorted(WAITING.all(), key=lambda one: one.order) if desk.may(one.needs)]
    plots = [one.draw(period) for one in sorted(PLOTS.all(), key=lambda one: one.order) if desk.may(one.needs)]
    return render_template(
        "backoffice/dashboard.html", waiting=waiting, plots=plots, spans=SPANS, days=query.days, period=period
    )


@pages.page("/staff/<name>", needs=Permission.BACK_OFFICE)
def listed(name: str) -> str:
    """A list: found, narrowed, ordered, and what can be done with its rows."""
    shown = opened(name)
    query = asking.asked(shown, request.args)
    page = shown.rows(query)
    return render_template(
        "backoffice/list.html",
        shown=shown,
        query=query,
        rows=[cells.row(shown, one) for one in page.items],
        next=asking.address(shown, query, cursor=page.next) if page.next else None,
        first=asking.address(shown, query),
        here=asking.address(shown, query, cursor=query.cursor),
        plain=shown.path,
        bulk=[act for act in shown.bulk if act.allowed],
        most=cells.MOST_ROWS,
        refused=request.args.get("refused", "0"),
    )


def opened(name: str) -> StaffList[Any]:
    """The list of a name, for those who may see it; raises NotFound or Forbidden."""
    found = next((one for one in LISTS.all() if one.name == name), None)
    if found is None:
        raise NotFound
    if not desk.may(found.needs):
        raise Forbidden(permission=desk.named(found.needs))
    return found
