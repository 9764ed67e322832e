"""Ids: 13 characters outside, 63 bits inside, never twice."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hutong.kernel import clock, ids

NUMBERS = st.integers(0, ids.LARGEST)


@given(NUMBERS)
def test_there_and_back(number: int) -> None:
    """X-04."""
    shown = ids.show(number)
    assert len(shown) == ids.LENGTH
    assert ids.read(shown) == ids.read(shown.lower()) == number


@given(NUMBERS, NUMBERS)
def test_shown_ids_sort_as_their_numbers(one: int, other: int) -> None:
    """X-04."""
    assert (ids.show(one) < ids.show(other)) == (one < other)


@given(st.text(max_size=20))
def test_any_text_is_an_id_or_an_error(text: str) -> None:
    """X-04: one spelling for each id, apart from small letters."""
    try:
        number = ids.read(text)
    except ValueError:
        return
    assert ids.show(number) == text.upper()


@pytest.mark.parametrize("text", ["", "0" * 12, "0" * 14, "8" + "0" * 12, "I" + "0" * 12, "0" * 12 + "ß", "０" * 13])
def test_what_is_no_id(text: str) -> None:
    """X-04."""
    with pytest.raises(ValueError, match=r".+"):
        ids.read(text)


@pytest.mark.parametrize("number", [-1, ids.LARGEST + 1])
def test_numbers_out_of_range_are_not_shown(number: int) -> None:
    """X-04."""
    with pytest.raises(ValueError, match="not an id"):
        ids.show(number)


def test_ids_are_never_given_twice() -> None:
    """X-04: over threads, within one millisecond, each above the one before."""
    with clock.frozen(clock.now()), ThreadPoolExecutor(8) as threads:
        runs = list(threads.map(lambda _: [ids.new_id() for _ in range(500)], range(8)))
    assert len({one for run in runs for one in run}) == 4000
    assert all(run == sorted(run) for run in runs)


def test_ids_cannot_be_counted() -> None:
    """X-04."""
    made = [ids.new_id() for _ in range(200)]
    steps = [later - earlier for earlier, later in pairwise(made)]
    assert len(set(steps)) > 100
