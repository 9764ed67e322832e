"""What `hutong audit` says of rows removed by hand."""

from functools import partial

import pytest
from sqlalchemy import update

from hutong.booking.actions import reserve
from hutong.booking.models import Booking
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.payments.models import Entry, Payment, Refund
from hutong.promotions.models import Coupon, PointLot
from tests.booking.seats import do, show
from tests.booking.test_bookings import by_itself, paid
from tests.booking.world import GUEST, faults, resource, stay
from tests.payments.world import run_jobs
from tests.promotions.world import coupon, points


def test_a_payment_that_is_gone_is_missed(app):
    """X5: by the booking that names it, whatever its state."""
    booking = stay(app).booking.id
    lost = update(Booking).where(Booking.id == booking).values(payment_id=77)
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: session().execute(lost) and None)
    assert faults(app) == [f"booking {ids.show(booking)}: its payment does not exist"]


@pytest.mark.parametrize(
    ("table", "values", "said"),
    [
        (Entry, {"amount": Entry.amount + 1}, "does not balance"),
        (Payment, {"subject": "booking:77"}, "is for booking:77, which does not exist"),
        (Payment, {"refunded": Payment.amount + 1}, "is marked as refunded"),
        (Refund, {"amount": Refund.amount + 1}, "its refunds sum to"),
        (PointLot, {"left": -1}, "-1 are left, the entries say"),
        (Coupon, {"used": 9}, "of a stock of 3 there are 9 used, by its rows 1"),
    ],
)
def test_money_that_was_changed_by_hand_is_named(app, table, values, said):
    """M-06: the ledger's balance, a payment without its booking, refunds above it, points below zero, coupons above
    their stock: clean before, named after."""
    coupon(app, stock=3)
    points(app, GUEST, 500)
    do(app, partial(reserve, show(resource(app), coupon="WINTER20", points=100)))
    made = stay(app, (-28, -27), state="held")
    paid(app, made)
    made.guest.post(f"{made.path}/cancellation")
    run_jobs(app)
    assert faults(app) == []
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: session().execute(update(table).values(**values)) and None)
    assert any(said in fault for fault in faults(app)), faults(app)


def test_a_deposit_that_was_not_returned_is_named(app):
    """M-06, S-01: a day after it should have gone back."""
    made = stay(app, (-28, -27), state="held")
    paid(app, made)
    with clock.moved(5 * clock.DAY):
        by_itself(app)
    with clock.moved(8 * clock.DAY):
        assert faults(app) == [f"booking {ids.show(made.booking.id)}: its deposit of 50000 was not returned"]
        by_itself(app)
        assert faults(app) == []
