"""Holding seats: the price is the server's, the seats go to whoever is first."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from hutong.booking.actions import Order, OrderLine, Taken, TooManySlots, reserve, same_total
from hutong.booking.models import HELD, Booking
from hutong.cinema import pricing
from hutong.cinema.actions import combos
from hutong.cinema.choosing import MOST
from hutong.cinema.models import KIND
from hutong.cinema.models.tickets import Card
from hutong.cinema.queries import extras, seats, shows
from hutong.cinema.queries.shows import Showing
from hutong.cinema.schemas.seats import SeatsIn
from hutong.kernel import ids
from hutong.kernel.errors import Conflict


class NotOnSale(Conflict):
    """A show whose seats cannot be bought: begun, stopped, cancelled."""

    code = "not_on_sale"
    detail = _l("Seats of this show are no longer sold.")


def book(screening_id: int, person_id: int, body: SeatsIn) -> Booking:
    """Hold seats for a quarter of an hour; raises Invalid, SingleLeft, NotOnSale, and what reserve raises.

    Taken carries `slots`: the seats that somebody else was faster with.
    """
    shown = shows.showing(screening_id)
    if not shown.selling:
        raise NotOnSale
    places = seats.live(screening_id).places
    wanted = pricing.chosen(places, body.seats, shown.cinema.gap_rule)
    wishes = {wish.id: wish.count for wish in body.combos if wish.count}
    card = extras.card(person_id, shown.cinema.id)
    lines = [
        *pricing.seat_lines(wanted, card),
        *pricing.combo_lines(wishes, extras.combos(shown.cinema.id) if wishes else ()),
    ]
    same_total(body.total, sum(line.price for line in lines))
    order = order_of(shown, person_id, lines, wishes, card, coupon=body.coupon, points=body.points, most_slots=MOST)
    try:
        booking = reserve(order)
    except Taken as taken:
        taken.detail = _l("Some of these seats have just been taken by someone else.")
        raise
    except TooManySlots as many:
        many.detail = _l("One person can have at most six seats of a show.")
        raise
    combos.take(wishes)
    return booking


def order_of(
    shown: Showing,
    person_id: int,
    lines: Sequence[OrderLine],
    wishes: Mapping[int, int],
    card: Card | None = None,
    **more: Any,
) -> Order:
    """The order of some seats of a show."""
    show, film, cinema = shown.screening, shown.film, shown.cinema
    facts: dict[str, Any] = {
        "screening_id": ids.show(show.id),
        "cinema_id": ids.show(cinema.id),
        "cinema_zh": cinema.name_zh,
        "cinema_en": cinema.name_en or cinema.name_zh,
        "hall": shown.hall.name,
    }
    if wishes:
        facts["combos"] = {ids.show(combo_id): count for combo_id, count in wishes.items()}
    if card is not None:
        facts["card"] = card.number
    return Order(
        kind=KIND,
        customer_id=person_id,
        seller_id=show.organisation_id,
        resource_id=show.resource_id,
        lines=lines,
        currency=show.currency,
        policy=pricing.policy(shown.refund_until),
        state=HELD,
        starts_at=show.starts_at,
        ends_at=show.ends_at,
        title_zh=film.title_zh,
        title_en=film.title_en or film.title_original or film.title_zh,
        link=f"/screenings/{ids.show(show.id)}",
        picture_id=film.poster_id,
        facts=facts,
        **more,
    )
