"""What staff do with bookings, money and things that break the rules."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.notices.models import Notice
from hutong.payments.models import Callback, Payment, Refund
from tests.accounts.world import person, signed_in
from tests.booking.world import Stay, faults, stay
from tests.client import Client
from tests.payments.world import connect, press, run_jobs
from tests.stays.world import home


@pytest.fixture
def paid(app: Flask) -> Stay:
    """A stay that is paid: 600 and 80 for cleaning, with a deposit of 500."""
    connect(app)
    made = stay(app, state="held")
    payment = made.guest.post(f"{made.path}/payments", {"provider": "sandbox"}).json["id"]
    run_jobs(app)
    press(app, made.guest, payment)
    run_jobs(app)
    assert made.state() == "paid"
    return made


def run(app: Flask, unit: Any) -> Any:
    """Something in a transaction."""
    with app.app_context():
        return app.extensions["hutong"].database.run(unit)


def test_a_booking_called_off(app: Flask, paid: Stay, support: Client, administrator: Client) -> None:
    """B-02: seen whole, called off by its policy or with all back, which needs REFUND; both sides told, books agree."""
    page = support.page(f"/staff/bookings/{ids.show(paid.booking.id)}").text
    assert "¥1,180" in page
    path = f"/staff/bookings/{ids.show(paid.booking.id)}/cancellation"
    assert paid.host.post(path, {"reason": "x"}).json["permission"] == "MANAGE_BOOKINGS"
    assert support.post(path, {"reason": ""}).status_code == 422
    assert support.post(path, {"reason": "Flood", "whole": True}).json["permission"] == "REFUND"
    assert support.post(path, {"reason": "Flood", "refund": 1}).json["code"] == "price_changed"
    assert paid.state() == "paid"
    done = administrator.post(path, {"reason": "Flood", "whole": True}).json
    assert (done["state"], done["refund"]) == ("cancelled", 118_000)
    assert administrator.post(path, {"reason": "Flood"}).status_code == 409
    run_jobs(app)
    told = run(app, lambda: set(session().scalars(select(Notice.kind)).all()))
    assert {"booking.cancelled", "booking.called_off"} <= told
    assert "Flood" in paid.guest.get(paid.path).text
    listed = administrator.page("/staff/bookings", q=ids.show(paid.guest_id)).text
    assert listed.count("<tr>") == 2
    assert "¥1,180" in administrator.page("/staff/refunds").text
    assert faults(app) == []


def test_a_refund_that_failed(app: Flask, paid: Stay, administrator: Client, support: Client) -> None:
    """B-02: listed as waiting, tried again under the same number once, done; the ledger agrees all along."""
    path = f"/staff/bookings/{ids.show(paid.booking.id)}/cancellation"
    administrator.post(path, {"reason": "Flood", "whole": True})
    refund = run(app, lambda: session().scalars(select(Refund.id)).one())
    run(app, lambda: session().execute(update(Refund).values(state="failed", done_at=1)))
    assert "Refunds that failed" in administrator.page("/staff").text
    tries = f"/refunds/{ids.show(refund)}/tries"
    assert f"/api/v1{tries}" in administrator.page("/staff/refunds", state="failed").text
    assert support.post(tries).json["permission"] == "REFUND"
    assert administrator.post(tries).json["state"] == "waiting"
    assert administrator.post(tries).json["code"] == "refund_not_failed"
    run_jobs(app)
    assert run(app, lambda: session().get_one(Refund, refund).state) == "done"
    assert faults(app) == []


def test_payments_and_refused_messages(app: Flask, paid: Stay, administrator: Client) -> None:
    """B-02: found by payer, booking and provider's number; a forged callback is listed with why."""
    payment = run(app, lambda: session().scalars(select(Payment)).one())
    for words in (ids.show(paid.guest_id), ids.show(paid.booking.id), payment.reference, ids.show(payment.id)):
        assert administrator.page("/staff/payments", q=words).text.count("<tr>") == 2, words
    forged = app.test_client().post("/api/v1/payments/callbacks/sandbox", data={"out_trade_no": "1", "sign": "x"})
    assert forged.status_code == 400
    verdict = run(app, lambda: session().scalars(select(Callback.verdict).where(Callback.verdict != "good")).one())
    page = administrator.page("/staff/callbacks").text
    assert verdict in page
    assert page.count("<tr>") == 2


def test_taken_down_and_put_back(app: Flask, moderator: Client, administrator: Client) -> None:
    """F10 B-02 B-03: a home nobody reported is hidden with a reason, appealed, and restored by another moderator."""
    host = person(app, "13800009001", verified=True)
    owner, home_id = signed_in(app, host), home(app, host)
    subject = f"home:{ids.show(home_id)}"
    assert owner.put(f"/takedowns/{subject}", {"reason": "x"}).json["permission"] == "MODERATE"
    assert moderator.put(f"/takedowns/{subject}", {"reason": " "}).status_code == 422
    assert moderator.put("/takedowns/home:0000000000000", {"reason": "x"}).status_code == 404
    taken = moderator.put(f"/takedowns/{subject}", {"reason": "Not a home"}).json
    assert (taken["state"], taken["count"]) == ("hidden", 0)
    assert moderator.put(f"/takedowns/{subject}", {"reason": "x"}).json["code"] == "decided"
    assert Client(app).get(f"/homes/{ids.show(home_id)}").status_code == 404
    assert "Not a home" in owner.page(f"/reports/{taken['id']}").text
    assert "Taken down" in administrator.page("/staff/homes", state="hidden").text
    assert owner.post(f"/reports/{taken['id']}/appeal", {"text": "It is"}).status_code == 201
    back = {"reason": "It is one"}
    assert moderator.post(f"/takedowns/{subject}/restoration", back).json["code"] == "another_moderator"
    assert administrator.post(f"/takedowns/{subject}/restoration", back).json["state"] == "restored"
    assert Client(app).get(f"/homes/{ids.show(home_id)}").status_code == 200
    assert moderator.put(f"/takedowns/{subject}", {"reason": "Again"}).json["state"] == "hidden"


def test_several_taken_down(app: Flask, administrator: Client) -> None:
    """F10: ticked in the list and hidden for one reason; what cannot be says why."""
    host = person(app, "13800009001", verified=True)
    wanted = [f"home:{ids.show(home(app, host))}" for _ in range(3)]
    answer = administrator.post("/takedowns", {"ids": [*wanted, "home:0000000000001"], "reason": "Spam"}).json
    assert (answer["done"], answer["refused"]) == (3, 1)
    assert administrator.page("/staff/homes", state="hidden").text.count("<tr>") == 4
    assert administrator.post("/takedowns", {"ids": ["home:x"], "reason": "Spam"}).status_code == 422
