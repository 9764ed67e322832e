"""What bookings do to the ledger, over HTTP: after every step all accounts, to the cent."""

import pytest
from flask import Flask

from hutong.booking import rates
from hutong.kernel import clock
from hutong.kernel.state import state
from hutong.payments.queries import ledger
from tests.booking.test_bookings import by_itself, paid
from tests.booking.world import faults, stay
from tests.payments.world import call_back, run_jobs


def books(app: Flask) -> dict[str, int]:
    """Every account that is not empty, parties' together; credits are negative."""
    with app.app_context(), state().database.reading():
        return {line.kind: line.amount for line in ledger.balances() if line.amount}


def test_a_stay_from_payment_to_deposit(app: Flask) -> None:
    """M-06: held when paid, earned when over less ten per cent, the deposit apart and back after two days."""
    made = stay(app, state="held")
    paid(app, made)
    paid_in = {"clearing": 118_000, "held": -68_000, "deposits": -50_000}
    assert books(app) == paid_in
    with clock.moved(33 * clock.DAY):
        by_itself(app)
        by_itself(app)
        earned = {"clearing": 118_000, "deposits": -50_000, "payable": -61_200, "commission": -6_800}
        assert (books(app), faults(app)) == (earned, [])
    with clock.moved(35 * clock.DAY):
        by_itself(app)
        assert books(app) == {"clearing": 68_000, "payable": -61_200, "commission": -6_800}
        by_itself(app)
        assert faults(app) == []


@pytest.mark.parametrize(
    ("days", "refund", "earned"),
    [(0, 118_000, 0), (26, 88_000, 30_000), (29.7, 50_000, 68_000)],
)
def test_what_a_cancellation_leaves_is_earned(app: Flask, days: float, refund: int, earned: int) -> None:
    """S9, M-04: what was shown before confirming is exactly what the ledger says."""
    made = stay(app, state="held")
    paid(app, made)
    with clock.moved(int(days * clock.DAY)):
        quote = made.guest.get(f"{made.path}/cancellation").get_json()["refund"]
        assert quote == refund
        assert made.guest.post(f"{made.path}/cancellation", {"refund": quote}).status_code == 201
        under_way = {"clearing": 118_000, "refunds": -refund}
        share = {"payable": earned // 10 - earned, "commission": -earned // 10} if earned else {}
        assert books(app) == {**under_way, **share}
        run_jobs(app)
        after = {"clearing": 118_000 - refund} if refund < 118_000 else {}
        assert (books(app), faults(app)) == ({**after, **share}, [])


def test_money_that_came_too_late_passes_through(app: Flask) -> None:
    """S8, M-03: the hold over and the nights gone: in and out again, nothing is earned."""
    from tests.booking.world import booked, order

    made = stay(app, state="held")
    shown = str(made.guest.post(f"{made.path}/payments").get_json()["id"])
    run_jobs(app)
    with clock.moved(20 * clock.MINUTE):
        by_itself(app)
        booked(app, order(made.resource_id, (1,), customer_id=77, seller_id=made.host_id))
        for _ in range(2):
            assert call_back(app, shown).text == "success"
            run_jobs(app)
        assert (books(app), faults(app)) == ({}, [])


@pytest.mark.parametrize(
    ("setting", "kind", "method", "rate"),
    [
        ("10", "stay", "", 1000),
        ("10,show=8.5", "show", "", 850),
        ("10,show=8.5", "stay", "", 1000),
        ("10", "stay", "cash", 0),
        ("10,counter=1.25", "show", "cash", 125),
        ("stay=5", "show", "", 0),
    ],
)
def test_rates(app: Flask, monkeypatch: pytest.MonkeyPatch, setting: str, kind: str, method: str, rate: int) -> None:
    """M-06: commission per kind of booking, none at the counter unless it is said."""
    monkeypatch.setitem(app.extensions["hutong"].settings.__dict__, "commission", setting)
    with app.app_context():
        assert rates.rate_of(kind, method) == rate


@pytest.mark.parametrize(("amount", "share"), [(0, 0), (1, 0), (5, 1), (14, 1), (15, 2), (-15, -2), (68_000, 6800)])
def test_commission_is_rounded_half_up(amount: int, share: int) -> None:
    """M-01: whole minor units."""
    assert rates.share(amount, 1000) == share
