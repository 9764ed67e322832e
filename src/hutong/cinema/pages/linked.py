"""Films and cinemas in words that search engines read."""

from typing import Any

from hutong.cinema.models import Cinema
from hutong.cinema.queries import CinemaRow, FilmDetail
from hutong.kernel import ids
from hutong.kernel.state import settings
from hutong.media import queries as media
from hutong.media.queries import PictureCard

WIDE = 1280


def image_of(picture: PictureCard | None) -> str | None:
    """The whole address of a picture for other sites, as JPEG."""
    return settings().url + media.url(picture, WIDE, "jpg") if picture else None


def film_url(film_id: int) -> str:
    """The whole address of a film's page."""
    return f"{settings().url}/films/{ids.show(film_id)}"


def cinema_url(cinema_id: int) -> str:
    """The whole address of a cinema's page."""
    return f"{settings().url}/cinemas/{ids.show(cinema_id)}"


def film(row: FilmDetail) -> dict[str, Any]:
    """The schema.org description of a film."""
    one = row.film
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Movie",
        "name": one.title,
        "url": film_url(one.id),
        "description": one.story,
        "duration": f"PT{one.minutes}M",
        "datePublished": one.released_on.isoformat(),
        "genre": [genre.en for genre in row.genres],
    }
    if row.poster:
        data["image"] = image_of(row.poster)
    if one.director:
        data["director"] = {"@type": "Person", "name": one.director}
    if one.rating is not None:
        data["aggregateRating"] = {
            "@type": "AggregateRating", "ratingValue": one.rating, "ratingCount": one.rating_count,
        }  # fmt: skip
    return data


def cinema(row: CinemaRow) -> dict[str, Any]:
    """The schema.org description of a cinema."""
    one: Cinema = row.cinema
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MovieTheater",
        "name": one.name,
        "url": cinema_url(one.id),
        "address": {"@type": "PostalAddress", "streetAddress": one.address, "addressLocality": str(row.area)},
    }
    if one.phone:
        data["telephone"] = one.phone
    if row.picture:
        data["image"] = image_of(row.picture)
    if one.lat is not None and one.lng is not None:
        data["geo"] = {"@type": "GeoCoordinates", "latitude": one.lat / 1e6, "longitude": one.lng / 1e6}
    return data
