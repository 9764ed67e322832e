"""Money: whole minor units, shares that sum, text that people type."""

from pathlib import Path

import pytest
from flask import render_template_string
from hypothesis import given
from hypothesis import strategies as st

from hutong.app import create_app
from hutong.kernel import money
from hutong.kernel.settings import Environment, Settings

FIELD = """{% import "kernel/form.html" as form with context %}{{ form.money("price", "Price", value=12000) }}"""
AMOUNTS = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12).filter(lambda found: sum(found) > 0)


@given(AMOUNTS, WEIGHTS)
def test_shares_sum_to_the_total(total: int, weights: list[int]) -> None:
    """M-01: nothing is lost or made by splitting, and no part is off by more than one."""
    parts = money.share(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    assert all(abs(part * whole - total * weight) < whole for part, weight in zip(parts, weights, strict=True))


@given(AMOUNTS, WEIGHTS)
def test_a_weight_of_nothing_gets_nothing(total: int, weights: list[int]) -> None:
    """M-01."""
    assert all(part == 0 for part, weight in zip(money.share(total, weights), weights, strict=True) if weight == 0)


def test_earlier_parts_take_what_is_left() -> None:
    """M-01."""
    assert money.share(100, [1, 1, 1]) == [34, 33, 33]
    assert money.share(-100, [1, 1, 1]) == [-34, -33, -33]
    assert money.share(0, [5, 0]) == [0, 0]


@pytest.mark.parametrize("weights", [[], [0], [0, 0]])
def test_no_weights_is_an_error(weights: list[int]) -> None:
    """M-01."""
    with pytest.raises(ValueError, match="weights"):
        money.share(1, weights)


@given(st.integers(-(10**12), 10**12), st.integers(0, 100))
def test_per_cent_and_the_rest(amount: int, per_cent: int) -> None:
    """M-01: halves go away from zero, alike for both signs."""
    part = money.percent(amount, per_cent)
    assert abs(part * 100 - amount * per_cent) <= 50
    assert money.percent(-amount, per_cent) == -part


@given(st.integers(0, money.MOST))
def test_what_is_shown_can_be_read(amount: int) -> None:
    """M-01."""
    assert money.parse(money.show(amount, "CNY").removeprefix("¥"), "CNY") == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [("300", 30_000), ("300.5", 30_050), ("300.50", 30_050), (" 1,000 ", 100_000), ("1,234,567.80", 123_456_780),
     ("0", 0), ("-5", -500), ("300.", 30_000), ("300.500", 30_050)],
)  # fmt: skip
def test_what_people_type(text: str, amount: int) -> None:
    """M-01."""
    assert money.parse(text, "CNY") == amount


@pytest.mark.parametrize(
    "text",
    ["", "abc", "300.505", "1,5", "1,00", ",5", "1e5", "1e999999999", "1E-2", "1_000", "NaN", "Infinity", "0x10", "¥5",
     "1 000", "--1", "1.2.3", "9" * 60, "."],
)  # fmt: skip
def test_what_is_no_amount(text: str) -> None:
    """M-01: a comma that is no thousands' comma would turn 1,5 into 15."""
    with pytest.raises(ValueError, match="not an amount"):
        money.parse(text, "CNY")


def test_currencies_have_their_own_places() -> None:
    """M-01."""
    assert money.parse("300", "JPY") == 300
    with pytest.raises(ValueError, match="not an amount"):
        money.parse("300.5", "JPY")
    assert money.show(124_050, "CNY") == "¥1,240.50"
    assert money.show(124_000, "CNY", "en") == "¥1,240"
    assert money.show(-500, "CNY") == "−¥5"
    assert money.show(1240, "JPY", "en") == "¥1,240"


@given(st.integers(0, money.MOST), st.sampled_from(["CNY", "JPY", "KWD"]))
def test_what_a_field_shows_is_read_as_the_same_amount(amount: int, currency: str) -> None:
    """M-01: saving a form that nobody touched changes no price, in any currency."""
    assert money.parse(money.typed(amount, currency), currency) == amount


def test_fields_of_a_currency_without_decimals(tmp_path: Path) -> None:
    """M-01: a price of 12,000 yen is no 120."""
    app = create_app(Settings(env=Environment.TESTING, data=tmp_path, currency="JPY"), ("tests.lab",))
    with app.test_request_context("/"):
        shown = render_template_string(FIELD)
        places = app.jinja_env.globals["currency_places"]()  # type: ignore[operator]
    app.extensions["hutong"].database.dispose()
    assert 'value="12000"' in shown
    assert places == 0
