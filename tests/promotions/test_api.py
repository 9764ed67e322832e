"""Wallet, points and coupons of those who make them, over HTTP."""

import pytest
from flask import Flask
from sqlalchemy import select

from hutong.accounts.models import Person
from hutong.kernel import clock
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.kernel.ids import show
from hutong.promotions import jobs
from tests.accounts.world import person, signed_in
from tests.booking.seats import do
from tests.booking.test_lines import organisation
from tests.booking.world import faults
from tests.client import Client
from tests.payments.world import run_jobs
from tests.promotions.world import asked, balance, coupon, day, points, used


def test_a_code_comes_into_the_wallet(app: Flask) -> None:
    """M-05: typed in any way, twice is once; wrong ones are named beside the field; listed ones are public."""
    coupon(app, listed=True)
    coupon(app, code="HIDDEN", stock=1)
    browser = signed_in(app, person(app, "13800001001"))
    assert [one["code"] for one in Client(app).get("/coupons").get_json()["items"]] == ["WINTER20"]
    for code in (" winter20", "Hidden", "hidden"):
        assert browser.post("/me/coupons", {"code": code}).status_code == 201
    mine = browser.get("/me/coupons").get_json()["items"]
    assert {(one["code"], one["says"], one["left"]) for one in mine} == {
        ("WINTER20", "¥20 off from ¥50 on", 1),
        ("HIDDEN", "¥20 off from ¥50 on", 1),
    }
    refused = browser.post("/me/coupons", {"code": "NONE"})
    assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, "coupon")
    assert browser.post("/me/coupons", {"code": ""}).status_code == 422
    with clock.moved(31 * clock.DAY):
        again = signed_in(app, person(app, "13800001003"))
        assert again.post("/me/coupons", {"code": "winter20"}).get_json()["code"] == "coupon_expired"


def test_handed_out_to_some(app: Flask) -> None:
    """M-05: only they have it and are told; a stranger's login hands out nothing."""
    boss, guest = person(app, "13800001009", role="administrator"), person(app, "13800001001")
    made = coupon(app, holders_only=True)
    browser, path = signed_in(app, boss), f"/coupons/{show(made.id)}/holders"
    refused = browser.post(path, {"people": ["13800001001", "13900000000"]})
    assert (refused.status_code, "13900000000" in refused.get_json()["errors"][0]["message"]) == (422, True)
    assert browser.post(path, {"text": "13800001001\n"}).get_json() == {"people": 1}
    assert browser.post(path, {"text": "13800001001, 13800001009"}).get_json() == {"people": 1}
    run_jobs(app)
    mine = signed_in(app, guest)
    assert mine.get("/notices").get_json()["items"][0]["title"] == "You have got a coupon"
    assert [one["code"] for one in mine.get("/me/coupons").get_json()["items"]] == ["WINTER20"]
    stranger = signed_in(app, person(app, "13800001004"))
    assert stranger.post("/me/coupons", {"code": "WINTER20"}).get_json()["code"] == "coupon_not_yours"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"off": 0}, "off"),
        ({"off": -5}, "off"),
        ({"off": 1.5}, "off"),
        ({"off": 10**19}, "off"),
        ({"percent": 20}, "off"),
        ({"off": None}, "off"),
        ({"off": None, "percent": 101}, "percent"),
        ({"cap": 500}, "cap"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"ends_on": "2999-01-01"}, "ends_on"),
        ({"starts_on": day(31)}, "ends_on"),
        ({"code": "a b"}, "code"),
        ({"code": "x"}, "code"),
        ({"kind": "moon"}, "kind"),
        ({"stock": 0}, "stock"),
        ({"per_person": 0}, "per_person"),
        ({"title": ""}, "title"),
    ],
)
def test_wrong_coupons(app: Flask, wrong: dict[str, object], field: str) -> None:
    """M-05: each its own field, nothing made."""
    browser = signed_in(app, person(app, "13800001009", role="administrator"))
    refused = browser.post("/coupons", asked(**wrong))
    assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, field)
    assert browser.get("/coupons/made").get_json()["items"] == []


def test_who_makes_coupons(app: Flask) -> None:
    """M-05: staff, a verified host for oneself, a manager for the organisation; each sees and stops only theirs."""
    boss, host, manager, usher, guest = (
        person(app, f"1380000400{n}", **({"role": "administrator"} if n == 0 else {})) for n in range(5)
    )
    firm = organisation(app, {manager: "cinema_manager", usher: "usher"})
    staff, own, firms, ushers, none = (signed_in(app, one) for one in (boss, host, manager, usher, guest))
    assert none.post("/coupons", asked()).get_json()["permission"] == "MANAGE_COUPONS"
    made = staff.post("/coupons", asked()).get_json()
    assert (made["borne_by"], staff.post("/coupons", asked()).get_json()["code"]) == ("platform", "code_taken")
    assert own.post("/coupons", asked(code="HOST", seller=show(host))).status_code == 403
    verify(app, host)
    mine = own.post("/coupons", asked(code="HOST", seller=show(host))).get_json()
    assert (mine["borne_by"], mine["seller"]) == ("seller", show(host))
    theirs = firms.post("/coupons", asked(code="FIRM", seller=show(firm))).get_json()
    assert ushers.post("/coupons", asked(code="USHER", seller=show(firm))).status_code == 404
    assert own.post("/coupons", asked(code="THEFT", seller=show(firm))).status_code == 404
    listed = firms.get("/coupons/made", seller=show(firm)).get_json()["items"]
    assert [(one["code"], one["uses"]) for one in listed] == [("FIRM", 0)]
    assert own.get("/coupons/made", seller=show(firm)).status_code == 404
    path = f"/coupons/{theirs['id']}"
    assert (own.get(path).status_code, own.delete(path).status_code, ushers.delete(path).status_code) == (404,) * 3
    assert (firms.delete(path).status_code, staff.get(path).get_json()["state"]) == (204, "stopped")
    assert staff.delete(f"/coupons/{mine['id']}").status_code == 204
    assert used(app, "FIRM") == (0, 0)


def verify(app: Flask, person_id: int) -> None:
    def mark() -> None:
        session().get_one(Person, person_id).verified_at = clock.now()

    do(app, mark)


def test_points_expire_after_a_year(app: Flask) -> None:
    """M-05: the balance says what expires soon; the job takes it away, once, and the history shows it."""
    guest = person(app, "13800001001")
    points(app, guest, 250)
    with clock.moved(340 * clock.DAY):
        points(app, guest, 50)
        shown = signed_in(app, guest).get("/me/points").get_json()
        assert (shown["points"], shown["soon"], shown["worth"], shown["points_for_one"]) == (300, 250, 300, 100)
    with clock.moved(366 * clock.DAY):
        assert balance(app, guest) == 50
        for _ in range(2):
            with app.app_context():
                jobs.expire.function()
        items = signed_in(app, guest).get("/me/points/entries").get_json()["items"]
        assert [(one["kind"], one["amount"]) for one in items] == [("expired", -250), ("granted", 50), ("granted", 250)]
        assert (balance(app, guest), faults(app)) == (50, [])


def test_lists_cost_the_same_for_one_and_for_many(app: Flask, statements: list[str]) -> None:
    """M-05: wallet, history, figures: a fixed number of statements, keyset pages."""
    boss = person(app, "13800001009", role="administrator")
    browser, costs = signed_in(app, boss), set()
    browser.get("/me/points")
    for number in range(4):
        coupon(app, code=f"CODE{number}", listed=True)
        points(app, boss, 10)
        browser.post("/me/coupons", {"code": f"code{number}"})
        counts = []
        for path in ("/me/coupons", "/coupons", "/coupons/made", "/me/points/entries", "/me/points"):
            statements.clear()
            assert browser.get(path).status_code == 200
            counts.append(sum("FROM kv" not in one for one in statements))
        costs.add(tuple(counts))
    assert len(costs) == 1
    first = browser.get("/coupons/made", limit=3).get_json()
    assert (len(first["items"]), len(browser.get("/coupons/made", cursor=first["next"]).get_json()["items"])) == (3, 1)


def test_staff_give_points(app: Flask) -> None:
    """M-05: to people by their logins, with a reason that they read; once a key, never to oneself, noted."""
    boss, guest = person(app, "13800001009", role="administrator"), person(app, "13800001001")
    staff, browser = signed_in(app, boss), signed_in(app, guest)
    wanted = {"people": ["13800001001"], "points": 250, "reason": "Sorry for the noise"}
    assert browser.post("/points", wanted).status_code == 403
    for wrong in (0, -1, 2.5, 100_001, 2**64, "many"):
        assert staff.post("/points", {**wanted, "points": wrong}).status_code == 422, wrong
    assert staff.post("/points", {**wanted, "people": ["13800001001", "nobody"]}).status_code == 422
    assert staff.post("/points", {**wanted, "people": ["13800001001", "13800001009"]}).status_code == 403
    assert staff.post("/points", {**wanted, "reason": ""}).status_code == 422
    assert balance(app, guest) == 0
    for _ in range(2):
        answer = staff.post("/points", wanted, **{"Idempotency-Key": "gift-1"})
        assert (answer.status_code, answer.get_json()) == (201, {"people": 1})
    fields = {"text": "13800001001", "points": "50", "reason": "And this"}
    assert staff.form("/points", "/staff/new-points", _next="/staff/points", **fields).status_code == 303
    assert balance(app, guest) == 300
    assert 'given 250 points: "Sorry for the noise"' in browser.page("/notices").text.replace("&#34;", '"')
    rows = staff.page("/staff/points", q="13800001001").text
    assert rows.count("Given to you") >= 2
    with app.app_context(), app.extensions["hutong"].database.reading() as reader:
        granted = select(AuditEntry).where(AuditEntry.action == "points.granted").order_by(AuditEntry.id)
        noted = reader.scalars(granted).all()
        assert [(entry.subject, entry.after["points"]) for entry in noted] == [
            (f"person:{guest}", 250),
            (f"person:{guest}", 50),
        ]
