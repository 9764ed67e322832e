"""Making, editing and removing films, and wanting to see them."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from hutong.cinema import queries
from hutong.cinema.models import (
    Film,
    FilmState,
    FilmStill,
    FilmWish,
    FilmWords,
    Right,
    Screening,
    film_subject,
)
from hutong.cinema.schemas.films import FilmIn, FilmPatch
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, FieldError, Invalid, invalid
from hutong.kernel.text import column
from hutong.kernel.web import must_match
from hutong.media import actions as media
from hutong.reviews import subjects
from hutong.reviews.events import ScoreChanged

APART = {"cast", "still_ids"}  # fields that are no columns of the same name
AUDITED = ("title_zh", "title_en", "minutes", "released_on", "state")


def create_film(body: FilmIn, by: int | None, source_key: str | None = None) -> Film:
    """A new film; raises Invalid for pictures that are not there."""
    _own_pictures([*([body.poster_id] if body.poster_id else []), *body.still_ids], by)
    made = Film(
        id=ids.new_id(),
        made_at=clock.now(),
        state=FilmState.LISTED,
        version=1,
        source_key=source_key,
        actors=cast_of(body.cast),
        **{name: getattr(body, name) for name in FilmIn.model_fields if name not in APART},
    )
    session().add(made)
    session().flush()
    _set_stills(made.id, body.still_ids)
    index(made)
    audit.record("film.created", film_subject(made.id), after=_noted(made), person_id=by)
    return made


def edit_film(film_id: int, body: FilmPatch, by: int) -> Film:
    """Change the fields that were sent; raises Stale, Invalid or NotFound."""
    film = queries.film(film_id)
    must_match(film.version)
    return change_film(film, {name: getattr(body, name) for name in body.model_fields_set}, by)


def change_film(film: Film, sent: dict[str, Any], by: int | None) -> Film:
    """Write a new version with these fields of FilmIn, if nobody else did meanwhile; raises Invalid."""
    values = {name: value for name, value in sent.items() if name not in APART}
    if "cast" in sent:
        values["actors"] = cast_of(sent["cast"])
    kept = _shown(film)
    _own_pictures({sent.get("poster_id"), *(sent.get("still_ids") or [])} - kept, by)
    if "minutes" in values and values["minutes"] > film.minutes:
        _refuse_longer(film)
    before = _noted(film)
    mine = update(Film).where(Film.id == film.id, Film.version == film.version)
    if rows_changed(mine.values(**values, version=film.version + 1)) != 1:
        raise Retry
    if "still_ids" in sent:
        _set_stills(film.id, sent["still_ids"])
    session().expire(film)
    shown = _shown(film)
    media.let_go(kept - shown)
    if {"poster_id", "still_ids"} & sent.keys() and not media.hold(kept & shown):
        raise Retry
    index(film)
    audit.record("film.edited", film_subject(film.id), before=before, after=_noted(film))
    return film


def remove_film(film_id: int) -> None:
    """Take a film out of the catalogue; raises Conflict while shows of it are to come."""
    film = queries.film(film_id)
    if session().scalar(select(_coming(film_id))):
        raise Conflict(_("There are shows of this film to come. Cancel them first."))
    session().execute(delete(FilmWords).where(FilmWords.rowid == film_id))
    used = exists().where(Right.film_id == film_id)
    if session().scalar(select(used)):
        session().execute(update(Film).where(Film.id == film_id).values(state=FilmState.REMOVED))
    else:
        media.let_go(_shown(film))
        session().execute(delete(FilmStill).where(FilmStill.film_id == film_id))
        session().execute(delete(FilmWish).where(FilmWish.film_id == film_id))
        session().execute(delete(Film).where(Film.id == film_id))
    audit.record("film.removed", film_subject(film_id), before=_noted(film))


def hide_film(film_id: int, _reason: str) -> None:
    """Take a reported film out of sight; nothing where it is already."""
    mine = update(Film).where(Film.id == film_id, Film.state == FilmState.LISTED)
    rows_changed(mine.values(state=FilmState.HIDDEN))


def restore_film(film_id: int) -> None:
    """Show a hidden film again."""
    mine = update(Film).where(Film.id == film_id, Film.state == FilmState.HIDDEN)
    rows_changed(mine.values(state=FilmState.LISTED))


def wish(film_id: int, person_id: int, wanted: bool) -> None:
    """Note that somebody wants to see a film, or no longer; raises NotFound."""
    queries.film(film_id)
    mine = (FilmWish.film_id == film_id, FilmWish.person_id == person_id)
    if not wanted:
        rows_changed(delete(FilmWish).where(*mine))
    elif not session().scalar(select(exists().where(*mine))):
        try:
            session().execute(insert(FilmWish).values(film_id=film_id, person_id=person_id, made_at=clock.now()))
        except IntegrityError:
            raise Retry from None  # wished twice at once


def keep_rating(event: ScoreChanged) -> None:
    """Show what the reviews of a film come to."""
    prefix, _, _number = event.subject.partition(":")
    if prefix == "film":
        mine = update(Film).where(Film.id == subjects.number(event.subject))
        rows_changed(mine.values(rating_sum=event.total, rating_count=event.count))


def cast_of(text: str) -> list[dict[str, str]]:
    """Who is in a film and as whom, from a line for each: "name / role"."""
    found = []
    for line in text.split("\n"):
        name, _, role = line.partition("/")
        if name.strip():
            found.append({"name": name.strip(), "role": role.strip()})
    return found


def index(film: Film) -> None:
    """Write anew under which words a film is found."""
    names = [one["name"] for one in film.actors]
    words = column(film.title_zh, film.title_en, film.title_original, film.director, *names)
    session().execute(delete(FilmWords).where(FilmWords.rowid == film.id))
    session().execute(insert(FilmWords).values(rowid=film.id, words=words))


def _set_stills(film_id: int, picture_ids: Sequence[int]) -> None:
    session().execute(delete(FilmStill).where(FilmStill.film_id == film_id))
    rows = [
        {"film_id": film_id, "position": at, "picture_id": one} for at, one in enumerate(dict.fromkeys(picture_ids))
    ]
    if rows:
        session().execute(insert(FilmStill), rows)


def _shown(film: Film) -> set[int | None]:
    """Its poster and its stills."""
    return {film.poster_id, *session().scalars(select(FilmStill.picture_id).where(FilmStill.film_id == film.id))}


def _own_pictures(picture_ids: Iterable[int | None], by: int | None) -> None:
    wanted = {one for one in picture_ids if one is not None}
    if by is not None and not media.take(wanted, by):
        raise invalid("poster_id", _("One of these pictures is not yours."))


def _refuse_longer(film: Film) -> None:
    """Shows to come have claimed their halls' time by the length that was known."""
    if session().scalar(select(_coming(film.id))):
        raise Invalid(errors=[FieldError("minutes", _("Shows to come are scheduled by the present length."))])


def _coming(film_id: int) -> Any:
    return exists().where(
        Screening.film_id == film_id, Screening.starts_at > clock.now(), Screening.state != "cancelled"
    )


def _noted(film: Film) -> dict[str, Any]:
    noted = {name: getattr(film, name) for name in AUDITED}
    return {**noted, "released_on": film.released_on.isoformat()}
