"""What a cinema sells beside seats: combos, and cards that make seats cheaper."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import with_expression

from hutong.booking.models import UNPAID, Booking
from hutong.cinema.models import Cinema
from hutong.cinema.models.tickets import Card, CardLevel, CardState, Combo, SoldCombo
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound


def combos(cinema_id: int, all_of_them: bool = False) -> Sequence[Combo]:
    """A cinema's combos, those on sale unless told otherwise; what holds that are over took of them is `lapsed`."""
    over = select(func.count()).where(SoldCombo.combo_id == Combo.id).select_from(SoldCombo)
    mine = select(Combo).options(with_expression(Combo.lapsed, _lapsed(over).scalar_subquery()))
    mine = mine.where(Combo.cinema_id == cinema_id).order_by(Combo.id).execution_options(populate_existing=True)
    return session().scalars(mine if all_of_them else mine.where(Combo.listed)).all()


def combo(combo_id: int) -> Combo:
    """One combo; raises NotFound."""
    found = session().get(Combo, combo_id)
    if found is None:
        raise NotFound
    return found


def lapsed(combo_id: int) -> Sequence[int]:
    """The bookings whose hold is over and that nobody has ended yet, as far as they took some of a combo."""
    mine = _lapsed(select(SoldCombo.booking_id).where(SoldCombo.combo_id == combo_id))
    return session().scalars(mine.distinct().order_by(SoldCombo.booking_id)).all()


def sold(line_ids: Collection[int]) -> dict[int, int]:
    """Which combos these lines of bookings are."""
    rows = select(SoldCombo.line_id, SoldCombo.combo_id).where(SoldCombo.line_id.in_(sorted(line_ids)))
    return {row.line_id: row.combo_id for row in session().execute(rows)}


def levels(cinema_id: int, all_of_them: bool = False) -> Sequence[CardLevel]:
    """The levels of a cinema's card, the cheapest first."""
    mine = select(CardLevel).where(CardLevel.cinema_id == cinema_id).order_by(CardLevel.price, CardLevel.id)
    return session().scalars(mine if all_of_them else mine.where(CardLevel.state == CardState.OFFERED)).all()


def level(level_id: int) -> CardLevel:
    """One level; raises NotFound."""
    found = session().get(CardLevel, level_id)
    if found is None:
        raise NotFound
    return found


def card(person_id: int, cinema_id: int) -> Card | None:
    """The card that a person holds of a cinema now: of several the one that saves most."""
    now = clock.now()
    mine = select(Card).where(Card.person_id == person_id, Card.cinema_id == cinema_id)
    mine = mine.where(Card.starts_at <= now, Card.until > now).order_by(Card.percent.desc(), Card.until.desc())
    return session().scalars(mine.limit(1)).first()


def cards(person_id: int) -> Sequence[Card]:
    """All cards of a person, the newest first."""
    return session().scalars(select(Card).where(Card.person_id == person_id).order_by(Card.id.desc()).limit(50)).all()


def living_cards(person_id: int) -> Sequence[Any]:
    """The cards that a person holds now, each with its level and cinema; one statement."""
    rows = select(Card, CardLevel, Cinema).join(CardLevel, CardLevel.id == Card.level_id)
    rows = rows.join(Cinema, Cinema.id == Card.cinema_id).where(Card.person_id == person_id, Card.until > clock.now())
    return session().execute(rows.order_by(Card.until, Card.id).limit(50)).all()


def last_card(person_id: int, level_id: int) -> Card | None:
    """The card of this level that a person holds for longest from now on."""
    mine = select(Card).where(Card.person_id == person_id, Card.level_id == level_id, Card.until > clock.now())
    return session().scalars(mine.order_by(Card.until.desc()).limit(1)).first()


def _lapsed(found: Any) -> Any:
    found = found.join(Booking, Booking.id == SoldCombo.booking_id).where(SoldCombo.taken)
    return found.where(Booking.lapses_at <= clock.now(), Booking.state.in_(UNPAID))
