"""Taking in films from a file, one at a time: each whole or not at all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hutong.cinema.actions.films import cast_of, change_film, create_film
from hutong.cinema.filmfiles import Told
from hutong.cinema.models import Film, FilmState
from hutong.cinema.schemas.films import FilmIn
from hutong.kernel.db import session
from hutong.kernel.errors import Problem
from hutong.kernel.input import parse
from hutong.media import actions as media
from hutong.media.actions import Prepared

LARGEST = 25_000_000


@dataclass
class Report:
    """What became of the films of a file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)


def import_films(
    films: Iterable[Told],
    run: Callable[[Callable[[], str]], str],
    folder: Path | None,
    progress: Callable[[], None] = lambda: None,
) -> Report:
    """Take in films, each in a transaction that `run` makes; posters lie in `folder`, and nowhere else."""
    report = Report()
    for told in films:
        try:
            poster = _poster(told, folder)
            body: FilmIn = parse(FilmIn, told.fields)

            def unit(told: Told = told, body: FilmIn = body, poster: Prepared | None = poster) -> str:
                return import_film(told, body, poster)

            done = run(unit)
            setattr(report, done, getattr(report, done) + 1)
        except Problem as refused:
            wrong = "; ".join(f"{error.field}: {error.message}" for error in refused.errors) or str(refused.detail)
            report.refused.append(f"{told.where}, {told.name}: {wrong}")
        except OSError as error:
            report.refused.append(f"{told.where}, {told.name}: poster: {error.strerror or error}")
        progress()
    return report


def import_film(told: Told, body: FilmIn, poster: Prepared | None) -> str:
    """Add a film, or bring the one of the same key (else of the same title and day) up to date."""
    key = (told.key or f"{body.title_zh} {body.released_on}")[:80]
    known = session().scalar(select(Film).where(Film.source_key == key))
    if known is None:
        made = create_film(body, None, key)
        if poster:
            made.poster_id = media.keep(None, poster, alt=body.title_zh).id
        return "added"
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    if poster and known.poster_id is None:
        sent["poster_id"] = media.keep(None, poster, alt=body.title_zh).id
    if known.state == FilmState.REMOVED:
        sent["state"] = FilmState.LISTED
    different = {name: value for name, value in sent.items() if _differs(known, name, value)}
    if not different:
        return "unchanged"
    change_film(known, different, None)
    return "changed"


def _differs(film: Film, name: str, value: Any) -> bool:
    if name == "cast":
        return film.actors != cast_of(value)
    return name == "still_ids" or getattr(film, name) != value


def _poster(told: Told, folder: Path | None) -> Prepared | None:
    """The poster's file made anew and stored, where the film names one; raises OSError or Invalid."""
    if not told.poster:
        return None
    if folder is None:
        raise FileNotFoundError(2, "no folder to look in", told.poster)
    file = (folder / told.poster).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise PermissionError(13, "lies outside of the file's folder", told.poster)
    if file.stat().st_size > LARGEST:
        raise OSError(27, "the picture is larger than 25 MB", told.poster)
    return media.prepare(file.read_bytes())
