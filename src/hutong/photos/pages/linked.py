"""A photo in words that search engines read."""

from typing import Any

from hutong.kernel import clock, ids
from hutong.kernel.state import settings
from hutong.photos.queries.cards import Card


def photo(card: Card, url: str, image: str) -> dict[str, Any]:
    """The schema.org description of a photo that everybody may see."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ImageObject",
        "name": card.title or card.owner.name,
        "url": url,
        "contentUrl": image,
        "width": card.picture.width,
        "height": card.picture.height,
        "uploadDate": clock.iso(card.shown_at),
        "creditText": card.owner.name,
        "creator": {
            "@type": "Person",
            "name": card.owner.name,
            "url": f"{settings().url}/people/{ids.show(card.owner.id)}",
        },
    }
    if card.caption:
        data["caption"] = card.caption
    if card.place:
        data["contentLocation"] = {"@type": "Place", "name": card.place}
    return data
