"""Seats of a show: how they stand, the best together, holding them."""

from flask import Response, request
from flask_babel import lazy_gettext as _l

from hutong.booking.actions import PriceChanged, Taken, TooManySlots, TooManyUnpaid
from hutong.booking.api import shown_new
from hutong.booking.schemas import BookingOut
from hutong.cinema import choosing, quotes
from hutong.cinema.actions import combos
from hutong.cinema.actions import seats as actions
from hutong.cinema.api.base import api
from hutong.cinema.choosing import Wish
from hutong.cinema.pricing import SingleLeft
from hutong.cinema.queries import extras, seats, shows
from hutong.cinema.schemas.seats import SeatQuoteOut, SeatQuoteQuery, SeatsIn, SeatsOut, SuggestionOut, SuggestionQuery
from hutong.cinema.words import understood
from hutong.kernel.errors import Invalid, NotFound
from hutong.kernel.web import header, me, viewer
from hutong.promotions.problems import REFUSALS


@api.get("/screenings/<id:screening_id>/seats", public=True, raises=(NotFound,))
def show_seats(screening_id: int) -> SeatsOut | Response:
    """The seats of a show: free, held, sold, mine or broken. Ask again with If-None-Match as often as every 3 s."""
    reader = viewer()
    live = seats.live(screening_id, reader.id if reader else None)
    header("ETag", f'"{live.tag}"')
    if live.tag in request.if_none_match:
        return Response(status=304)
    return Response(live.json(), mimetype="application/json")


@api.get("/screenings/<id:screening_id>/suggestion", public=True, raises=(Invalid, NotFound))
def suggest_seats(screening_id: int, query: SuggestionQuery) -> SuggestionOut:
    """The best free seats together: so many, or as a wish such as "2 together, aisle, ≤ ¥60" says."""
    wish = choosing.read_wish(query.wish) if query.wish else Wish(query.count or 1)
    shown_show = shows.showing(screening_id)
    found = choosing.best(seats.live(screening_id).places, wish, shown_show.cinema.gap_rule)
    currency = shown_show.screening.currency
    return SuggestionOut(
        seats=[place.label for place in found],
        total=sum(place.price for place in found),
        currency=currency,
        understood=understood(wish, currency),
    )


@api.get("/screenings/<id:screening_id>/quote", public=True, raises=(Invalid, NotFound, *REFUSALS))
def quote_seats(screening_id: int, query: SeatQuoteQuery) -> SeatQuoteOut:
    """What seats and combos cost whoever asks, with a card of the cinema's, a coupon and points; nothing is held."""
    reader = viewer()
    shown = shows.showing(screening_id)
    card = extras.card(reader.id, shown.cinema.id) if reader else None
    return quotes.quoted(shown, query, reader.id if reader else None, card)


@api.post(
    "/screenings/<id:screening_id>/bookings",
    idempotent=True,
    raises=(
        Invalid,
        NotFound,
        Taken,
        PriceChanged,
        TooManyUnpaid,
        TooManySlots,
        SingleLeft,
        actions.NotOnSale,
        combos.SoldOut,
        *REFUSALS,
    ),
    done=_l("The seats are held for you."),
)
def book_seats(screening_id: int, body: SeatsIn) -> BookingOut:
    """Hold seats for 15 minutes; `slots` of a refusal names the seats that are gone."""
    return shown_new(*actions.book(screening_id, me().id, body))
