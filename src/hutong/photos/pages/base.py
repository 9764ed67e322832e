"""What every page of photos shares: the blueprint, and the <img> of a photo."""

from typing import Any
from urllib.parse import quote

from flask_babel import gettext as _
from markupsafe import Markup

from hutong.kernel import ids
from hutong.kernel.web import Pages
from hutong.media import queries as media
from hutong.media.pages import img
from hutong.photos import addresses
from hutong.photos.queries.cards import Card, Owner
from hutong.photos.queries.streams import Stream

pages = Pages("photos")
PER_PAGE = 30


@pages.app_template_global("photo_img")
def photo_img(card: Card, sizes: str = "100vw", class_: str = "", eager: bool = False, width: int = 640) -> Markup:
    """The <img> of a photo, of known size so that nothing jumps."""
    src = addresses.url(card.id, card.picture, card.guarded, width)
    srcset = addresses.srcset(card.id, card.picture, card.guarded)
    alt = card.picture.alt or card.title or _("A photo by %(name)s", name=card.owner.name)
    return img(card.picture, src, srcset, alt, sizes, class_, eager)


@pages.app_template_global("owner_face")
def owner_face(owner: Owner) -> dict[str, Any]:
    """A person as the avatar macro wants them."""
    return {"name": owner.name, "avatar_url": media.url(owner.face, 320) if owner.face else None}


@pages.app_template_global("photo_path")
def photo_path(photo_id: int, stream: Stream | None = None) -> str:
    """The address of a photo's page; with the stream one comes from, for its neighbours."""
    path = f"/photos/{ids.show(photo_id)}"
    return path if stream is None or stream.kind == "newest" else f"{path}?in={quote(stream.name, safe=':')}"
