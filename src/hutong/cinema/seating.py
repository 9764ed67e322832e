"""The seats of one show as plain values: what each costs, who has it, and how it is read out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.cinema.models import Seat, SeatKind
from hutong.kernel.pages import show_money

FREE, HELD, SOLD, MINE, BROKEN = "free", "held", "sold", "mine", "broken"
STATES: dict[str, Any] = {
    FREE: _l("free"),
    HELD: _l("held"),
    SOLD: _l("sold"),
    MINE: _l("yours"),
    BROKEN: _l("out of order"),
}
KINDS: dict[str, Any] = {
    SeatKind.COUPLE: _l("couple seat"),
    SeatKind.WHEELCHAIR: _l("wheelchair place"),
    SeatKind.COMPANION: _l("companion's seat"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A seat of a show: what it costs and who has it."""

    seat: Seat
    price: int = 0
    state: str = FREE

    @property
    def slot(self) -> int:
        """What is claimed."""
        return self.seat.number

    @property
    def label(self) -> str:
        """Row and number: "E6"."""
        return self.seat.label

    @property
    def kind(self) -> str:
        """One of SeatKind."""
        return self.seat.kind

    @property
    def free(self) -> bool:
        """Whether it can be chosen."""
        return self.state == FREE


def runs(places: Iterable[Place]) -> list[list[Place]]:
    """Places side by side without an aisle between them, row by row from the left."""
    found: list[list[Place]] = []
    for place in sorted(places, key=lambda one: (one.seat.y, one.seat.x)):
        last = found[-1][-1].seat if found else None
        if last is not None and last.y == place.seat.y and last.x + 1 == place.seat.x:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def spoken(place: Place, currency: str) -> str:
    """What a screen reader says: "E排6座, 可选, ¥45, 过道"."""
    seat = place.seat
    parts = [_("Row %(row)s seat %(place)s", row=seat.row, place=seat.place), str(STATES[place.state])]
    if place.free:
        parts.append(show_money(place.price, currency))
    if seat.aisle:
        parts.append(_("aisle"))
    if seat.kind in KINDS:
        parts.append(str(KINDS[seat.kind]))
    return ", ".join(parts)
