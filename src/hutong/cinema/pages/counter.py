"""The counter's pages: shows of a day, the map to sell from, what was sold, shifts."""

from datetime import date

from flask import Response, render_template
from pydantic import Field

from hutong.accounts.models import Permission
from hutong.accounts.queries import people
from hutong.cinema import access, papers
from hutong.cinema.models import GapRule
from hutong.cinema.pages.base import pages
from hutong.cinema.pages.desk import frame
from hutong.cinema.pages.seats import grid, zones_of
from hutong.cinema.queries import counter, door, extras, seats, shows, tickets
from hutong.cinema.queries.door import counted
from hutong.cinema.queries.tickets import Ticket
from hutong.kernel import clock, ids, paging
from hutong.kernel.errors import NotFound
from hutong.kernel.input import read_page_query
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import In, Line
from hutong.kernel.web import API, me

SELL = Permission.SELL_AT_COUNTER
MOST = 20
METHODS = ("cash", "card", "free")


class CounterQuery(In):
    """The day, or a pick-up code that is looked for."""

    model_config = {"extra": "ignore"}
    day: Line = Field("", max_length=10)
    code: Line = Field("", max_length=12)


@pages.page("/cinemas/<id:cinema_id>/counter")
def show_counter(cinema_id: int) -> str | Response:
    """What can be sold on a day; a pick-up code leads to its sale."""
    query = read_page_query(CounterQuery)
    cinema = access.cinema_for(cinema_id, SELL)
    found = tickets.by_pickup(cinema_id, query.code) if query.code else []
    if found:
        return Response(status=303, headers={"Location": f"/counter/sales/{ids.show(found[0].booking.id)}"})
    day = _day(query.day, cinema.timezone)
    shift = counter.open_shift(cinema_id, me().id)
    return render_template(
        "cinema/counter.html",
        **frame(cinema, "counter"),
        day=day,
        shows=door.shows_of(cinema, day),
        report=counter.report(shift) if shift else None,
        code=query.code,
        now=clock.now(),
    )


@pages.page("/counter/<id:screening_id>")
def show_till(screening_id: int) -> str:
    """Sell seats of a show."""
    shown = shows.showing(screening_id)
    access.require(shown.cinema.organisation_id, SELL)
    live = seats.live(screening_id)
    return render_template(
        "cinema/till.html",
        shown=shown,
        action=f"{API}/screenings/{ids.show(screening_id)}/sales",
        rows=grid(live),
        zones=zones_of(live),
        kinds={place.kind for place in live.places},
        free=seats.free_count(live.states),
        most=MOST,
        gap_rule=GapRule.OFF,
        combos=extras.combos(shown.cinema.id),
        shift=counter.open_shift(shown.cinema.id, me().id),
    )


@pages.page("/counter/sales/<id:booking_id>")
def show_sale(booking_id: int) -> str:
    """What was sold: print it, give other seats, take tickets back."""
    found = _sold(booking_id)
    shown = found[0].shown
    return render_template(
        "cinema/sale.html",
        tickets=found,
        booking=found[0].booking,
        shown=shown,
        combos=counted(tickets.combos_of([booking_id])[booking_id]),
        shift=counter.open_shift(shown.cinema.id, me().id),
        may_refund=access.myself().can(Permission.REFUND, shown.cinema.organisation_id),
    )


@pages.page("/counter/receipts/<id:booking_id>.pdf")
def print_tickets(booking_id: int) -> Response:
    """The tickets of a sale on the counter's paper."""
    found = [ticket for ticket in _sold(booking_id) if ticket.alive]
    if not found:
        raise NotFound
    combos = counted(tickets.combos_of([booking_id])[booking_id])
    headers = {"Content-Disposition": f'inline; filename="{ids.show(booking_id)}.pdf"', "Cache-Control": "no-store"}
    return Response(papers.receipts(found, combos), mimetype="application/pdf", headers=headers)


@pages.page("/cinemas/<id:cinema_id>/shifts")
def list_shifts(cinema_id: int) -> str:
    """The shifts of a cinema, for whoever reads its books."""
    query = read_page_query(PageQuery)
    cinema = access.cinema_for(cinema_id, Permission.READ_LEDGER)
    before = paging.decode(query.cursor, int)[0] if query.cursor else None
    found = counter.shifts(cinema_id, query.limit + 1, before)
    more = paging.encode(found[query.limit - 1].id) if len(found) > query.limit else None
    return render_template(
        "cinema/shifts.html",
        **frame(cinema, "shifts"),
        reports=[counter.report(one) for one in found[: query.limit]],
        people=people({one.person_id for one in found}),
        next=f"/cinemas/{ids.show(cinema_id)}/shifts?cursor={more}" if more else None,
    )


@pages.page("/shifts/<id:shift_id>")
def show_shift(shift_id: int) -> str:
    """What a shift came to."""
    shift = counter.shift(shift_id)
    cinema = access.cinema_for(shift.cinema_id, SELL if shift.person_id == me().id else Permission.READ_LEDGER)
    return render_template(
        "cinema/shift.html", **frame(cinema, "shifts"), report=counter.report(shift), person=people({shift.person_id})
    )


def _sold(booking_id: int) -> list[Ticket]:
    found = tickets.of_booking(booking_id)
    if not found:
        raise NotFound
    access.require(found[0].shown.cinema.organisation_id, SELL)
    return found


def _day(text: str, zone: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today(zone)
