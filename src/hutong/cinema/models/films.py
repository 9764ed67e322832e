"""Films, their stills, who wants to see them, and the words they are found under."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Base, Big, Id, Instant, Name, Ref, table_args
from hutong.kernel.i18n import language
from hutong.kernel.text import WordsTable

FILM = "film"  # the kind of subject that is reviewed and reported


class FilmState(StrEnum):
    """What the world sees of a film."""

    LISTED = "listed"
    HIDDEN = "hidden"  # by a moderator
    REMOVED = "removed"


class Film(Base):
    """A film of the site's catalogue. Cinemas show it for as long as they hold a right to.

    `source` and `source_key` say under which key a file named it, so that importing again changes it and adds nothing.
    """

    __tablename__ = "films"
    __table_args__ = table_args(
        Index("films_released", "state", "released_on", "id"),
        Index("films_source", "source_key", unique=True),
        Index("films_poster", "poster_id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default=FilmState.LISTED)
    made_at: Mapped[Instant]
    title_zh: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    title_original: Mapped[Name] = mapped_column(default="")
    minutes: Mapped[int] = mapped_column(SmallInteger)
    genres: Mapped[list[str]] = mapped_column(JSON)  # codes.GENRES
    languages: Mapped[list[str]] = mapped_column(JSON)  # codes.LANGUAGES
    formats: Mapped[list[str]] = mapped_column(JSON)  # codes.FORMATS
    released_on: Mapped[date] = mapped_column(Date)
    director: Mapped[Name] = mapped_column(default="")
    actors: Mapped[list[dict[str, str]]] = mapped_column(JSON)  # [{"name": …, "role": …}]
    synopsis: Mapped[str] = mapped_column(Text, default="")
    synopsis_en: Mapped[str] = mapped_column(Text, default="")
    poster_id: Mapped[Ref | None]
    source_key: Mapped[str | None] = mapped_column(String(80))
    rating_sum: Mapped[int] = mapped_column(default=0)
    rating_count: Mapped[int] = mapped_column(default=0)

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_zh if language() == "zh" else self.title_en or self.title_original or self.title_zh

    @property
    def story(self) -> str:
        """The synopsis in the reader's language, as far as there is one."""
        return self.synopsis if language() == "zh" else self.synopsis_en or self.synopsis

    @property
    def rating(self) -> float | None:
        """The mean of its reviews, if there are any."""
        return round(self.rating_sum / self.rating_count, 2) if self.rating_count else None


FILMS: Any = Film.__table__.c


class FilmStill(Base):
    """A picture out of a film, in order."""

    __tablename__ = "film_stills"
    __table_args__ = table_args(Index("film_stills_picture", "picture_id"))

    film_id: Mapped[int] = mapped_column(Big, ForeignKey("films.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    picture_id: Mapped[Ref]


class FilmWish(Base):
    """Somebody wants to see a film: a row each, counted where it is shown, so that nobody waits for a counter."""

    __tablename__ = "film_wishes"
    __table_args__ = table_args(Index("film_wishes_person", "person_id"))

    film_id: Mapped[int] = mapped_column(Big, ForeignKey("films.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    made_at: Mapped[Instant]


class FilmWords(WordsTable, Base):
    """The words under which a film is found."""

    __tablename__ = "film_words"


def film_subject(film_id: int) -> str:
    """The name by which reviews and the audit log know a film."""
    return f"{FILM}:{film_id}"
