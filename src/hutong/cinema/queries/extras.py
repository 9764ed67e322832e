"""What a cinema sells beside seats: combos, and cards that make seats cheaper."""

from collections.abc import Sequence

from sqlalchemy import select

from hutong.cinema.models.tickets import Card, CardLevel, CardState, Combo
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound


def combos(cinema_id: int, all_of_them: bool = False) -> Sequence[Combo]:
    """A cinema's combos, those on sale unless told otherwise."""
    mine = select(Combo).where(Combo.cinema_id == cinema_id).order_by(Combo.id)
    return session().scalars(mine if all_of_them else mine.where(Combo.listed)).all()


def combo(combo_id: int) -> Combo:
    """One combo; raises NotFound."""
    found = session().get(Combo, combo_id)
    if found is None:
        raise NotFound
    return found


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


def last_card(person_id: int, level_id: int) -> Card | None:
    """The card of this level that a person holds for longest from now on."""
    mine = select(Card).where(Card.person_id == person_id, Card.level_id == level_id, Card.until > clock.now())
    return session().scalars(mine.order_by(Card.until.desc()).limit(1)).first()
