"""No single seat is left over: what a choice leaves behind, and which one near by would not.

Strict looks at every single free seat that a choice makes; lenient only at those between two taken seats, not at one
beside an aisle or a wall. Where a stretch of free seats cannot be filled without leaving one, it is allowed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hutong.cinema.models import GapRule, SeatKind
from hutong.cinema.seating import Place, runs

APART = (SeatKind.WHEELCHAIR, SeatKind.COMPANION, SeatKind.COUPLE)  # nobody minds a single place of these


@dataclass(frozen=True)
class Gap:
    """A choice that leaves single seats: their labels, and a choice of as many seats that does not."""

    left: tuple[str, ...]
    fix: tuple[str, ...]


def gap_of(places: Sequence[Place], chosen: Collection[int], mode: str) -> Gap | None:
    """What is wrong with choosing these slots among the places as they are now; None where nothing is."""
    if mode == GapRule.OFF:
        return None
    left: list[Place] = []
    fix: list[Place] = []
    for run in runs(places):
        for stretch, at_left, at_right in _stretches(run):
            mine = [number for number, seat in enumerate(stretch) if seat.slot in chosen]
            if not mine:
                continue
            singles = _singles(len(stretch), set(mine), at_left, at_right, mode)
            better = _placement(len(stretch), mine, at_left, at_right, mode)
            if len(singles) > len(_singles(len(stretch), set(better), at_left, at_right, mode)):
                left += [stretch[number] for number in singles]
                fix += [stretch[number] for number in better]
            else:
                fix += [stretch[number] for number in mine]
    if not left:
        return None
    apart = [seat for seat in places if seat.slot in chosen and seat.kind in APART]
    return Gap(tuple(seat.label for seat in left), tuple(seat.label for seat in [*fix, *apart]))


def _stretches(run: Sequence[Place]) -> list[tuple[list[Place], bool, bool]]:
    """The free stretches of a run, each with whether a wall or aisle (and no taken seat) is at its left and right."""
    found: list[tuple[list[Place], bool, bool]] = []
    current: list[Place] = []
    begin = 0
    for number, seat in enumerate([*run, None]):
        if seat is not None and seat.free and seat.kind not in APART:
            if not current:
                begin = number
            current.append(seat)
        elif current:
            found.append((current, begin == 0, seat is None))
            current = []
    return found


def _singles(length: int, chosen: set[int], at_left: bool, at_right: bool, mode: str) -> list[int]:
    """The places left single in a stretch whose ends are taken seats, or walls where so said."""
    if length == 1:
        return []
    found = []
    for place in range(length):
        before, after = place - 1, place + 1
        if place in chosen or (before >= 0 and before not in chosen) or (after < length and after not in chosen):
            continue
        beside_wall = (before < 0 and at_left) or (after >= length and at_right)
        if mode == GapRule.STRICT or not beside_wall:
            found.append(place)
    return found


def _placement(length: int, chosen: Sequence[int], at_left: bool, at_right: bool, mode: str) -> list[int]:
    """As many places side by side as were chosen that leave the fewest singles, nearest to the choice."""
    count, middle = len(chosen), sum(chosen) / len(chosen)
    blocks = [list(range(start, start + count)) for start in range(length - count + 1)]
    return min(
        blocks,
        key=lambda block: (
            len(_singles(length, set(block), at_left, at_right, mode)),
            abs(sum(block) / count - middle),
        ),
    )
