"""The way of a booking, over HTTP."""

import pytest
from flask import Flask

from hutong.booking import jobs, queries
from hutong.kernel import clock
from hutong.kernel.ids import new_id, show
from hutong.kernel.state import state
from tests.accounts.world import person, signed_in
from tests.booking.world import FIRST, Stay, booked, faults, order, resource, stay
from tests.payments.world import call_back, payment, run_jobs


def paid(app: Flask, made: Stay) -> str:
    shown = str(made.guest.post(f"{made.path}/payments").get_json()["id"])
    run_jobs(app)
    assert call_back(app, shown).text == "success"
    run_jobs(app)
    assert made.state() == "paid"
    return shown


def by_itself(app: Flask) -> None:
    with app.app_context():
        jobs.sweep.function()
        jobs.complete.function()
    run_jobs(app)


def nights(app: Flask, made: Stay) -> set[int]:
    with app.app_context(), state().database.reading():
        return {slot - FIRST for slot in queries.taken(made.resource_id, FIRST, FIRST + 60)}


def told(made: Stay) -> tuple[list[str], list[str]]:
    sides = [side.get("/notices").get_json()["items"] for side in (made.guest, made.host)]
    return [item["title"] for item in sides[0]], [item["title"] for item in sides[1]]


def test_a_rejection_needs_a_reason_that_the_guest_reads(app: Flask) -> None:
    """S7: empty reason → error; with one → seen in booking and notices, nights free."""
    made = stay(app)
    run_jobs(app)
    for reason in ("", "   "):
        refused = made.host.put(f"{made.path}/decision", {"accept": False, "reason": reason})
        assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, "reason")
    assert made.host.put(f"{made.path}/decision", {"accept": False, "reason": "装修中"}).status_code == 200
    run_jobs(app)
    seen = made.guest.get(made.path).get_json()
    assert (seen["state"], seen["reason"], seen["history"][-1]["reason"]) == ("rejected", "装修中", "装修中")
    assert told(made) == (["Your booking was rejected"], ["Somebody would like to book"])
    assert "装修中" in made.guest.get("/notices").get_json()["items"][0]["body"]
    assert (nights(app, made), faults(app)) == (set(), [])


def test_the_whole_way(app: Flask) -> None:
    """S-06, S-07: requested, accepted, paid, completed; the deposit goes back two days later."""
    made = stay(app)
    assert made.guest.put(f"{made.path}/decision", {"accept": True}).status_code == 404
    assert made.guest.post(f"{made.path}/payments").get_json()["code"] == "not_payable"
    accepted = made.host.put(f"{made.path}/decision", {"accept": True}).get_json()
    assert (accepted["state"], accepted["actions"], accepted["due"]) == ("accepted", ["cancel"], 118_000)
    assert made.host.put(f"{made.path}/decision", {"accept": True}).status_code == 409
    shown = paid(app, made)
    assert nights(app, made) == {0, 1}
    with clock.moved(33 * clock.DAY):
        by_itself(app)
        assert (payment(app, shown).refunded, state_of(app, made)) == (0, "completed")
    with clock.moved(35 * clock.DAY):
        by_itself(app)
        by_itself(app)
        assert (payment(app, shown).refunded, faults(app)) == (50_000, [])


def state_of(app: Flask, made: Stay) -> str:
    with app.app_context(), state().database.reading():
        return queries.own(made.booking.id, made.guest_id).state


def test_nothing_waits_for_ever(app: Flask) -> None:
    """S7, S-07: unanswered for 24 h, or unpaid for 24 h after the yes: expired, nights free, both told."""
    first, second = stay(app), booked(app, order(resource(app), customer_id=78, seller_id=79))
    with clock.moved(12 * clock.HOUR):
        by_itself(app)
        assert first.state() == "requested"
        assert first.host.put(f"{first.path}/decision", {"accept": True}).status_code == 200
    with clock.moved(25 * clock.HOUR):
        by_itself(app)
        assert first.state() == "accepted"
        with app.app_context(), state().database.reading():
            assert queries.own(second.id, 78).state == "expired"
    with clock.moved(36 * clock.HOUR):
        by_itself(app)
        assert (first.state(), nights(app, first), faults(app)) == ("expired", set(), [])


def test_an_open_payment_gets_a_minute_of_grace(app: Flask) -> None:
    """S-07: an attempt lives as long as the hold; with one open, the hold ends a minute later."""
    made = stay(app, state="held")
    answer = made.guest.post(f"{made.path}/payments").get_json()
    seen = made.guest.get(made.path).get_json()
    assert (answer["expires_at"], seen["payment"]["id"]) == (seen["expires_at"], answer["id"])
    with clock.moved(15 * clock.MINUTE + 30 * clock.SECOND):
        by_itself(app)
        assert (made.state(), nights(app, made)) == ("held", {0, 1})
        assert made.guest.post(f"{made.path}/payments").status_code == 409
    with clock.moved(16 * clock.MINUTE + clock.SECOND):
        assert nights(app, made) == set()
        by_itself(app)
        assert (made.state(), payment(app, answer["id"]).state) == ("expired", "closed")


def test_the_lapse_of_an_attempt_does_not_end_the_hold(app: Flask) -> None:
    """S-07: after a lapsed attempt comes another one."""
    made = stay(app)
    made.host.put(f"{made.path}/decision", {"accept": True})
    first = made.guest.post(f"{made.path}/payments").get_json()["id"]
    assert made.guest.post(f"{made.path}/payments").get_json()["id"] == first
    with clock.moved(20 * clock.MINUTE):
        by_itself(app)
        second = made.guest.post(f"{made.path}/payments").get_json()["id"]
        assert (second != first, made.state()) == (True, "accepted")
        run_jobs(app)
        assert call_back(app, first).text == "success"
        assert call_back(app, second).text == "success"
        run_jobs(app)
        refunds = {payment(app, first).refunded, payment(app, second).refunded}
        assert (made.state(), refunds, faults(app)) == ("paid", {0, 118_000}, [])


@pytest.mark.parametrize(("days", "percent", "refund"), [(6, 100, 118_000), (2, 50, 88_000), (0, 0, 50_000)])
def test_the_refund_is_the_one_that_was_shown(app: Flask, days: int, percent: int, refund: int) -> None:
    """S9, S-08: quoted, confirmed, given; the deposit always comes back; nights sellable at once."""
    made = stay(app, state="held")
    shown = paid(app, made)
    until = made.booking.starts_at - days * clock.DAY - clock.HOUR
    with clock.moved(until - clock.now()):
        renew(app, made)
        quote = made.guest.get(f"{made.path}/cancellation").get_json()
        assert (quote["refund"], quote["lines"][0]["percent"]) == (refund, percent)
        assert quote["steps"][0]["refund"] == refund
        assert (
            made.guest.post(f"{made.path}/cancellation", {"refund": refund + 1}).get_json()["code"] == "price_changed"
        )
        assert made.guest.post(f"{made.path}/cancellation", {"refund": refund}).status_code == 201
        run_jobs(app)
        assert (payment(app, shown).refunded, nights(app, made), faults(app)) == (refund, set(), [])
        assert made.guest.post(f"{made.path}/cancellation", {"refund": refund}).status_code == 409


def renew(app: Flask, made: Stay) -> None:
    """Sign both in again: their sessions are weeks old."""
    object.__setattr__(made, "guest", signed_in(app, made.guest_id))
    object.__setattr__(made, "host", signed_in(app, made.host_id))


def test_a_host_who_calls_off_gives_everything_back(app: Flask) -> None:
    """S-08, S7: whatever the policy says; so does a rejection after payment."""
    for night, path, body in ((0, "cancellation", {}), (1, "decision", {"accept": False, "reason": "漏水"})):
        made = stay_again(app, night) if night else stay(app, (night,), state="held")
        shown = paid(app, made)
        send = made.host.post if path == "cancellation" else made.host.put
        assert send(f"{made.path}/{path}", body).status_code in (200, 201)
        run_jobs(app)
        assert payment(app, shown).refunded == 88_000
    assert faults(app) == []


def stay_again(app: Flask, night: int) -> Stay:
    guest, host = person(app, "13800001003"), person(app, "13800001004")
    home = resource(app)
    made = booked(app, order(home, (night,), customer_id=guest, seller_id=host, state="held"))
    return Stay(signed_in(app, guest), signed_in(app, host), guest, host, home, made)


def test_what_is_others_is_not_there(app: Flask) -> None:
    """S12: another guest's booking address → 404."""
    made = stay(app)
    stranger = signed_in(app, person(app, "13800001009"))
    for path in (made.path, f"{made.path}/cancellation", f"/bookings/{show(new_id())}"):
        assert stranger.get(path).status_code == 404
    assert stranger.put(f"{made.path}/decision", {"accept": True}).status_code == 404
    assert stranger.post(f"{made.path}/payments").status_code == 404
    assert stranger.post(f"{made.path}/cancellation").status_code == 404
    shown = made.guest.get(made.path).get_json()
    assert shown["seller"]["mobile"] is None


def test_the_same_key_pays_once(app: Flask) -> None:
    """X-03: Idempotency-Key on payments."""
    made = stay(app, state="held")
    answers = [made.guest.post(f"{made.path}/payments", {}, Idempotency_Key="k1") for _ in range(2)]
    assert answers[0].get_json() == answers[1].get_json()
    other = made.guest.post(f"{made.path}/payments", {"provider": "sandbox"}, Idempotency_Key="k1")
    assert (other.status_code, other.get_json()["code"]) == (422, "idempotency_key_reused")
    assert made.guest.post(f"{made.path}/payments", {"provider": "gold"}).status_code == 422


def test_lists_cost_the_same_for_one_and_for_many(app: Flask, statements: list[str]) -> None:
    """S-10: keyset pages, filters, a fixed number of statements."""
    made = stay(app)
    costs = []
    for night in range(10, 17):
        statements.clear()
        items = made.host.get("/bookings", **{"as": "seller"}).get_json()["items"]
        costs.append(sum("FROM kv" not in one for one in statements))  # now and then the kv is asked
        booked(app, order(made.resource_id, (night,), customer_id=500 + night, seller_id=made.host_id))
    assert (len(items), set(costs)) == (7, {costs[0]})
    first = made.host.get("/bookings", **{"as": "seller", "limit": 3}).get_json()
    rest = made.host.get("/bookings", **{"as": "seller", "limit": 50, "cursor": first["next"]}).get_json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 5, None)
    assert made.guest.get("/bookings", state="ended").get_json()["items"] == []
    assert len(made.guest.get("/bookings", state=["waiting", "paid"]).get_json()["items"]) == 1
    assert made.guest.get("/bookings", state="lost").status_code == 422
