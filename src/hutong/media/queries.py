"""Questions about pictures, and the addresses under which they are shown."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Protocol

from sqlalchemy import bindparam, select

from hutong.kernel.db import session
from hutong.kernel.search import Image
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


_PICTURES = select(Picture).where(Picture.id.in_(bindparam("ids", expanding=True)))  # nearly every page asks it


def pictures(ids: Iterable[int]) -> dict[int, Picture]:
    """The pictures of these ids, those that exist; one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {picture.id: picture for picture in session().scalars(_PICTURES, {"ids": sorted(wanted)})}


def owned(ids: Iterable[int], owner_id: int) -> dict[int, Picture]:
    """Those of these pictures that belong to a person; one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    mine = select(Picture).where(Picture.id.in_(wanted), Picture.owner_id == owner_id)
    return {picture.id: picture for picture in session().scalars(mine)}


def open_to_all(digest: str) -> bool:
    """Whether a file belongs to a picture that is not withheld; one statement."""
    theirs = select(Picture.id).where(Picture.digest == digest, Picture.withheld.is_(False))
    return session().scalar(theirs.limit(1)) is not None


def url(picture: Shown, width: int, form: str = "webp", until: int | None = None) -> str:
    """The signed address of a picture at least so wide; with `until` it opens no longer than that instant."""
    served = next((each for each in WIDTHS if each >= width), WIDTHS[-1])
    return f"/media/{picture.digest}-{served}.{form}?{_opening(picture, until)}"


def small(picture: Shown | None) -> Image | None:
    """The smallest picture there is, for lists over all kinds of things."""
    if picture is None:
        return None
    width = min(SMALL[0], picture.width)
    return Image(url(picture, SMALL[0]), width, round(picture.height * width / picture.width), picture.alt)


def srcset(picture: Shown, until: int | None = None) -> str:
    """All widths that are not wider than the picture, for an <img>."""
    return ", ".join(f"{address} {width}w" for address, width in sizes(picture, until))


def sizes(picture: Shown, until: int | None = None) -> list[tuple[str, int]]:
    """The address of each of these, and how wide it is; signed once."""
    whole, opening = picture.width, _opening(picture, until)
    return [
        (f"/media/{picture.digest}-{served}.webp?{opening}", min(served, whole))
        for narrower, served in pairwise((0, *WIDTHS))
        if narrower < whole
    ]


def _opening(picture: Shown, until: int | None) -> str:
    """What follows the name in an address."""
    return f"{'' if until is None else f'until={until}&'}s={signature(picture.digest, until)}"


def signature(digest: str, until: int | None) -> str:
    """What an address must carry to open a picture, in any of its widths."""
    return _signature(settings().key, digest, until)


def signed(digest: str, until: int | None, given: str) -> bool:
    """Whether an address carries the right signature."""
    return hmac.compare_digest(signature(digest, until).encode(), given.encode())


@lru_cache(4096)  # a page shows each picture in five widths
def _signature(key: str, digest: str, until: int | None) -> str:
    made = hmac.digest(_derived(key), f"{digest}:{until or ''}".encode(), "sha256")
    return base64.urlsafe_b64encode(made[:15]).decode()


@cache
def _derived(key: str) -> bytes:
    return hashlib.sha256(f"hutong.media:{key}".encode()).digest()


def stored_name(digest: str, kind: str) -> str:
    """The name of a picture's own file in the store."""
    return f"{digest}.{'jpg' if kind == 'jpeg' else kind}"
