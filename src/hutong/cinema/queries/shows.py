"""A show with all that a ticket says about it: film, cinema, hall."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import load_only

from hutong.accounts.models import Organisation
from hutong.booking.queries import Around
from hutong.cinema.models import FORMATS, LANGUAGES, Cinema, Film, Hall, Screening
from hutong.cinema.models.tickets import Card
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.media.models import Picture

_SHOWING = (
    select(Screening, Film, Cinema, Hall)
    .join(Film, Film.id == Screening.film_id)
    .join(Cinema, Cinema.id == Screening.cinema_id)
    .join(Hall, Hall.id == Screening.hall_id)
)


_HELD = and_(
    Card.cinema_id == Screening.cinema_id,
    Card.person_id == bindparam("person_id"),
    Card.starts_at <= bindparam("now"),
    Card.until > bindparam("now"),
)
_LIGHT = (  # what a sale needs of films, cinemas and halls; their long texts and lists it does not
    load_only(Film.title_zh, Film.title_en, Film.title_original, Film.poster_id),
    load_only(
        Cinema.organisation_id,
        Cinema.state,
        Cinema.name_zh,
        Cinema.name_en,
        Cinema.timezone,
        Cinema.gap_rule,
        Cinema.refund_minutes,
    ),
    load_only(Hall.cinema_id, Hall.name),
)
_FOR_BUYER = (  # every sale asks it: made once
    _SHOWING.options(*_LIGHT)
    .add_columns(Card, Picture, Organisation.name)
    .outerjoin(Picture, Picture.id == Film.poster_id)
    .outerjoin(Organisation, Organisation.id == Screening.organisation_id)
    .outerjoin(Card, _HELD)
    .where(Screening.id == bindparam("screening_id"))
    .order_by(Card.percent.desc(), Card.until.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Showing:
    """A show and what belongs to it."""

    screening: Screening
    film: Film
    cinema: Cinema
    hall: Hall

    @property
    def selling(self) -> bool:
        """Whether buyers can have seats now."""
        return self.cinema.open and self.screening.selling

    @property
    def refund_until(self) -> int:
        """Until when a seat can be given back."""
        return self.screening.starts_at - self.cinema.refund_minutes * clock.MINUTE

    @property
    def manner(self) -> str:
        """Language and format: "国语 2D"."""
        language = LANGUAGES.get(self.screening.language)
        picture = FORMATS.get(self.screening.format)
        return " ".join(named.name for named in (language, picture) if named)


def showing(screening_id: int) -> Showing:
    """One show, in one statement; raises NotFound."""
    found = showings([screening_id])
    if screening_id not in found:
        raise NotFound
    return found[screening_id]


def for_buyer(screening_id: int, person_id: int) -> tuple[Showing, Card | None, Around]:
    """A show, the card of this person that saves most there, and what is shown around a booking; in one statement.

    Raises NotFound.
    """
    asked = {"screening_id": screening_id, "person_id": person_id, "now": clock.now()}
    row = session().execute(_FOR_BUYER, asked).first()
    if row is None:
        raise NotFound
    return Showing(*row[:4]), row.Card, Around(None, row.name or "", row.Picture)


def showings(screening_ids: Collection[int]) -> dict[int, Showing]:
    """Shows by their ids, in one statement."""
    if not screening_ids:
        return {}
    rows = _SHOWING.where(Screening.id.in_(sorted(screening_ids)))
    return {row[0].id: Showing(*row) for row in session().execute(rows)}
