"""Trips of a guest, bookings of a seller, and the page of one booking. They only read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Flask, render_template
from flask_babel import lazy_gettext as _l
from pydantic import Field

from hutong.booking import casework, coming, parts, policies, queries, receipts, story
from hutong.booking.linewise import linewise, offered
from hutong.booking.models import REQUESTED, Booking, subject_of
from hutong.booking.models.cases import UNSETTLED
from hutong.booking.schemas import GROUPS, BookingOut, CancellationOut, named
from hutong.kernel import clock, paging
from hutong.kernel.contribute import Point
from hutong.kernel.input import read_page_query
from hutong.kernel.pages import MENU, Entry
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import Line
from hutong.kernel.web import Pages, me, viewer
from hutong.payments import queries as payments
from hutong.payments.gateways import GATEWAYS
from hutong.payments.models import LIVE
from hutong.promotions.wallet import COMING

PARTS: Point[Callable[[Booking, int], str]] = Point("booking_parts")  # sections of a booking's page, as HTML
TABS: tuple[tuple[str, Any], ...] = (
    ("", _l("All")),
    ("waiting", _l("To do")),
    ("coming", _l("Confirmed")),
    ("past", _l("Past")),
    ("ended", _l("Ended")),
)
MOST_REQUESTS = 50
pages = Pages("booking")


class TripsQuery(PageQuery):
    """Which tab, and from where on; anything else in the address (`done`) is not ours."""

    model_config = {"extra": "ignore"}
    show: Line = Field("", max_length=20)


@dataclass(frozen=True)
class Tab:
    """One of the tabs above a list."""

    label: Any
    href: str
    current: bool


@pages.page("/trips")
def trips() -> str:
    """What I have booked."""
    query = read_page_query(TripsQuery)
    return render_template("booking/trips.html", **_list(query, "/trips", as_seller=False))


@pages.page("/host/bookings")
def bookings() -> str:
    """What others have booked of mine; requests that wait for an answer first."""
    query = read_page_query(TripsQuery)
    asked = queries.listed(me().id, True, {REQUESTED}, MOST_REQUESTS)[:MOST_REQUESTS] if not query.cursor else []
    waiting = [view for view in queries.views(asked, whole=False) if "accept" in _may(view.booking)]
    found = _list(query, "/host/bookings", as_seller=True)
    above = {view.booking.id for view in waiting}
    found["views"] = [view for view in found["views"] if view.booking.id not in above]
    return render_template("booking/bookings.html", **found, requests=waiting)


@pages.page("/bookings/<id:booking_id>")
def booking(booking_id: int) -> str:
    """One booking, for its guest and its host."""
    reader = me().id
    row = queries.own(booking_id, reader)
    view = queries.view(row)
    as_host = reader != row.customer_id
    may = _may(row)
    found = payments.of(subject_of(row.id))
    refunds = payments.refunds([one.id for one in found]) if found and row.refund else []
    return render_template(
        "booking/booking.html",
        view=view,
        booking=row,
        shown=BookingOut.of(view, reader, queries.contact(row, reader)),
        as_host=as_host,
        may=may,
        live=next((one for one in found if one.state in LIVE and one.expires_at > clock.now()), None),
        refunds=refunds,
        quote=CancellationOut.of(row, view.lines, as_host) if "cancel" in may else None,
        part=parts.part_of(row, view.lines, read_page_query(parts.PartQuery), as_host) if "cancel" in may else None,
        steps=story.steps(view, as_host),
        following=story.told(view, as_host, bool(refunds) and all(one.state == "done" for one in refunds)),
        elsewhere=row.link if row.state in story.GONE and not as_host and "check_in" in row.facts else None,
        left=max(0, ((row.expires_at or 0) - clock.now()) // 1000),
        gateways=GATEWAYS.all(),
        parts=[part(row, reader) for part in reversed(PARTS.all())],  # what the storefront says comes first
    )


@pages.page("/bookings/<id:booking_id>/case")
def new_case(booking_id: int) -> str:
    """Open a case about a booking."""
    row = queries.own(booking_id, me().id)
    return render_template(
        "booking/case_new.html",
        booking=row,
        view=queries.view(row),
        kinds=casework.openable(row, me().id),
        refundable=policies.refundable(row),
    )


@pages.page("/cases/<id:dispute_id>")
def case(dispute_id: int) -> str:
    """A case, for both sides of its booking."""
    view = queries.case_view(dispute_id, me().id)
    lines = queries.lines_of([view.booking.id])[view.booking.id]
    return render_template(
        "booking/case.html",
        view=view,
        case=view.case,
        booking=view.booking,
        unsettled=view.case.state in UNSETTLED,
        refundable=policies.refundable(view.booking),
        lines=lines,
        offered=offered(view.case, lines),
        by_line=linewise(view.booking, lines),
        deposit=casework.deposit_left(view.booking),
        **casework.words(),
    )


def _may(row: Booking) -> list[str]:
    return policies.allowed(row, me().id)


def _list(query: TripsQuery, path: str, as_seller: bool) -> dict[str, Any]:
    states = GROUPS.get(query.show, ())
    rows = queries.listed(me().id, as_seller, states, query.limit, query.cursor)
    views = queries.views(rows[: query.limit], whole=False)
    chosen = {"show": query.show} if query.show else {}
    tabs = [Tab(label, f"{path}?show={name}" if name else path, name == query.show) for name, label in TABS]
    more = paging.encode(rows[query.limit - 1].id) if len(rows) > query.limit else None
    following = f"{path}?{urlencode({**chosen, 'cursor': more})}" if more else None
    return {"views": views, "tabs": tabs, "next": following}


def day(text: str) -> date:
    """A date of a booking's facts."""
    return date.fromisoformat(text)


@pages.app_context_processor
def words() -> dict[str, Any]:
    """What the templates of bookings call."""
    return {
        "booking_tag": story.tag,
        "booking_next": story.following,
        "booking_title": named,
        "evidence": casework.evidence,
    }


def install(app: Flask) -> None:
    """Serve the pages and stand in the menu."""
    app.register_blueprint(pages)
    app.jinja_env.filters.update(iso_day=day)
    signed_in = lambda: viewer() is not None  # noqa: E731
    MENU.add(app, Entry("account", "trips", _l("My trips"), "/trips", "compass", order=20, shown=signed_in))
    entry = Entry("account", "sold", _l("Bookings of my homes"), "/host/bookings", "inbox", order=45, shown=signed_in)
    MENU.add(app, entry)
    PARTS.add(app, receipts.part, casework.part)
    COMING.add(app, coming.coming)
