"""What goes in and out about films."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from hutong.cinema.models import FORMATS, GENRES, LANGUAGES, Named
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import In, Line, Out, ShownId, Text, Whole
from hutong.media import queries as media
from hutong.media.queries import PictureCard

UNSAID: Any = None  # of an edit: the field was not sent (see `model_fields_set`)
MOST_STILLS = 12
MOST_CAST = 40


def of(catalogue: dict[str, Named]) -> AfterValidator:
    """Only codes of this catalogue, each once."""

    def check(codes: list[str]) -> list[str]:
        if any(code not in catalogue for code in codes):
            raise PydanticCustomError("unknown", "unknown code")
        return list(dict.fromkeys(codes))

    return AfterValidator(check)


def _cast(text: str) -> str:
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_CAST or any(len(part.strip()) > 60 for line in lines for part in line.split("/")):
        raise PydanticCustomError("cast", "too much")
    return text


Minutes = Annotated[Whole, Field(ge=1, le=600)]
Genres = Annotated[list[str], of(GENRES), Field(max_length=5)]
Languages = Annotated[list[str], of(LANGUAGES), Field(min_length=1, max_length=6)]
Formats = Annotated[list[str], of(FORMATS), Field(min_length=1, max_length=3)]
Cast = Annotated[Text, AfterValidator(_cast)]
_TITLE: Any = {"max_length": 100}
_CAST: Any = {"max_length": 4000, "description": "a line for each: name, or name / role"}
_STILLS: Any = {"max_length": MOST_STILLS, "description": "in order"}


class FilmIn(In):
    """A new film."""

    title_zh: Line = Field(min_length=1, **_TITLE)
    title_en: Line = Field("", **_TITLE)
    title_original: Line = Field("", **_TITLE)
    minutes: Minutes
    released_on: date
    genres: Genres = []
    languages: Languages = ["zh"]
    formats: Formats = ["2D"]
    director: Line = Field("", **_TITLE)
    cast: Cast = Field("", **_CAST)
    synopsis: Text = Field("", max_length=5000)
    synopsis_en: Text = Field("", max_length=5000)
    poster_id: ShownId | None = None
    still_ids: list[ShownId] = Field([], **_STILLS)


class FilmPatch(In):
    """An edit: only the fields that are sent change."""

    title_zh: Line = Field(UNSAID, min_length=1, **_TITLE)
    title_en: Line = Field(UNSAID, **_TITLE)
    title_original: Line = Field(UNSAID, **_TITLE)
    minutes: Minutes = UNSAID
    released_on: date = UNSAID
    genres: Genres = UNSAID
    languages: Languages = UNSAID
    formats: Formats = UNSAID
    director: Line = Field(UNSAID, **_TITLE)
    cast: Cast = Field(UNSAID, **_CAST)
    synopsis: Text = Field(UNSAID, max_length=5000)
    synopsis_en: Text = Field(UNSAID, max_length=5000)
    poster_id: ShownId | None = None
    still_ids: list[ShownId] = Field(UNSAID, **_STILLS)


class FilmQuery(PageQuery):
    """Which films: shown now (a show is on sale), coming (not out yet), or all."""

    show: Literal["now", "soon", "all"] = "all"
    q: Line | None = Field(None, max_length=60, description="words of the titles, director and cast")
    genre: Line | None = Field(None, max_length=20)


def addressed(value: Any) -> Any:
    """A picture card with its addresses."""
    if not isinstance(value, PictureCard):
        return value
    return {**asdict(value), "url": media.url(value, 640), "srcset": media.srcset(value)}


class FilmPictureOut(Out):
    """A picture to be shown; `url` is 640 wide, `srcset` has all widths."""

    id: ShownId
    url: str
    srcset: str
    width: int
    height: int
    alt: str


PictureShown = Annotated[FilmPictureOut, BeforeValidator(addressed)]


class CastOut(Out):
    """Somebody in a film, and as whom."""

    name: str
    role: str


class FilmCard(Out):
    """A film in a list; `wanted` is how many people want to see it."""

    id: ShownId
    title_zh: str
    title_en: str
    minutes: int
    genres: list[str]
    languages: list[str]
    formats: list[str]
    released_on: date
    poster: PictureShown | None
    rating: float | None
    rating_count: int
    wanted: int


class FilmOut(FilmCard):
    """A film whole."""

    version: int
    title_original: str
    director: str
    cast: list[CastOut]
    synopsis: str
    synopsis_en: str
    stills: list[PictureShown]
    wished: bool = Field(description="whether you want to see it")


class WishOut(Out):
    """How many people want to see a film, and whether you do."""

    wished: bool
    wanted: int
