"""Questions about pictures, and the addresses under which they are shown."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from sqlalchemy import select

from hutong.kernel.db import session
from hutong.kernel.state import settings
from hutong.media.models import Picture

WIDTHS = (320, 640, 960, 1280, 1920)
FORMS = ("webp", "jpg")
SMALL = WIDTHS[:3]  # what is made in AVIF too: fewer bytes than WebP, for more work


class Shown(Protocol):
    """What is needed to show a picture: a Picture or a PictureCard."""

    @property
    def digest(self) -> str:
        """The hash of its file."""

    @property
    def width(self) -> int:
        """Of the stored file, in pixels."""

    @property
    def height(self) -> int:
        """Likewise."""

    @property
    def alt(self) -> str:
        """What is to be seen, in words."""


@dataclass(frozen=True)
class PictureCard:
    """A picture as a plain value, for other slices' cards."""

    id: int
    digest: str
    width: int
    height: int
    alt: str = ""

    @classmethod
    def of(cls, picture: Picture) -> "PictureCard":
        """The value of a row."""
        return cls(picture.id, picture.digest, picture.width, picture.height, picture.alt)


def pictures(ids: Iterable[int]) -> dict[int, Picture]:
    """The pictures of these ids, those that exist; one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {picture.id: picture for picture in session().scalars(select(Picture).where(Picture.id.in_(wanted)))}


def owned(ids: Iterable[int], owner_id: int) -> dict[int, Picture]:
    """Those of these pictures that belong to a person; one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    mine = select(Picture).where(Picture.id.in_(wanted), Picture.owner_id == owner_id)
    return {picture.id: picture for picture in session().scalars(mine)}


def url(picture: Shown, width: int, form: str = "webp", until: int | None = None) -> str:
    """The signed address of a picture at least so wide; with `until` it opens no longer than that instant."""
    served = next((each for each in WIDTHS if each >= width), WIDTHS[-1])
    name = f"{picture.digest}-{served}.{form}"
    query = {"s": signature(name, until)} if until is None else {"until": until, "s": signature(name, until)}
    return f"/media/{name}?{urlencode(query)}"


def srcset(picture: Shown, until: int | None = None) -> str:
    """All widths that are not wider than the picture, for an <img>."""
    useful = [width for width in WIDTHS if width < picture.width]
    sizes = [f"{url(picture, width, until=until)} {width}w" for width in useful]
    if len(useful) < len(WIDTHS):
        sizes.append(f"{url(picture, WIDTHS[len(useful)], until=until)} {picture.width}w")
    return ", ".join(sizes)


def signature(name: str, until: int | None) -> str:
    """What an address must carry to open a file."""
    key = hashlib.sha256(f"hutong.media:{settings().key}".encode()).digest()
    made = hmac.digest(key, f"{name}:{until or ''}".encode(), "sha256")
    return base64.urlsafe_b64encode(made[:15]).decode()


def signed(name: str, until: int | None, given: str) -> bool:
    """Whether an address carries the right signature."""
    return hmac.compare_digest(signature(name, until).encode(), given.encode())


def stored_name(digest: str, kind: str) -> str:
    """The name of a picture's own file in the store."""
    return f"{digest}.{'jpg' if kind == 'jpeg' else kind}"
