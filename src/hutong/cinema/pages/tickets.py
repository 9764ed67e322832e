"""Tickets for their holders: the list, one with its code, as PDF, on the page of the booking, and changing one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from pydantic import Field

from hutong.booking import policies
from hutong.booking.models import HELD, PAID, Booking
from hutong.cinema import papers
from hutong.cinema.models import KIND
from hutong.cinema.pages.base import pages
from hutong.cinema.pages.seats import grid, zones_of
from hutong.cinema.queries import changes, extras, seats, shows, tickets
from hutong.cinema.queries.door import counted
from hutong.cinema.queries.tickets import VALID, Ticket
from hutong.kernel import clock, ids, paging
from hutong.kernel.errors import NotFound
from hutong.kernel.input import read_page_query
from hutong.kernel.pages import Entry
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import In, Line, ShownId
from hutong.kernel.web import me, viewer
from hutong.promotions.wallet import Held, Pass

entry = Entry(
    "account",
    "tickets",
    _l("My tickets"),
    "/tickets",
    "ticket-perforated",
    order=21,
    shown=lambda: bool(viewer()),
)


class ChangeQuery(In):
    """Which other show, and the day that is looked at."""

    model_config = {"extra": "ignore"}
    screening: ShownId | None = None
    day: Line = Field("", max_length=10)


@dataclass(frozen=True)
class Stub:
    """A ticket on the page of its booking: what giving it back brings now."""

    ticket: Ticket
    refund: int | None  # None: it cannot be given back alone
    may_change: bool


@pages.page("/tickets")
def my_tickets() -> str:
    """The tickets of whoever is signed in, the latest bought first."""
    query = read_page_query(PageQuery)
    found = tickets.listed(me().id, query.limit, query.cursor)
    more = paging.encode(found[query.limit - 1].id) if len(found) > query.limit else None
    return render_template(
        "cinema/tickets.html", tickets=found[: query.limit], next=f"/tickets?cursor={more}" if more else None
    )


@pages.page("/tickets/<id:ticket_id>")
def show_ticket(ticket_id: int) -> str:
    """One ticket with its code for the door."""
    ticket = tickets.own(ticket_id, me().id)
    all_of_them = tickets.of_booking(ticket.booking.id)
    return render_template(
        "cinema/ticket.html",
        ticket=ticket,
        others=[one for one in all_of_them if one.id != ticket.id and one.alive],
        combos=counted(tickets.combos_of([ticket.booking.id])[ticket.booking.id]),
        picture=Markup(papers.qr_svg(ticket.code)) if ticket.alive else None,  # noqa: S704 - drawn by us
    )


@pages.page("/tickets/<id:ticket_id>.pdf")
def ticket_as_pdf(ticket_id: int) -> Response:
    """All living tickets of a ticket's booking as PDF, a page each."""
    ticket = tickets.own(ticket_id, me().id)
    living = [one for one in tickets.of_booking(ticket.booking.id) if one.alive]
    if not living:
        raise NotFound
    combos = counted(tickets.combos_of([ticket.booking.id])[ticket.booking.id])
    name = f"tickets-{ids.show(ticket.booking.id)}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(papers.tickets(living, combos), mimetype="application/pdf", headers=headers)


@pages.page("/tickets/<id:ticket_id>/change")
def change_ticket(ticket_id: int) -> str:
    """Choose another show of the cinema, then a seat of it."""
    query = read_page_query(ChangeQuery)
    ticket = tickets.own(ticket_id, me().id)
    other: dict[str, Any] = {}
    if query.screening is not None:
        shown = shows.showing(query.screening)
        if shown.cinema.id != ticket.shown.cinema.id:
            raise NotFound
        live = seats.live(query.screening, me().id)
        other = {
            "shown": shown,
            "rows": grid(live),
            "zones": zones_of(live),
            "kinds": {place.kind for place in live.places},
        }
    return render_template(
        "cinema/change.html",
        ticket=ticket,
        offered=changes.offered(ticket.shown),
        worth=_refund(ticket) or 0,
        most=1,
        **other,
    )


def part_of(booking: Booking, reader_id: int) -> str:
    """What the page of a booking says about its seats."""
    if booking.kind != KIND:
        return ""
    found = tickets.of_booking(booking.id)
    shown = shows.showing(ids.read(booking.facts["screening_id"]))
    stubs = [Stub(ticket, _refund(ticket), ticket.refundable) for ticket in found]
    return render_template(
        "cinema/part.html",
        booking=booking,
        shown=shown,
        stubs=stubs,
        is_holder=booking.customer_id == reader_id,
        held=booking.state == HELD,
        now=clock.now(),
    )


def passes(bookings: Sequence[Booking]) -> dict[int, list[Pass]]:
    """The codes for the door of bookings, for the wallet; two statements, whatever their number."""
    found: dict[int, list[Pass]] = defaultdict(list)
    for ticket in tickets.of_bookings([one.id for one in bookings if one.kind == KIND and one.state == PAID]):
        if ticket.state == VALID:
            svg = Markup(papers.qr_svg(ticket.code))  # noqa: S704 - drawn by us
            found[ticket.booking.id].append(Pass(ticket.seat, f"/tickets/{ids.show(ticket.id)}", ticket.code, svg))
    return found


def held_cards(person_id: int) -> list[Held]:
    """The cards of cinemas that a person holds now, for the wallet; one statement."""
    return [
        Held(
            title=f"{cinema.name} · {level.title}",
            note=_("%(percent)s%% off every seat", percent=card.percent),
            href=f"/cinemas/{ids.show(cinema.id)}/card",
            until=card.until,
        )
        for card, level, cinema in extras.living_cards(person_id)
    ]


def _refund(ticket: Ticket) -> int | None:
    """What giving a ticket back alone brings now."""
    if ticket.booking.state != PAID or not ticket.alive or ticket.entered_at is not None:
        return None
    if not policies.may_cancel(ticket.booking):
        return None
    return policies.sum_of(policies.refund_of(ticket.booking, [ticket.line], clock.now()), ticket.booking)
