"""Films: one with all around it, and lists of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, String, cast, exists, func, select

from hutong.cinema.models import (
    FILMS,
    FORMATS,
    GENRES,
    LANGUAGES,
    Cinema,
    CinemaState,
    Film,
    FilmState,
    FilmStill,
    FilmWish,
    FilmWords,
    Named,
    Screening,
    ScreeningState,
    known,
)
from hutong.cinema.schemas.films import FilmQuery
from hutong.kernel import clock, paging
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound, invalid
from hutong.kernel.state import settings
from hutong.kernel.text import matches
from hutong.media.models import Picture
from hutong.media.queries import PictureCard, pictures


@dataclass(frozen=True)
class FilmRow:
    """A film as it stands in a list."""

    film: Film
    poster: PictureCard | None
    wanted: int

    @property
    def genres(self) -> list[Named]:
        """What kind of film it is."""
        return known(GENRES, self.film.genres)

    @property
    def languages(self) -> list[Named]:
        """What is spoken in it."""
        return known(LANGUAGES, self.film.languages)

    @property
    def formats(self) -> list[Named]:
        """How it can be shown."""
        return known(FORMATS, self.film.formats)

    @property
    def out(self) -> bool:
        """Whether its release date has come."""
        return self.film.released_on <= today()


@dataclass(frozen=True)
class FilmDetail(FilmRow):
    """A film with its stills, and whether the reader wants to see it."""

    stills: list[PictureCard]
    wished: bool


@dataclass(frozen=True)
class Films:
    """A page of films."""

    rows: list[FilmRow]
    next: str | None


def today() -> date:
    """The date at the site's place: what is out and what is coming follows it."""
    return clock.today(settings().timezone)


def film(film_id: int) -> Film:
    """A film that everybody may see; raises NotFound."""
    found = session().get(Film, film_id)
    if found is None or found.state != FilmState.LISTED:
        raise NotFound
    return found


def detail(film_id: int, person_id: int | None = None) -> FilmDetail:
    """A film with all that its page shows; raises NotFound."""
    return around(film(film_id), person_id)


def around(found: Film, person_id: int | None) -> FilmDetail:
    """What belongs to a film, in three statements."""
    stills = select(Picture).join(FilmStill, FilmStill.picture_id == Picture.id).where(FilmStill.film_id == found.id)
    shots = [PictureCard.of(one) for one in session().scalars(stills.order_by(FilmStill.position))]
    poster = session().get(Picture, found.poster_id) if found.poster_id else None
    count, mine = wishes(found.id, person_id)
    return FilmDetail(found, PictureCard.of(poster) if poster else None, count, shots, mine)


def wishes(film_id: int, person_id: int | None) -> tuple[int, bool]:
    """How many people want to see a film, and whether this one does."""
    mine = exists().where(FilmWish.film_id == film_id, FilmWish.person_id == (person_id or 0))
    row = session().execute(select(func.count(), mine).select_from(FilmWish).where(FilmWish.film_id == film_id)).one()
    return row[0], bool(row[1])


def find(query: FilmQuery) -> Films:
    """Films by words, genre, and whether they are shown now or coming; three statements."""
    conditions = [Film.state == FilmState.LISTED, *_asked(query)]
    down = query.show != "soon"
    keys = [(Film.released_on, down), (Film.id, down)]
    seen = None
    if query.cursor is not None:
        day, number = paging.decode(query.cursor, int, int)
        seen = [_date(day), number]
    rows = session().scalars(paging.ordered(select(Film).where(*conditions), keys, seen).limit(query.limit + 1)).all()
    last = rows[query.limit - 1] if len(rows) > query.limit else None
    following = paging.encode(clock.day_number(last.released_on), last.id) if last else None
    return Films(with_pictures(rows[: query.limit]), following)


def with_pictures(films: Sequence[Film]) -> list[FilmRow]:
    """Films with their posters and how many want to see them, in two statements."""
    shots = posters(films)
    if not films:
        return []
    counted = select(FilmWish.film_id, func.count()).where(FilmWish.film_id.in_([f.id for f in films]))
    wanted = {row[0]: row[1] for row in session().execute(counted.group_by(FilmWish.film_id))}
    return [FilmRow(one, shots.get(one.poster_id or 0), wanted.get(one.id, 0)) for one in films]


def posters(films: Iterable[Film]) -> dict[int, PictureCard]:
    """The posters of films by their pictures' ids, in one statement; none where there are none."""
    return {one.id: PictureCard.of(one) for one in pictures({f.poster_id for f in films if f.poster_id}).values()}


def of(ids: Iterable[int]) -> dict[int, Film]:
    """Films by their ids, whatever their state."""
    wanted = set(ids)
    return {one.id: one for one in session().scalars(select(Film).where(Film.id.in_(wanted)))} if wanted else {}


def rows_of(ids: Collection[int]) -> dict[int, FilmRow]:
    """Films in lists by their ids, whatever their state."""
    return {row.film.id: row for row in with_pictures(list(of(ids).values()))}


def shown_now(city: str | None = None) -> ColumnElement[bool]:
    """The condition that a show of a film is on sale, in this city or anywhere."""
    coming = [
        Screening.film_id == Film.id,
        Screening.day >= today() - timedelta(days=1),
        Screening.starts_at > clock.now(),
        Screening.state == ScreeningState.ON_SALE,
        Cinema.id == Screening.cinema_id,
        Cinema.state == CinemaState.OPEN,
    ]
    if city:
        coming.append(Cinema.city_code == city)
    return exists().where(*coming)


def now_showing(most: int, city: str | None = None) -> list[FilmRow]:
    """The newest films that can be seen now."""
    found = select(Film).where(Film.state == FilmState.LISTED, Film.released_on <= today(), shown_now(city))
    return with_pictures(session().scalars(found.order_by(Film.released_on.desc(), Film.id.desc()).limit(most)).all())


def coming_soon(most: int) -> list[FilmRow]:
    """The next films to come out."""
    found = select(Film).where(Film.state == FilmState.LISTED, Film.released_on > today())
    return with_pictures(session().scalars(found.order_by(Film.released_on, Film.id).limit(most)).all())


def _asked(query: FilmQuery) -> list[Any]:
    wanted: list[Any] = []
    if query.show == "now":
        wanted += [shown_now(), Film.released_on <= today()]
    elif query.show == "soon":
        wanted.append(Film.released_on > today())
    if query.genre:
        if query.genre not in GENRES:
            raise invalid("genre", _l("There is no such genre."))
        # Codes hold no LIKE signs of their own; as text, JSON holds them in quotes, in every database.
        wanted.append(cast(FILMS.genres, String(500)).like(f'%"{query.genre}"%'))
    if query.q:
        found = select(FilmWords.rowid).where(matches(FilmWords.words, query.q))
        wanted.append(Film.id.in_(found))
    return wanted


def _date(number: int) -> date:
    try:
        return clock.day_of(number)
    except OverflowError:
        raise invalid("cursor", _l("This page link is damaged.")) from None
