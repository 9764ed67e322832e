"""Coupon and points on the way to a stay: quoted, applied on the page, booked, refused."""

import pytest
from flask import Flask

from hutong.kernel import ids
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.client import Client
from tests.counting import counted
from tests.promotions.world import balance, coupon, day, points, used
from tests.stays import world as stays

STAY = {"check_in": day(10), "check_out": day(12), "guests": 2}


@pytest.fixture
def path(app: Flask) -> str:
    """Of a home for ¥300 a night."""
    host = person(app, "13800001002", verified=True)
    return f"/homes/{ids.show(stays.home(app, host, instant=True))}"


def test_two_tabs_with_one_coupon(app: Flask, path: str) -> None:
    """C7, X-05: one wins; the other is told and repriced, on the page as in the API; then it books without."""
    coupon(app, stock=1)
    first, second = (signed_in(app, person(app, f"1380000100{n}")) for n in (1, 3))
    other = f"/homes/{ids.show(stays.home(app, person(app, '13800001005', verified=True), instant=True))}"
    pages = []
    for browser, where in ((first, path), (second, other)):
        quote = browser.get(f"{where}/quote", **STAY, coupon="winter20").get_json()
        assert (quote["total"], quote["coupon_off"]) == (58_000, 2_000)
        pages.append(browser.page(f"{where}/checkout", **STAY, coupon="winter20").text)
    assert all("¥580" in page and 'value="WINTER20"' in page for page in pages)
    wanted = {**STAY, "coupon": "WINTER20", "total": 58_000}
    assert first.post(f"{path}/bookings", wanted).get_json()["discount"] == 2_000
    lost = second.post(f"{other}/bookings", wanted)
    told = lost.get_json()
    assert (lost.status_code, told["code"], told["total"], told["quote"]["total"]) == (
        409,
        "coupon_gone",
        60_000,
        60_000,
    )
    address = f"{other}/checkout?check_in={STAY['check_in']}&check_out={STAY['check_out']}&guests=2&coupon=WINTER20"
    again = second.form(f"{other}/bookings", address, **{name: str(value) for name, value in wanted.items()})
    assert (again.status_code, "used up by others" in again.text, "¥600" in again.text) == (409, True, True)
    assert second.post(f"{other}/bookings", {**STAY, "total": 60_000}).status_code == 201
    assert (used(app, "WINTER20"), faults(app)) == ((1, 0), [])


def test_points_on_the_page_and_without_scripts(app: Flask, path: str) -> None:
    """M-05, X-05: applied by a form that reads, booked by a plain form; too many and negative ones say so."""
    guest = person(app, "13800001001")
    points(app, guest, 1_000)
    browser = signed_in(app, guest)
    for asked, said in (("2000", "You have 1000 points"), ("-5", "less than nothing"), ("x", "¥600")):
        assert said in browser.page(f"{path}/checkout", **STAY, points=asked).text
    page = browser.page(f"{path}/checkout", **STAY, points="1000").text
    assert ("¥590" in page, "1000 points" in page) == (True, True)
    fields = {**{name: str(value) for name, value in STAY.items()}, "points": "1000", "total": "59000"}
    refused = browser.form(f"{path}/bookings", f"{path}/checkout", **{**fields, "points": "-1"})
    assert (refused.status_code, balance(app, guest)) == (303, 1_000)  # the page without dates leads back to the home
    done = browser.form(f"{path}/bookings", f"{path}/checkout", _next="/bookings/{id}", **fields)
    assert (done.status_code, balance(app, guest)) == (303, 0)
    assert "1000 points" in browser.http.get(done.location).text
    assert faults(app) == []


def test_a_stay_stays_within_the_bound(app: Flask, path: str) -> None:
    """M-05, X-03: performance.md: twelve statements at most with coupon and points, whatever lots they are of."""
    guest = person(app, "13800001001")
    coupon(app, stock=5)
    for count in (300, 400, 500):
        points(app, guest, count)
    browser = signed_in(app, guest)
    browser.post(f"{path}/bookings", {**STAY, "check_in": day(20), "check_out": day(21)})
    with counted() as plain:
        made = browser.post(f"{path}/bookings", {**STAY, "check_in": day(25), "check_out": day(29)})
    assert (made.status_code, len(plain)) == (201, 7), "\n".join(plain)
    with counted() as noted:
        made = browser.post(f"{path}/bookings", {**STAY, "coupon": "WINTER20", "points": 1_000})
    assert (made.status_code, made.get_json()["discount"]) == (201, 3_000)
    assert len(noted) <= 12, "\n".join(noted)
    assert (balance(app, guest), used(app, "WINTER20"), faults(app)) == (200, (1, 0), [])


def test_pages_read(app: Flask) -> None:
    """M-05: wallet, coupons for everybody, those one gives, the staff's list: empty and full, for whom they are."""
    boss, host = person(app, "13800001009", role="administrator"), person(app, "13800001002", verified=True)
    staff, giver, nobody = signed_in(app, boss), signed_in(app, host), Client(app)
    for full in (False, True):
        if full:
            made = coupon(app, listed=True, stock=3)
            own = coupon(app, code="HOST", seller_id=host)
            points(app, host, 70)
            giver.post("/me/coupons", {"code": "winter20"})
        for browser, where in ((giver, "/wallet"), (giver, "/coupons"), (nobody, "/coupons"), (giver, "/coupons/made")):
            page = browser.page(where)
            assert (page.status_code, ("¥20 off" in page.text)) == (200, full)
        assert staff.page("/staff/coupons").status_code == staff.page("/staff/new-coupon").status_code == 200
    assert staff.page(f"/coupons/{ids.show(made.id)}").status_code == 200
    assert giver.page(f"/coupons/{ids.show(own.id)}").status_code == 200
    assert giver.page(f"/coupons/{ids.show(made.id)}").status_code == 404
    assert giver.page("/staff/coupons").status_code == 403
    fields = {"title": "Quiet weeks", "code": "QUIET", "percent": "10", "ends_on": day(9), "per_person": "1"}
    done = giver.form(
        "/coupons", "/coupons/made", _next="/coupons/{id}", seller=ids.show(host), off="", cap="", **fields
    )
    assert (done.status_code, "10% off" in giver.http.get(done.location).text) == (303, True)
    wrong = giver.form("/coupons", "/coupons/made", seller=ids.show(host), **{**fields, "percent": "200"})
    assert (wrong.status_code, "Must be at most 100" in wrong.text) == (422, True)
