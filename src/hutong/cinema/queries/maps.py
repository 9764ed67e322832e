"""Seat maps: a version of a hall never changes, so each is read once by every process."""

from hutong.cinema.models import HallVersion, SeatMap
from hutong.kernel.db import session

MOST_KEPT = 256
_kept: dict[int, SeatMap] = {}


def seat_map_of(map_id: int) -> SeatMap:
    """The seats of a version of a hall."""
    if map_id not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[map_id] = session().get_one(HallVersion, map_id).map
    return _kept[map_id]
