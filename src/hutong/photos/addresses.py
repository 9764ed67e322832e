"""The addresses of a photo's picture: signed and cached for ever where everybody may see it, guarded where not."""

from hutong.kernel import ids
from hutong.media import queries as media
from hutong.media.queries import WIDTHS, PictureCard


def url(photo_id: int, picture: PictureCard, guarded: bool, width: int) -> str:
    """The address of a photo's picture at least so wide, or as wide as it is."""
    if not guarded:
        return media.url(picture, width)
    served = next((each for each in WIDTHS if each >= width), WIDTHS[-1])
    return f"/photos/{ids.show(photo_id)}/{served}.webp"


def sizes(photo_id: int, picture: PictureCard, guarded: bool) -> list[tuple[str, int]]:
    """All widths that are not wider than the picture, each with its address."""
    if not guarded:
        return media.sizes(picture)
    useful = [width for width in WIDTHS if width < picture.width]
    found = [(url(photo_id, picture, guarded, width), width) for width in useful]
    if len(useful) < len(WIDTHS):
        found.append((url(photo_id, picture, guarded, WIDTHS[len(useful)]), picture.width))
    return found


def srcset(photo_id: int, picture: PictureCard, guarded: bool) -> str:
    """The same for an <img>."""
    return ", ".join(f"{address} {width}w" for address, width in sizes(photo_id, picture, guarded))
