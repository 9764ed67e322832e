"""Photos that look alike: 64 bits say how a picture looks, and copies differ in few of them.

The bits are kept in four quarters. Two looks that differ in at most seven bits have a quarter in which they differ in
at most one: so those of a picture, with each one bit changed, are looked up, and only what is found is compared.
"""

from collections.abc import Iterator

from sqlalchemy import or_, select

from hutong.kernel.db import session
from hutong.photos.models import Photo, PhotoBand, PhotoState

ALIKE = 7  # bits
QUARTER = 16
MOST_COMPARED = 500
MOST_TOLD = 3
PLAIN = 4  # a look with so few bits is of a sheet of paper: everything plain looks like it


def bands(look: int) -> list[int]:
    """The four quarters of a look, each with its number."""
    bits = look & (2**64 - 1)
    return [quarter << QUARTER | bits >> (QUARTER * quarter) & 0xFFFF for quarter in range(4)]


def apart(one: int, other: int) -> int:
    """In how many bits two looks differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()


def like(look: int, person_id: int) -> list[int]:
    """Photos that look like this, the most alike first: one's own, and those that everybody finds; one statement."""
    if (look & (2**64 - 1)).bit_count() <= PLAIN:
        return []
    rows = session().execute(
        select(Photo.id, Photo.look)
        .join(PhotoBand, PhotoBand.photo_id == Photo.id)
        .where(
            PhotoBand.code.in_(list(_near(look))),
            Photo.state == PhotoState.LIVE,
            or_(Photo.owner_id == person_id, Photo.listed == 1),
        )
        .limit(MOST_COMPARED)
    )
    near = {(apart(look, row.look), row.id) for row in rows if row.look is not None}
    return [photo_id for distance, photo_id in sorted(near) if distance <= ALIKE][:MOST_TOLD]


def _near(look: int) -> Iterator[int]:
    for band in bands(look):
        yield band
        yield from (band ^ 1 << bit for bit in range(QUARTER))
