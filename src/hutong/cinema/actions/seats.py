"""Holding seats: the price is the server's, the seats go to whoever is first."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.booking.actions import Order, OrderLine, Taken, TooManySlots, reserve, same_total
from hutong.booking.models import HELD, Booking
from hutong.booking.prices import Priced
from hutong.booking.queries import Around
from hutong.cinema import pricing, quotes
from hutong.cinema.actions import combos
from hutong.cinema.choosing import MOST
from hutong.cinema.models import KIND, GapRule, Screening, ScreeningState
from hutong.cinema.models.tickets import Card
from hutong.cinema.queries import seats, shows
from hutong.cinema.queries.shows import Showing
from hutong.cinema.schemas.seats import SeatsIn
from hutong.cinema.seating import Place
from hutong.kernel import clock, ids
from hutong.kernel.db import Retry, session
from hutong.kernel.errors import Conflict, NotFound


class NotOnSale(Conflict):
    """A show whose seats cannot be bought: begun, stopped, cancelled."""

    code = "not_on_sale"
    detail = _l("Seats of this show are no longer sold.")


def book(screening_id: int, person_id: int, body: SeatsIn) -> tuple[Booking, Around]:
    """Hold seats for a quarter of an hour; the booking, with what is shown around it.

    Raises Invalid, SingleLeft, NotOnSale, and what reserve raises. Taken carries `slots`: the seats that somebody else
    was faster with.
    """
    shown, card, around = shows.for_buyer(screening_id, person_id)
    if not shown.selling:
        raise NotOnSale
    choice = quotes.choice(shown, body, card)
    order = order_of(shown, person_id, choice.lines, card, coupon=body.coupon, points=body.points, most_slots=MOST)

    def agreed(price: Priced) -> None:
        if body.total is not None and body.total != price.total:
            quote = quotes.quote_of(choice, price.off, order.currency)
            same_total(body.total, price.total, quote.model_dump(mode="json"))

    try:
        booking = reserve(order, agreed)
    except Taken as taken:
        taken.detail = _l("Some of these seats have just been taken by someone else.")
        raise
    except TooManySlots as many:
        many.detail = _l("One person can have at most six seats of a show.")
        raise
    same_show(shown, choice.places)
    combos.take(booking, choice.combo_ids)
    return booking, around


def same_show(shown: Showing, chosen: Sequence[Place] = ()) -> None:
    """Now that seats are claimed, see that the show is the one they were chosen in; where not, all is done anew.

    And that what its buyer has `chosen` leaves no single seat, where the cinema minds: raises SingleLeft. Whoever moves
    or cancels a show claims its free seats first (screenings.meet_buyers): so either they see this sale, or it sees
    what they did.
    """
    show, rule = shown.screening, shown.cinema.gap_rule
    if not chosen or rule == GapRule.OFF:
        if seats.version(show.id) != show.version:
            raise Retry
        return
    try:
        live = seats.live(show.id)
    except NotFound:
        raise Retry from None
    if live.frame.show.version != show.version:
        raise Retry
    pricing.leave_no_single(live.beside(chosen), chosen, rule)


def same_promise(booking: Booking) -> None:
    """Money that came late buys seats of the show as it was booked, or none; raises NotOnSale."""
    if booking.kind != KIND:
        return
    found = select(Screening.state, Screening.starts_at).where(Screening.resource_id == booking.resource_id)
    show = session().execute(found).one_or_none()
    if show is None or show.state == ScreeningState.CANCELLED or show.starts_at != booking.starts_at:
        raise NotOnSale
    if show.starts_at <= clock.now():
        raise NotOnSale


def called_off(booking: Booking) -> bool:
    """Whether the show of a booking was cancelled: then it has not taken place, however late the refund."""
    if booking.kind != KIND:
        return False
    show = select(Screening.state).where(Screening.resource_id == booking.resource_id)
    return session().scalar(show) == ScreeningState.CANCELLED


def order_of(
    shown: Showing, person_id: int, lines: Sequence[OrderLine], card: Card | None = None, **more: Any
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
