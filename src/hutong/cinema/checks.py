"""What `hutong audit` proves about cinemas: shows have their halls, tickets their seats, combos their stock."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import BigInteger, and_, cast, exists, func, or_, select

from hutong.booking.models import COMPLETED, LIVE, LIVING, PAID, UNPAID, Booking, Claim, Line
from hutong.cinema.models import KIND, SCREENING, STEP, Hall, Screening, ScreeningState
from hutong.cinema.models.tickets import CARD, COMBO, SEAT, Card, CheckIn, Combo, Pickup, SoldCombo
from hutong.cinema.queries.maps import seat_map_of
from hutong.kernel import clock, ids
from hutong.kernel.db import session

HELD = (PAID, COMPLETED)


def faults() -> Iterator[str]:
    """Each show, ticket, combo or card at fault."""
    for sentence, found in (*_shows(), *_tickets(), *_combos(), *_cards()):
        for row in session().execute(found):
            yield sentence.format(*(ids.show(value) if number == 0 else value for number, value in enumerate(row)))
    yield from _labels()


def _shows() -> list[tuple[str, Any]]:
    mine = select(
        Claim.holder_id,
        func.count().label("steps"),
        cast(func.min(Claim.slot), BigInteger).label("first"),  # times the length of a step it is an instant
        cast(func.max(Claim.slot), BigInteger).label("last"),
        func.min(Claim.resource_id).label("least"),
        func.max(Claim.resource_id).label("most"),
    )
    claims = mine.where(Claim.kind == SCREENING).group_by(Claim.holder_id).subquery()
    standing = Screening.state != ScreeningState.CANCELLED
    placed = select(Screening.id, func.coalesce(claims.c.steps, 0)).join(Hall, Hall.id == Screening.hall_id)
    placed = placed.outerjoin(claims, claims.c.holder_id == Screening.id).where(standing)
    astray = or_(
        claims.c.steps.is_(None),
        claims.c.steps * STEP != Screening.free_at - Screening.starts_at,
        claims.c.first * STEP != Screening.starts_at,
        (claims.c.last + 1) * STEP != Screening.free_at,
        claims.c.least != Hall.resource_id,
        claims.c.most != Hall.resource_id,
    )
    stray = select(Claim.holder_id, Claim.slot).where(
        Claim.kind == SCREENING, ~exists().where(Screening.id == Claim.holder_id, standing)
    )
    over = (Screening.state == ScreeningState.CANCELLED, Screening.starts_at < clock.now())
    kept = select(Booking.id, Booking.state).join(Screening, Screening.resource_id == Booking.resource_id)
    kept = kept.where(*over, Booking.kind == KIND, Booking.state.in_(HELD))
    return [
        ("show {0} does not hold its hall from its start to the end of the cleaning ({1} steps)", placed.where(astray)),
        ("step {1} of a hall is claimed for show {0}, which is cancelled or gone", stray),
        ("booking {0} ({1}) is for a show that was cancelled, and was not paid back", kept),
    ]


def _tickets() -> list[tuple[str, Any]]:
    sold = select(Booking.id, Booking.state).where(Booking.kind == KIND)
    show = exists().where(Screening.resource_id == Booking.resource_id)
    same = exists().where(Screening.resource_id == Booking.resource_id, Screening.starts_at == Booking.starts_at)
    pickup = exists().where(Pickup.booking_id == Booking.id)
    seat = and_(Line.id == CheckIn.ticket_id, Line.kind == SEAT)
    entered = (
        select(CheckIn.ticket_id, CheckIn.at).outerjoin(Line, seat).outerjoin(Booking, Booking.id == Line.booking_id)
    )
    there = exists().where(Screening.id == CheckIn.screening_id, Screening.resource_id == Booking.resource_id)
    return [
        ("booking {0} ({1}) is for a show that does not exist", sold.where(~show)),
        ("booking {0} ({1}) is for another time than its show's", sold.where(show, ~same, Booking.state.in_(LIVING))),
        ("booking {0} ({1}) has no pick-up code", sold.where(Booking.state.in_(HELD), ~pickup)),
        ("ticket {0} was let in at {1} to a show that it is not for", entered.where(or_(Booking.id.is_(None), ~there))),
    ]


def _combos() -> list[tuple[str, Any]]:
    living = and_(Line.state == LIVE, Booking.state.in_(LIVING))
    sold = select(Line.id, Booking.state).join(Booking, Booking.id == Line.booking_id)
    sold = sold.where(Booking.kind == KIND, Line.kind == COMBO, living)
    waits = and_(
        Booking.origin_id.is_not(None), Booking.state.in_(UNPAID)
    )  # its combos are the other booking's until paid
    out = exists().where(SoldCombo.line_id == Line.id, SoldCombo.taken)
    idle = select(SoldCombo.line_id, Combo.title_zh).join(Combo, Combo.id == SoldCombo.combo_id).where(SoldCombo.taken)
    used = exists().where(Line.id == SoldCombo.line_id, Booking.id == Line.booking_id, living)
    return [
        ("combo {0}: there are {1} of it", select(Combo.id, Combo.stock).where(Combo.stock < 0)),
        ("the combo in line {0} of a booking ({1}) was not taken from the stock", sold.where(~out, ~waits)),
        ("{1} was taken for line {0} of a booking that is over, and not put back", idle.where(~used)),
    ]


def _cards() -> list[tuple[str, Any]]:
    paid = select(Booking.id, Booking.state).where(Booking.kind == CARD, Booking.state.in_(HELD))
    card = exists().where(Card.booking_id == Booking.id, Card.person_id == Booking.customer_id)
    bought = exists().where(Booking.id == Card.booking_id, Booking.kind == CARD, Booking.state.in_(HELD))
    free = select(Card.id, Card.number).where(Card.until > clock.now(), ~bought)
    return [
        ("booking {0} ({1}) has brought no card", paid.where(~card)),
        ("card {0} (number {1}) counts, but nobody has paid for it", free),
    ]


def _labels() -> Iterator[str]:
    """Seats whose number does not belong to the label on the ticket: each kind of them once, however many were sold."""
    seats = select(Screening.map_id, Line.slot, Line.label).distinct().join(Booking, Booking.id == Line.booking_id)
    seats = seats.join(Screening, Screening.resource_id == Booking.resource_id)
    for map_id, slot, label in session().execute(
        seats.where(Booking.kind == KIND, Booking.state.in_(LIVING), Line.kind == SEAT, Line.state == LIVE)
    ):
        seat = seat_map_of(map_id).by_number.get(slot or 0)
        if seat is None or seat.label != label:
            yield f"seat {slot} of map {ids.show(map_id)} was sold as {label}, and is {seat.label if seat else 'none'}"
