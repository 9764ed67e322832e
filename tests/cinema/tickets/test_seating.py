"""Seats as values: gaps, the best together, typed wishes, what is read out."""

import pytest

from hutong.cinema.choosing import BACK, Wish, best, read_wish
from hutong.cinema.gaps import gap_of
from hutong.cinema.models import GapRule, Seat, SeatKind
from hutong.cinema.seating import FREE, SOLD, Place, spoken

STRICT, LENIENT, OFF = GapRule


def row(pattern: str, name: str = "A", line: int = 0, price: int = 4500) -> list[Place]:
    """A row from a picture: . free, x sold, space an aisle, c couple, w wheelchair."""
    places, number = [], 0
    for column, char in enumerate(pattern):
        if char == " ":
            continue
        number += 1
        kind = {"c": SeatKind.COUPLE, "w": SeatKind.WHEELCHAIR}.get(char, SeatKind.NORMAL)
        slot = line * 100 + number
        mate = (slot + 1 if number % 2 else slot - 1) if char == "c" else None
        aisle = pattern[column - 1 : column] in ("", " ") or pattern[column + 1 : column + 2] in ("", " ")
        seat = Seat(slot, name, number, kind, "", line, column, aisle, mate)
        places.append(Place(seat, price, SOLD if char == "x" else FREE))
    return places


@pytest.mark.parametrize(
    ("pattern", "chosen", "mode", "left", "fix"),
    [
        (".....", {2, 3}, STRICT, ("A1",), ("A1", "A2")),
        (".....", {2, 3}, LENIENT, None, None),  # beside the wall
        (".....", {2, 3}, OFF, None, None),
        ("x.....", {3, 4}, LENIENT, ("A2",), ("A2", "A3")),  # between two taken ones
        ("...", {1, 2}, STRICT, None, None),  # unavoidable
        ("...", {1, 3}, STRICT, None, None),  # as good as the best: one is left either way
        (".....", {1, 3}, STRICT, ("A2",), ("A1", "A2")),
        ("..x..", {1}, STRICT, None, None),
        (".... ....", {4, 5}, STRICT, None, None),  # on both sides of the aisle
        (".... ....", {3, 5}, STRICT, ("A4",), ("A4", "A5")),
        ("wwww", {2}, STRICT, None, None),
        ("....", {2, 3}, STRICT, ("A1", "A4"), ("A1", "A2")),
    ],
)
def test_no_single_seat_is_left(pattern, chosen, mode, left, fix) -> None:
    """C-06: C5: strict names the seat left over and offers others; what cannot be avoided is allowed."""
    gap = gap_of(row(pattern), chosen, mode)
    assert (gap and gap.left, gap and gap.fix) == (left, fix)


def test_the_fix_is_itself_without_a_gap() -> None:
    """C-06: whatever is chosen, what is offered instead passes."""
    seats = row("x....x..... ...x......")
    for first in range(1, 20):
        chosen = {seat.slot for seat in seats if seat.free and first <= seat.slot < first + 2}
        gap = gap_of(seats, chosen, STRICT)
        if gap:
            offered = {seat.slot for seat in seats if seat.label in gap.fix}
            assert len(offered) == len(chosen)
            assert gap_of(seats, offered, STRICT) is None


def hall() -> list[Place]:
    """Six rows of ten with an aisle after five; couple seats in F, wheelchair places in A."""
    seats = row("ww... .....", "A", 0, 3500)
    for number, name in enumerate("BCDE", 1):
        seats += row("..... .....", name, number, 5500 if name in "DE" else 4500)
    return seats + row("cccc cccc", "F", 5, 6000)


@pytest.mark.parametrize(
    ("wish", "labels"),
    [
        (Wish(2), ["D4", "D5"]),
        (Wish(2, aisle=True, most=4500), ["C4", "C5"]),
        (Wish(2, couple=True), ["F5", "F6"]),
        (Wish(1, wheelchair=True), ["A2"]),
        (Wish(3, where=BACK), ["E3", "E4", "E5"]),
        (Wish(6), []),
        (Wish(7), []),
        (Wish(2, most=1000), []),
    ],
)
def test_the_best_together(wish, labels) -> None:
    """C-06: C6: together, near the middle of the back half, couples never torn apart, places for wheelchairs kept."""
    assert [seat.label for seat in best(hall(), wish)] == labels


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("2 together, aisle, ≤ ¥60", Wish(2, aisle=True, most=6000)),
        ("2张连座，过道，60元以下", Wish(2, aisle=True, most=6000)),
        ("三张 靠后 不超过45.5", Wish(3, most=4550, where=BACK)),
        ("two seats under 50", Wish(2, most=5000)),
        ("情侣座", Wish(2, couple=True)),
        ("轮椅", Wish(1, wheelchair=True)),
        ("4", Wish(4)),
        ("¥45以内", Wish(1, most=4500)),
        ("hello", Wish()),
        ("9 seats", Wish(9)),
    ],
)
def test_typed_wishes(text, wish) -> None:
    """C-06: a wish in words."""
    assert read_wish(text) == wish


def test_what_is_read_out(app) -> None:
    """C-06: C6: the label says row, seat, state, price and aisle."""
    with app.test_request_context(headers={"Cookie": "lang=zh"}):
        assert spoken(Place(Seat(1, "E", 6, "normal", "", 4, 5, True), 4500), "CNY") == "E排6座, 可选, ¥45, 过道"
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        assert spoken(Place(Seat(1, "E", 6, "normal", "", 4, 5, False), 4500), "CNY") == "Row E seat 6, free, ¥45"
