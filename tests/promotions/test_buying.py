"""Coupons and points in bookings: taken, shared among the lines, given back once."""

from functools import partial

import pytest
from flask import Flask

from hutong.booking.actions import Who, cancel_lines, decide, expire, reserve, sell
from hutong.booking.models import Booking
from hutong.booking.prices import preview
from hutong.kernel import clock
from hutong.promotions import actions
from hutong.promotions.problems import (
    CouponEarly,
    CouponElsewhere,
    CouponExpired,
    CouponGone,
    CouponMinimum,
    CouponNotYours,
    CouponStopped,
    CouponUnknown,
    CouponUsed,
    PointsRefused,
    PromotionRefused,
)
from tests.accounts.world import person, signed_in
from tests.booking.seats import do, lines, row, show
from tests.booking.test_bookings import by_itself, paid
from tests.booking.world import GUEST, HOST, Stay, faults, resource
from tests.payments.world import payment, run_jobs
from tests.promotions.world import balance, coupon, day, points, used


def bought(app: Flask, **more: object) -> tuple[Stay, str]:
    guest, host = person(app, "13800001001"), person(app, "13800001002")
    points(app, guest, 1_000)
    place = resource(app)
    booking = do(app, lambda: reserve(show(place, customer_id=guest, seller_id=host, **more)))
    made = Stay(signed_in(app, guest), signed_in(app, host), guest, host, place, booking)
    return made, paid(app, made)


def book(app: Flask, **more: object) -> Booking:
    """Three seats and a combo for 155 of a fresh show."""
    wanted = show(resource(app), **more)
    return do(app, lambda: reserve(wanted))


def test_shares_sum_and_what_was_paid_goes_back(app: Flask) -> None:
    """M-05, C7: three seats and a combo less 20 and 3.33: shares to the cent; a third of it back, then all, once."""
    coupon(app, stock=5)
    made, payment_id = bought(app, coupon="winter20", points=333)
    booking = made.booking
    parts = lines(app, booking.id)
    assert (booking.total, booking.discount, booking.points_off) == (15_500 - 2_333, 2_333, 333)
    assert ([line.discount for line in parts], booking.subsidy) == ([678, 677, 677, 301], 2_333)
    assert (balance(app, made.guest_id), used(app, "WINTER20"), payment(app, payment_id).amount) == (
        667,
        (1, 0),
        13_167,
    )
    do(app, lambda: cancel_lines(booking.id, [parts[0].id], Who("guest", made.guest_id)))
    run_jobs(app)
    assert (payment(app, payment_id).refunded, balance(app, made.guest_id)) == (4_500 - 678, 667 + 97)
    made.guest.post(f"{made.path}/cancellation")
    run_jobs(app)
    assert (payment(app, payment_id).refunded, balance(app, made.guest_id)) == (13_167, 1_000)
    assert (used(app, "WINTER20"), faults(app)) == ((0, 1), [])


def test_what_is_kept_by_the_policy_keeps_its_points(app: Flask) -> None:
    """C7, S-08: half of the price back, half of the points; the coupon back once; completed stays earn."""
    coupon(app)
    made, _payment = bought(app, coupon="WINTER20", points=400)
    with clock.moved(clock.DAY - 30 * clock.MINUTE):
        do(app, lambda: cancel_lines(made.booking.id, [lines(app, made.booking.id)[0].id], Who("guest", 1)))
        assert balance(app, made.guest_id) == 600 + 58
    with clock.moved(clock.DAY + 3 * clock.HOUR):
        by_itself(app)
        kept = row(app, made.booking.id)
        assert (kept.state, balance(app, made.guest_id)) == ("completed", 658 + (kept.total - kept.refund) // 100)
        by_itself(app)
        assert faults(app) == []


@pytest.mark.parametrize("ending", ["expire", "cancel", "reject"])
def test_what_was_never_paid_gives_all_back_once(app: Flask, ending: str) -> None:
    """C7, S-07: lapsed, called off, rejected."""
    coupon(app, stock=1)
    points(app, GUEST, 500)
    wanted = show(resource(app), coupon="WINTER20", points=500, state="requested" if ending == "reject" else "held")
    booking = do(app, lambda: reserve(wanted))
    assert (balance(app, GUEST), used(app, "WINTER20")) == (0, (1, 0))
    with clock.moved(16 * clock.MINUTE if ending == "expire" else 0):
        if ending == "reject":
            do(app, lambda: decide(booking.id, HOST, False, "no"))
        elif ending == "expire":
            do(app, lambda: expire(booking.id))
            do(app, lambda: expire(booking.id))
        else:
            signed_in(app, person(app, "13800001001"))
            from hutong.booking.actions import cancel

            do(app, lambda: cancel(booking.id, GUEST))
        assert (balance(app, GUEST), used(app, "WINTER20"), faults(app)) == (500, (0, 1), [])


def test_money_that_comes_late(app: Flask) -> None:
    """S8, C7: coupon and points are taken again with the seats; where the coupon has gone, the money goes back."""
    coupon(app, stock=1)
    for other in (False, True):
        guest = person(app, f"1380000{int(other)}101")
        points(app, guest, 100)
        place = resource(app)
        wanted = show(place, customer_id=guest, coupon="WINTER20", points=100)
        booking = do(app, partial(reserve, wanted))
        made = Stay(signed_in(app, guest), signed_in(app, guest), guest, HOST, place, booking)
        payment_id = str(made.guest.post(f"{made.path}/payments").get_json()["id"])
        run_jobs(app)
        with clock.moved(20 * clock.MINUTE):
            by_itself(app)
            assert (row(app, booking.id).state, balance(app, guest)) == ("expired", 100)
            if other:
                book(app, customer_id=5, coupon="WINTER20")
            from tests.payments.world import call_back

            call_back(app, payment_id)
            run_jobs(app)
            ended = row(app, booking.id)
            assert (ended.state, balance(app, guest)) == (("refunded", 100) if other else ("paid", 0))
            assert faults(app) == []
        if not other:
            made.guest.post(f"{made.path}/cancellation")


@pytest.mark.parametrize(
    ("more", "order", "refusal"),
    [
        ({}, {"coupon": "NOBODY"}, CouponUnknown),
        ({"starts_on": day(2)}, {}, CouponEarly),
        ({"minimum": 15_501}, {}, CouponMinimum),
        ({"seller_id": 77}, {}, CouponElsewhere),
        ({"kind": "stay"}, {}, CouponElsewhere),
        ({"holders_only": True}, {}, CouponNotYours),
        ({}, {"coupon": "", "points": 1_001}, PointsRefused),
        ({}, {"coupon": "", "points": -1}, PointsRefused),
        ({"off": 15_000}, {"points": 501}, PointsRefused),
        ({}, {"customer_id": 0}, PromotionRefused),
    ],
)
def test_each_refusal_says_why(
    app: Flask, more: dict[str, object], order: dict[str, object], refusal: type[PromotionRefused]
) -> None:
    """C7: expired, another seller's, below the minimum, not yours, negative points: its own message, nothing taken."""
    points(app, GUEST, 1_000)
    coupon(app, **{"stock": 3, **more})
    wanted = show(resource(app), **{"coupon": "WINTER20", **order})
    attempt = partial(sell, wanted, "cash", 9) if not wanted.customer_id else partial(reserve, wanted)
    with pytest.raises(refusal) as refused:
        do(app, attempt)
    problem = refused.value
    assert (type(problem), problem.errors[0].field) == (refusal, problem.field)
    assert problem.extra["total"] in (15_500, 500)
    if wanted.customer_id:
        price, errors = do(app, lambda: preview(wanted))
        assert ([error.field for error in errors], price.total) == ([problem.field], problem.extra["total"])
    assert (balance(app, GUEST), used(app, "WINTER20"), faults(app)) == (1_000, (0, 0), [])


def test_used_up_stopped_expired(app: Flask) -> None:
    """C7: the second use, the third of two in stock, a stopped one, one that is over."""
    made = coupon(app, stock=2)
    for customer in (GUEST, 77):
        book(app, customer_id=customer, coupon="WINTER20")
    for customer, refusal in ((GUEST, CouponUsed), (78, CouponGone)):
        with pytest.raises(refusal):
            book(app, customer_id=customer, coupon="WINTER20")
    do(app, lambda: actions.stop(made.id))
    with pytest.raises(CouponStopped):
        book(app, customer_id=79, coupon="WINTER20")
    coupon(app, code="OTHER", ends_on=day(1))
    with clock.moved(2 * clock.DAY), pytest.raises(CouponExpired):
        book(app, customer_id=79, coupon="OTHER")
    assert (used(app, "WINTER20"), faults(app)) == ((2, 0), [])


def test_who_bears_it(app: Flask) -> None:
    """M-05: a seller's coupon is off the seller's income, the platform's and points are not."""
    coupon(app, seller_id=HOST, off=None, percent=50, cap=1_000)
    points(app, GUEST, 100)
    booking = book(app, coupon="WINTER20", points=100)
    assert (booking.discount, booking.subsidy, booking.total) == (1_100, 100, 14_400)
    free = book(app, customer_id=8)
    points(app, 8, 20_000)
    nothing = book(app, customer_id=8, points=15_500)
    assert (nothing.total, free.total, balance(app, 8)) == (0, 15_500, 4_500)
