"""Films for programs."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.cinema import actions, queries
from hutong.cinema.api.base import api, viewer_id
from hutong.cinema.queries import FilmDetail, FilmRow
from hutong.cinema.schemas.films import CastOut, FilmCard, FilmIn, FilmOut, FilmPatch, FilmQuery, WishOut
from hutong.kernel.errors import Conflict, Invalid, NotFound, Stale
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import etag, me
from hutong.reviews import queries as reviews
from hutong.reviews import subjects
from hutong.reviews.schemas import ReviewOut

_OF_FILM = (
    "id", "title_zh", "title_en", "minutes", "genres", "languages", "formats", "released_on", "rating", "rating_count",
)  # fmt: skip


@api.get("/films", public=True, raises=(Invalid,))
def list_films(query: FilmQuery) -> Page[FilmCard]:
    """Films: all, those with shows on sale (`show=now`), or those to come (`show=soon`)."""
    found = queries.find(query)
    return Page[FilmCard](items=[card(row) for row in found.rows], next=found.next)


@api.post("/films", needs=Permission.MANAGE_FILMS, raises=(Invalid,), done=_l("The film was added."))
def create_film(body: FilmIn) -> FilmOut:
    """Add a film to the catalogue."""
    return shown(queries.around(actions.create_film(body, me().id), me().id))


@api.get("/films/<id:film_id>", public=True, raises=(NotFound,))
def show_film(film_id: int) -> FilmOut:
    """One film."""
    return shown(queries.detail(film_id, viewer_id()))


@api.patch(
    "/films/<id:film_id>",
    needs=Permission.MANAGE_FILMS,
    if_match=True,
    raises=(Invalid, NotFound, Stale),
    done=_l("The film was saved."),
)
def edit_film(film_id: int, body: FilmPatch) -> FilmOut:
    """Change some of what is said about a film."""
    return shown(queries.around(actions.edit_film(film_id, body, me().id), me().id))


@api.delete(
    "/films/<id:film_id>",
    needs=Permission.MANAGE_FILMS,
    raises=(NotFound, Conflict),
    done=_l("The film was removed."),
)
def remove_film(film_id: int) -> None:
    """Take a film without shows to come out of the catalogue."""
    actions.remove_film(film_id)


@api.put("/films/<id:film_id>/wish", raises=(NotFound,))
def wish_film(film_id: int) -> WishOut:
    """Say that you want to see a film."""
    actions.wish(film_id, me().id, True)
    return _wishes(film_id)


@api.delete("/films/<id:film_id>/wish", status=200, raises=(NotFound,))
def unwish_film(film_id: int) -> WishOut:
    """Say that you no longer want to see a film."""
    actions.wish(film_id, me().id, False)
    return _wishes(film_id)


@api.get("/films/<id:film_id>/reviews", public=True, raises=(Invalid, NotFound))
def list_film_reviews(film_id: int, query: PageQuery) -> Page[ReviewOut]:
    """What people say about a film, the newest first."""
    found = queries.film(film_id)
    return reviews.page_of(subjects.name("film", found.id), query.limit, query.cursor, viewer_id())


def card(row: FilmRow) -> FilmCard:
    """A film in a list."""
    return FilmCard(**{name: getattr(row.film, name) for name in _OF_FILM}, poster=row.poster, wanted=row.wanted)


def shown(found: FilmDetail) -> FilmOut:
    """A film whole, under its version and what else its answer depends on."""
    film = found.film
    out = FilmOut(
        **{name: getattr(film, name) for name in _OF_FILM},
        poster=found.poster,
        wanted=found.wanted,
        version=film.version,
        title_original=film.title_original,
        director=film.director,
        cast=[CastOut(**one) for one in film.actors],
        synopsis=film.synopsis,
        synopsis_en=film.synopsis_en,
        stills=found.stills,
        wished=found.wished,
    )
    etag(film.version, out.model_dump_json())
    return out


def _wishes(film_id: int) -> WishOut:
    wanted, wished = queries.wishes(film_id, viewer_id())
    return WishOut(wanted=wanted, wished=wished)
