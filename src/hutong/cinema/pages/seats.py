"""The seat map of a show: drawn by the server, readable without a screen, kept live by a small module."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from pydantic import Field

from hutong.booking import queries as booking
from hutong.booking.models import HELD, Booking
from hutong.booking.saving import saving
from hutong.cinema import choosing
from hutong.cinema.choosing import MOST
from hutong.cinema.models import KIND, SeatKind, SeatMap
from hutong.cinema.pages.base import pages
from hutong.cinema.queries import extras, seats, shows
from hutong.cinema.queries.seats import Live
from hutong.cinema.seating import MINE, Place, spoken
from hutong.cinema.words import understood
from hutong.kernel import clock, ids
from hutong.kernel.forms import form_state
from hutong.kernel.input import read_page_query
from hutong.kernel.schemas import In, Line
from hutong.kernel.web import API, viewer
from hutong.media import queries as media

LONGEST = 200
OF_KIND = {SeatKind.COUPLE: "couple", SeatKind.WHEELCHAIR: "wheel", SeatKind.COMPANION: "friend"}


class SeatsQuery(In):
    """Which seats are ticked, or what is wished for."""

    model_config = {"extra": "ignore"}
    seats: Line = Field("", max_length=LONGEST)
    wish: Line = Field("", max_length=100)


@dataclass(frozen=True)
class Cell:
    """A place of the grid: a seat, an aisle or nothing."""

    look: str  # "seat", "aisle" or "blank"
    place: Place | None = None
    label: str = ""
    classes: str = ""
    ticked: bool = False

    @property
    def free(self) -> bool:
        """Whether it can be ticked."""
        return self.place is not None and self.place.free


@dataclass(frozen=True)
class Row:
    """A row of the grid."""

    name: str
    cells: list[Cell]


@pages.page("/screenings/<id:screening_id>", public=True)
def show_screening(screening_id: int) -> str:
    """Choose seats of a show."""
    query = read_page_query(SeatsQuery)
    reader = viewer()
    live = seats.live(screening_id, reader.id if reader else None)
    shown = shows.showing(screening_id)
    action = f"{API}/screenings/{ids.show(screening_id)}/bookings"
    wish = choosing.read_wish(query.wish) if query.wish else None
    found = choosing.best(live.places, wish, shown.cinema.gap_rule) if wish else []
    ticked = _ticked(query, found, action)
    combos = extras.combos(shown.cinema.id)
    pictures = media.pictures(one for one in (shown.film.poster_id, *(c.picture_id for c in combos)) if one)
    return render_template(
        "cinema/seats.html",
        shown=shown,
        live=live,
        action=action,
        rows=grid(live, ticked),
        zones=zones_of(live),
        kinds={place.kind for place in live.places},
        free=seats.free_count(live.states),
        most=MOST,
        wish=query.wish,
        understood=understood(wish, shown.screening.currency) if wish else "",
        found=[place.label for place in found],
        combos=combos,
        pictures=pictures,
        card=extras.card(reader.id, shown.cinema.id) if reader else None,
        saving=saving(reader.id, KIND, shown.cinema.organisation_id, 0, shown.screening.currency) if reader else None,
        held=_held(reader.id, shown.screening.resource_id) if reader else None,
        held_seats=[place.label for place in live.places if place.state == MINE],
        now=clock.now(),
    )


def grid(live: Live, ticked: Sequence[str] = ()) -> list[Row]:
    """The rows of the map from the screen on."""
    currency = live.frame.show.currency
    lowest = min((place.price for place in live.places if place.seat.sellable), default=0)
    by_cell = {(place.seat.y, place.seat.x): place for place in live.places}
    used = {place.seat.x for place in live.places}
    columns = range(min(used), max(used) + 1) if used else range(0)

    def cell(y: int, x: int) -> Cell:
        place = by_cell.get((y, x))
        if place is None:
            return Cell("blank" if x in used else "aisle")
        classes = ["seat", OF_KIND.get(SeatKind(place.kind), ""), "best" if place.price > lowest else ""]
        classes += [] if place.free else [place.state]
        return Cell(
            "seat",
            place,
            spoken(place, currency),
            " ".join(name for name in classes if name),
            place.free and place.label in ticked,
        )

    drawn: SeatMap = live.frame.map
    return [Row(name, [cell(y, x) for x in columns] if name else []) for y, name in enumerate(drawn.lines)]


def _ticked(query: SeatsQuery, found: Sequence[Place], action: str) -> list[str]:
    """What was ticked: in a form that was refused, in the address, or by the wish."""
    refused: Any = form_state(action)
    if refused is not None:
        typed = refused.typed.get("seats", [])
        return [typed] if isinstance(typed, str) else list(typed)
    if query.seats:
        return [label.strip().upper() for label in query.seats.split(",")][:MOST]
    return [place.label for place in found]


def zones_of(live: Live) -> list[tuple[str, int]]:
    """The zones that have seats, the cheapest first."""
    used = {place.seat.zone for place in live.places if place.seat.sellable}
    prices = live.frame.show.prices
    return sorted(((name, prices.get(code, 0)) for code, name in live.frame.map.zones if code in used), key=_price)


def _price(zone: tuple[str, int]) -> int:
    return zone[1]


def _held(person_id: int, resource_id: int) -> Booking | None:
    """What this person holds of the show and has not paid yet."""
    rows = booking.listed(person_id, False, {HELD}, 10)
    now = clock.now()
    return next((row for row in rows if row.resource_id == resource_id and (row.expires_at or 0) > now), None)
