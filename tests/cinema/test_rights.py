"""Rights to films: asked for, decided, paid."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from hutong.kernel import clock, ids
from hutong.payments import actions as payments
from hutong.payments.models import Payment
from tests.cinema import world
from tests.client import Client

TODAY = "2026-04-20"
NOON = clock.instant(world.datetime.fromisoformat("2026-04-20T12:00+08:00"))


def asked(venue: world.Cinema, film: int, **changes: Any) -> dict[str, Any]:
    return {
        "cinema_id": ids.show(venue.id),
        "film_id": ids.show(film),
        "from": "2026-05-01",
        "to": "2026-05-31",
        **changes,
    }


def settle(app: Flask, shown: str, amount: int | None = None) -> None:
    """The provider's word has come."""

    def make() -> None:
        payment = world.session().get_one(Payment, ids.read(shown))
        payment.amount = payment.amount if amount is None else amount
        payments.settle(payment, "ref")

    world.run(app, make)


def test_from_the_request_to_the_payment(app: Flask, venue: world.Cinema, manager: Client, admin: Client) -> None:
    """C-04, B-03: asked for by the manager, approved with a price and terms, paid, and only then held."""
    with clock.frozen(NOON):
        film_id = world.film(app)
        made = manager.post("/rights", asked(venue, film_id, message="五一档"))
        assert (made.status_code, made.get_json()["state"], made.get_json()["held"]) == (201, "requested", False)
        path = f"/rights/{made.get_json()['id']}"
        assert manager.post(f"{path}/payments", {}).get_json()["code"] == "right_not_payable"
        assert manager.put(f"{path}/decision", {"approve": True}).status_code == 403
        approved = admin.put(f"{path}/decision", {"approve": True, "price": 200_000, "terms": "每天至少两场"})
        assert (approved.get_json()["state"], approved.get_json()["held"]) == ("approved", False)
        assert admin.put(f"{path}/decision", {"approve": False, "reason": "x"}).status_code == 409
        payment = manager.post(f"{path}/payments", {}).get_json()
        assert (payment["amount"], payment["currency"]) == (200_000, "CNY")
        settle(app, payment["id"])
        paid = manager.get(path).get_json()
        assert (paid["state"], paid["held"]) == ("paid", True)
        assert manager.delete(path).status_code == 409
        told = [one["title"] for one in manager.get("/notices").get_json()["items"]]
        assert told == ["The right to a film is paid", "The right to a film was approved"]


def test_rejected_with_a_reason_withdrawn_and_paid_too_late(
    app: Flask, venue: world.Cinema, manager: Client, admin: Client
) -> None:
    """C-04: a rejection says why; money for a right that is gone, or of another amount, goes back."""
    with clock.frozen(NOON):
        film_id = world.film(app)
        path = f"/rights/{manager.post('/rights', asked(venue, film_id)).get_json()['id']}"
        assert admin.put(f"{path}/decision", {"approve": False}).get_json()["errors"][0]["field"] == "reason"
        rejected = admin.put(f"{path}/decision", {"approve": False, "reason": "已有独家"}).get_json()
        assert (rejected["state"], rejected["reason"]) == ("rejected", "已有独家")
        again = f"/rights/{manager.post('/rights', asked(venue, film_id)).get_json()['id']}"
        admin.put(f"{again}/decision", {"approve": True, "price": 100})
        payment = manager.post(f"{again}/payments", {}).get_json()
        assert manager.delete(again).status_code == 204
        settle(app, payment["id"])
        assert manager.get(again).get_json()["state"] == "withdrawn"
        assert manager.get(f"/payments/{payment['id']}").get_json()["refunded"] == 100


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"to": "2026-04-30"}, 422, "to"),
        ({"from": "2026-04-01", "to": "2026-04-19"}, 422, "to"),
        ({"to": "2028-05-01"}, 422, "to"),
        ({"from": "then"}, 422, "from"),
        ({"film_id": "0123456789ABC"}, 404, None),
        ({"cinema_id": "0123456789ABC"}, 404, None),
    ],
)
def test_requests_that_are_refused(
    app: Flask, venue: world.Cinema, manager: Client, changes: dict[str, Any], status: int, field: str | None
) -> None:
    """C-04: periods that end before they begin, are past or too long; films and cinemas that are not there."""
    with clock.frozen(NOON):
        refused = manager.post("/rights", asked(venue, world.film(app), **changes))
        assert refused.status_code == status
        assert [error["field"] for error in refused.get_json().get("errors", [])] == ([field] if field else [])
        assert manager.get("/rights").get_json()["items"] == []


def test_not_twice_for_the_same_days(app: Flask, venue: world.Cinema, manager: Client) -> None:
    """C-04: what is held or asked for is not asked for again."""
    film_id = world.film(app)
    today = clock.today(world.ZONE)
    world.right(app, venue, film_id, today, today + timedelta(days=9))
    days = {"from": str(today + timedelta(days=9)), "to": str(today + timedelta(days=20))}
    assert manager.post("/rights", asked(venue, film_id, **days)).status_code == 422
    later = {"from": str(today + timedelta(days=10)), "to": days["to"]}
    assert manager.post("/rights", asked(venue, film_id, **later)).status_code == 201
    assert date.fromisoformat(manager.get("/rights").get_json()["items"][0]["from"]) == today + timedelta(days=10)
