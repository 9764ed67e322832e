"""Taking pictures in."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, update

from hutong.kernel import clock
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import TooLarge, Unavailable, invalid
from hutong.media import queries, sweeping
from hutong.media.gateways import pillow, store
from hutong.media.gateways.room import Busy
from hutong.media.jobs import make_thumbnails, remove_file
from hutong.media.models import Picture

LARGEST = 25_000_000


@dataclass(frozen=True)
class Prepared:
    """A picture whose file lies in the store already."""

    digest: str
    kind: str
    width: int
    height: int
    size: int
    look: int | None = None


def prepare(file: BinaryIO | bytes) -> Prepared:
    """Make a picture anew and store its file; outside of any transaction. Raises TooLarge, Invalid or Unavailable.

    An upload is given as the stream it came in: the large ones wait for their turn on the disk, not in memory.
    """
    source = io.BytesIO(file) if isinstance(file, bytes) else file
    source.seek(0, io.SEEK_END)
    if source.tell() > LARGEST:
        raise TooLarge(_l("A picture may have at most 25 MB."))
    source.seek(0)
    with _explained():
        return _stored(pillow.clean(source))


def adopt(data: bytes) -> Prepared:
    """Store a file that was made by `prepare` before (an archive), as it is; raises Invalid for any other."""
    with _explained():
        return _stored(pillow.made_here(data))


def _stored(made: pillow.Encoded) -> Prepared:
    digest = hashlib.sha256(made.data).hexdigest()
    store().put(queries.stored_name(digest, made.kind), made.data)
    return Prepared(digest, made.kind, made.width, made.height, len(made.data), made.look)


@contextmanager
def _explained() -> Iterator[None]:
    """A block in which a picture is read; what is wrong with it is told to whoever sent it."""
    try:
        yield
    except pillow.TooManyPixels as error:
        most = error.args[0] // 1_000_000
        problem = _l("This picture has too many pixels: at most %(most)s million, 20,000 on a side.", most=most)
        raise invalid("file", problem) from None
    except pillow.NotAPicture:
        raise invalid(
            "file",
            _l("This file is damaged or not a picture of an allowed type: JPEG, PNG, WebP, HEIC, AVIF, GIF."),
        ) from None
    except (Busy, MemoryError):
        raise Unavailable from None


def keep(owner_id: int | None, prepared: Prepared, alt: str = "", swept: bool = False) -> Picture:
    """Note in the running transaction whose picture this is; its thumbnails are made soon.

    `swept`: it goes after a day unless something in SHOWN_BY shows it, or somebody takes it.
    """
    picture = Picture(
        owner_id=owner_id,
        digest=prepared.digest,
        kind=prepared.kind,
        width=prepared.width,
        height=prepared.height,
        size=prepared.size,
        alt=alt,
        look=prepared.look,
        made_at=clock.now(),
        sweep_at=clock.now() + sweeping.GRACE if swept else None,
    )
    session().add(picture)
    session().flush()
    make_thumbnails.later(picture_id=picture.id)
    return picture


def withhold(picture_id: int, withheld: bool) -> None:
    """Let the address of a picture open nothing from now on, or open it again; in the running transaction."""
    session().execute(update(Picture).where(Picture.id == picture_id).values(withheld=withheld))


def take(ids: Iterable[int], owner_id: int, swept: bool = False) -> bool:
    """Take uploads of a person into use, in the running transaction; whether all of these are theirs and still there.

    From now on they stay until somebody lets go of them. `swept`: only while something in SHOWN_BY shows them.
    """
    wanted = set(ids)
    if not wanted:
        return True
    later = case((Picture.sweep_at.is_not(None), clock.now() + sweeping.MONTH)) if swept else None
    theirs = update(Picture).where(Picture.id.in_(wanted), Picture.owner_id == owner_id)
    return rows_changed(theirs.values(sweep_at=later)) == len(wanted)


def hold(ids: Iterable[int | None]) -> bool:
    """Note in the running transaction that these are shown at another place of the same thing; whether they are there.

    They need not be of whoever moves them. A sweep that sees neither place leaves them.
    """
    return sweeping.hold({each for each in ids if each is not None})


def let_go(ids: Iterable[int | None]) -> None:
    """Note in the running transaction that these are no longer shown where they were.

    They go after a day, unless something in SHOWN_BY still shows them, or somebody takes them again.
    """
    sweeping.let_go({each for each in ids if each is not None})


def discard(picture_id: int) -> None:
    """Forget a picture in the running transaction, unless something still shows it or it was taken for good.

    Its file goes soon, where no other picture shares it.
    """
    digest = sweeping.remove(picture_id)
    if digest is not None:
        remove_file.at(clock.now() + sweeping.ON_ITS_WAY)(digest=digest)
