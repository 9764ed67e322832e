"""The plan of a hall: what is read from it, and what is refused."""

import pytest
from flask import Flask

from hutong.cinema import layouts
from hutong.cinema.models import SeatMap, seat_map
from hutong.kernel.errors import Invalid
from tests.cinema.world import PLAN


def read(plan: str, before: SeatMap | None = None, highest: int = 0) -> tuple[SeatMap, int]:
    layout, last = layouts.read(plan, ("Near", "Best"), before, highest)
    return seat_map(layout), last


def test_a_hall_of_six_by_ten(within: Flask) -> None:
    """C-03: aisle after 5, couple seats in row F, two wheelchair places with companions, one broken seat."""
    made, highest = read(PLAN)
    assert (made.rows, made.columns, len(made.seats), highest) == (6, 11, 58, 58)
    e = [seat for seat in made.seats if seat.row == "E"]
    assert [seat.kind for seat in e] == [
        "wheelchair", "companion", "normal", "normal", "normal",
        "normal", "normal", "broken", "companion", "wheelchair",
    ]  # fmt: skip
    assert [seat.label for seat in e if seat.aisle] == ["E5", "E6"]
    first, second, third = (made.by_label[label] for label in ("F1", "F2", "F3"))
    assert (first.mate, second.mate, third.kind) == (second.number, first.number, "couple")
    assert (made.by_label["C1"].zone, made.zones) == ("2", (("1", "Near"), ("2", "Best")))
    assert (made.plan, read(made.plan)[0]) == (PLAN.strip(), made)


def test_numbers_belong_to_labels_for_ever(within: Flask) -> None:
    """C-03: a seat that stays keeps its number, a new one gets one that nobody had."""
    first, highest = read("A SSS\nB SSS")
    second, highest = read("A SS\nB SSSS", first, highest)
    assert {seat.label: seat.number for seat in second.seats} == {
        "A1": 1, "A2": 2, "B1": 4, "B2": 5, "B3": 6, "B4": 7,
    }  # fmt: skip
    third, _ = read("A SSS\nB SSSS", second, highest)
    assert third.by_label["A3"].number == 8


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ("", "A hall needs at least one seat."),
        ("A XX_X", "A hall needs at least one seat."),
        ("A SSQ", "Line 1: “Q” means nothing here."),
        ("A SS\nA SS", "There are two rows A."),
        ("SSSS", "Line 1: write the row's letter, a space, and its places: A SSSSS_SSSSS."),
        ("A SS\n12 SS", "Line 2: write the row's letter, a space, and its places: A SSSSS_SSSSS."),
        ("A CCC", "Line 1: A3 is half a couple seat."),
        ("A C_C", "Line 1: A1 is half a couple seat."),
        ("A SP", "Line 1: A2 has no wheelchair place beside it."),
        ("A SS 13", "Line 1: there is no zone “3”."),
        ("A SS 1", "Line 1: name the zone of each place, as many as there are places."),
        (f"A {'S' * 61}", "Line 1: at most 60 places."),
        ("\n".join(["-"] * 61), "At most 60 rows."),
        (
            "\n".join(f"{chr(65 + at // 26)}{chr(65 + at % 26)} {'S' * 60}" for at in range(60)),
            "A hall has at most 1500 seats; this plan has 3600.",
        ),
    ],
)
def test_plans_that_are_refused(within: Flask, plan: str, told: str) -> None:
    """C-03: halls of 0 or 10,000 seats, half couples, unknown signs."""
    english = within.test_request_context(headers={"Accept-Language": "en"})
    with pytest.raises(Invalid) as refused, english:
        read(plan)
    assert [(error.field, str(error.message)) for error in refused.value.errors] == [("plan", told)]
