"""A home in words that search engines read."""

from typing import Any

from hutong.kernel import ids, money
from hutong.kernel.state import settings
from hutong.media import queries as media
from hutong.stays.pages.base import home_path
from hutong.stays.queries import Detail


def linked_data(found: Detail) -> dict[str, Any]:
    """The schema.org description of a home."""
    home = found.home
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "VacationRental",
        "identifier": ids.show(home.id),
        "name": home.title,
        "description": home.description,
        "url": settings().url + home_path(home.id),
        "image": [settings().url + media.url(one, 1280) for one in found.pictures[:8]],
        "address": {"@type": "PostalAddress", "addressLocality": str(found.area), "addressCountry": "CN"},
        "containsPlace": {
            "@type": "Accommodation",
            "numberOfRooms": home.rooms,
            "occupancy": {"@type": "QuantitativeValue", "value": home.capacity},
            "amenityFeature": [
                {"@type": "LocationFeatureSpecification", "name": one.en, "value": True} for one in found.facilities
            ],
        },
        "priceRange": f"{home.currency} {money.typed(home.night_price, home.currency)}+",
    }
    if found.location and not found.own:
        data["geo"] = dict(zip(("latitude", "longitude"), found.location, strict=True)) | {"@type": "GeoCoordinates"}
    if home.rating is not None:
        data["aggregateRating"] = {
            "@type": "AggregateRating", "ratingValue": home.rating, "reviewCount": home.rating_count,
        }  # fmt: skip
    return data
