"""A cinema's card: its levels, and buying one like any other booking; its slot is the number of the card."""

import calendar
import secrets
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from hutong.booking.actions import Order, OrderLine, new_resource, reserve
from hutong.booking.events import BookingCancelled, BookingPaid
from hutong.booking.models import HELD, HOLD_MS, Booking
from hutong.cinema.models import Cinema
from hutong.cinema.models.tickets import CARD, Card, CardLevel, CardState
from hutong.cinema.pricing import in_both
from hutong.cinema.queries import extras
from hutong.cinema.schemas.extras import LevelNew
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict

MOST_NUMBER = 10**9  # of a card: a slot fits into 32 bits


class NotOffered(Conflict):
    """A level that is no longer sold, or a cinema that is closed."""

    code = "not_offered"
    detail = _l("This card is no longer sold.")


def create_level(cinema: Cinema, body: LevelNew) -> CardLevel:
    """Offer a level of the card."""
    made = CardLevel(
        id=ids.new_id(),
        version=1,
        cinema_id=cinema.id,
        resource_id=new_resource(CARD),
        state=CardState.OFFERED,
        **body.model_dump(),
    )
    session().add(made)
    session().flush()
    facts = {"title": made.title_zh, "price": made.price, "percent": made.percent}
    audit.record("card_level.created", f"card_level:{made.id}", after=facts)
    return made


def offer(level: CardLevel, offered: bool) -> CardLevel:
    """Sell a level, or no longer; cards that were bought go on."""
    before = level.state
    level.state = CardState.OFFERED if offered else CardState.WITHDRAWN
    audit.record("card_level.offered", f"card_level:{level.id}", {"state": before}, {"state": level.state})
    return level


def buy(cinema: Cinema, level: CardLevel, person_id: int) -> Booking:
    """Hold a number for a card until it is paid; raises NotOffered and what reserve raises."""
    if not cinema.open or level.cinema_id != cinema.id or level.state != CardState.OFFERED:
        raise NotOffered
    number = 1 + secrets.randbelow(MOST_NUMBER)
    now = clock.now()
    zh, en = in_both(lambda: _("Card of %(cinema)s", cinema=cinema.name))
    line = OrderLine(
        kind="card",
        title_zh=level.title_zh,
        title_en=level.title_en or level.title_zh,
        price=level.price,
        slot=number,
        label=f"{number:09d}",
    )
    return reserve(
        Order(
            kind=CARD,
            customer_id=person_id,
            seller_id=cinema.organisation_id,
            resource_id=level.resource_id,
            lines=[line],
            currency=cinema.currency,
            policy={"*": []},
            state=HELD,
            starts_at=now,
            ends_at=now + 2 * HOLD_MS,  # with the card in hand the sale has taken place
            title_zh=zh,
            title_en=en,
            link=f"/cinemas/{ids.show(cinema.id)}/card",
            facts={"cinema_id": ids.show(cinema.id), "level_id": ids.show(level.id), "number": number},
        )
    )


def issue(event: BookingPaid) -> None:
    """A card is paid: it counts from now, or from the end of the one it renews."""
    if event.kind != CARD:
        return
    booking = session().get_one(Booking, event.booking_id)
    level = extras.level(ids.read(booking.facts["level_id"]))
    before = extras.last_card(booking.customer_id, level.id)
    starts_at = max(clock.now(), before.until) if before else clock.now()
    session().add(
        Card(
            id=ids.new_id(),
            booking_id=booking.id,
            person_id=booking.customer_id,
            cinema_id=level.cinema_id,
            level_id=level.id,
            number=booking.facts["number"],
            percent=level.percent,
            starts_at=starts_at,
            until=_after(starts_at, level.months),
        )
    )


def end(event: BookingCancelled) -> None:
    """Staff called the sale of a card off: it counts no more."""
    if event.kind == CARD:
        now = clock.now()
        mine = update(Card).where(Card.booking_id == event.booking_id, Card.until > now)
        rows_changed(mine.values(until=now))


def _after(at: int, months: int) -> int:
    """So many months later; the 31st becomes the last day of a shorter month."""
    begin = clock.local(at, "UTC")
    year, month = divmod(begin.year * 12 + begin.month - 1 + months, 12)
    day = min(begin.day, calendar.monthrange(year, month + 1)[1])
    return clock.instant(datetime.combine(begin.date().replace(year=year, month=month + 1, day=day), begin.timetz()))
