"""The provider's signed word, over HTTP, and everything that only looks like it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.ids import new_id, read, show
from hutong.kernel.state import state
from hutong.payments.gateways import rsa2
from hutong.payments.models import Callback, Payment
from hutong.payments.sandbox import server
from tests.booking.world import Stay, booked, faults, order, stay
from tests.payments.world import CALLBACK, call_back, message, payment, press, run_jobs


def verdicts(app: Flask) -> list[str]:
    with app.app_context(), state().database.reading():
        return list(session().scalars(select(Callback.verdict).order_by(Callback.id)))


def started(app: Flask, made: Stay) -> str:
    answer = made.guest.post(f"{made.path}/payments", {"provider": "sandbox"})
    assert (answer.status_code, answer.get_json()["state"], answer.get_json()["action"]) == (201, "preparing", None)
    run_jobs(app)
    shown = str(answer.get_json()["id"])
    opened = made.guest.get(f"/payments/{shown}").get_json()
    assert (opened["state"], opened["action"]["kind"]) == ("open", "redirect")
    return shown


def test_the_whole_way_on_one_machine(app: Flask) -> None:
    """S8, M-02: start, the provider's page, its signed message, paid; the return page alone proves nothing."""
    made = stay(app, state="held")
    shown = started(app, made)
    page = made.guest.page(f"/payments/{shown}")
    assert (page.status_code, "To be confirmed" in page.text) == (200, True)
    assert made.state() == "held"
    pressed = press(app, made.guest, shown)
    assert (pressed.status_code, pressed.get_json()) == (201, {"return_path": f"/payments/{shown}"})
    assert made.state() == "held"
    run_jobs(app)
    assert (made.state(), verdicts(app), payment(app, shown).state) == ("paid", ["good"], "paid")
    assert faults(app) == []


def test_the_payers_word_makes_it_pending(app: Flask) -> None:
    """M-03: "I have paid" is a word, not money."""
    made = stay(app, state="held")
    shown = started(app, made)
    said = made.guest.put(f"/payments/{shown}/declaration", {"paid": True})
    assert (said.status_code, said.get_json()["state"]) == (200, "pending")
    run_jobs(app)
    assert made.state() == "held"
    assert made.host.put(f"/payments/{shown}/declaration", {"paid": True}).status_code == 404
    assert call_back(app, shown).text == "success"
    run_jobs(app)
    assert made.state() == "paid"


@pytest.mark.parametrize(
    ("how", "changed", "verdict"),
    [
        ("forged", {}, "bad_signature"),
        ("wrong_amount", {}, "wrong_amount"),
        ("wrong_seller", {}, "wrong_seller"),
        ("pay", {"number": show(new_id())}, "unknown_order"),
        ("pay", {"number": "nonsense"}, "unknown_order"),
    ],
)
def test_false_messages_are_refused_and_kept(app: Flask, how: str, changed: dict, verdict: str) -> None:
    """S8, M-03: bad signature, ¥0.01, another seller, an unknown order: refused, logged, unpaid."""
    made = stay(app, state="held")
    shown = started(app, made)
    refused = call_back(app, shown, how, **changed)
    assert (refused.status_code, refused.get_json()["code"]) == (400, "callback_refused")
    run_jobs(app)
    assert (verdicts(app), made.state(), payment(app, shown).state) == ([verdict], "held", "open")


def test_an_altered_message_is_refused(app: Flask) -> None:
    """M-03: the signature covers every field."""
    made = stay(app, state="held")
    shown = started(app, made)
    for name, value in (("total_amount", "1.00"), ("app_id", "1"), ("extra", "1"), ("sign_type", "RSA")):
        told = {**message(app, shown), name: value}
        assert app.test_client().post(CALLBACK, data=told).status_code == 400
    assert app.test_client().post(CALLBACK, data=b"\xff", content_type="text/plain").status_code == 400
    assert app.test_client().post(CALLBACK, json={"a": 1}).status_code == 400
    assert app.test_client().post(CALLBACK, data=b"x" * 70_000).status_code == 413
    assert app.test_client().post(CALLBACK.replace("sandbox", "nobody"), data=told).status_code == 404
    assert verdicts(app) == ["bad_signature"] * 4 + ["malformed"] * 2
    assert made.state() == "held"


def test_a_message_for_another_app_is_refused(app: Flask) -> None:
    """M-03: rightly signed by the provider, but about a trade of somebody else's app or seller."""
    made = stay(app, state="held")
    shown = started(app, made)
    for changed in ({"app_id": "2021000000000000"}, {"seller_id": "2088000000000000"}):
        assert app.test_client().post(CALLBACK, data=signed(app, shown, **changed)).status_code == 400
    run_jobs(app)
    assert verdicts(app) == ["wrong_app", "wrong_seller"]
    assert (made.state(), payment(app, shown).state) == ("held", "open")


def test_a_message_in_another_currency_is_refused(app: Flask) -> None:
    """M-03: the provider says 1180.00 in its money; the payment was of 1180.00 in another."""
    made = stay(app, state="held")
    shown = started(app, made)
    with app.app_context():
        other = update(Payment).where(Payment.id == read(shown)).values(currency="USD")
        state().database.run(lambda: session().execute(other) and None)
    assert call_back(app, shown).status_code == 400
    run_jobs(app)
    assert (verdicts(app), made.state(), payment(app, shown).refunded) == (["wrong_amount"], "held", 0)


def test_a_message_before_our_own_answer_was_stored(app: Flask) -> None:
    """M-03: the payer was faster than the job that asks where to send the payer: paid, and what comes then is stale."""
    made = stay(app, state="held")
    shown = str(made.guest.post(f"{made.path}/payments", {"provider": "sandbox"}).get_json()["id"])
    assert payment(app, shown).state == "preparing"
    assert call_back(app, shown).text == "success"
    run_jobs(app)
    assert (made.state(), payment(app, shown).state, faults(app)) == ("paid", "paid", [])


def test_messages_out_of_order(app: Flask) -> None:
    """M-03: "closed" after "paid" changes nothing; "paid" after "closed" is money, whatever we had thought."""
    made = stay(app, state="held")
    shown = started(app, made)
    closed = signed(app, shown, trade_status="TRADE_CLOSED")
    for data in (message(app, shown), closed, closed):
        assert app.test_client().post(CALLBACK, data=data).text == "success"
    run_jobs(app)
    assert (made.state(), payment(app, shown).state) == ("paid", "paid")
    other = stay_of(app, made)
    again = started(app, other)
    for data in (signed(app, again, trade_status="TRADE_CLOSED"), message(app, again)):
        assert app.test_client().post(CALLBACK, data=data).text == "success"
        run_jobs(app)
    assert (other.state(), payment(app, again).state, faults(app)) == ("paid", "paid", [])


def test_two_messages_at_once(app: Flask) -> None:
    """M-03: eight connections bring the same word, four workers apply it: one payment, paid once."""
    made = stay(app, state="held")
    shown = started(app, made)
    told = message(app, shown)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: app.test_client().post(CALLBACK, data=told).text, range(8)))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: run_jobs(app), range(4)))
    run_jobs(app)
    history = [step["state"] for step in made.guest.get(made.path).get_json()["history"]]
    assert (answers, verdicts(app), history) == (["success"] * 8, ["good"] * 8, ["held", "paid"])
    assert (payment(app, shown).refunded, faults(app)) == (0, [])


def signed(app: Flask, shown: str, **changed: str) -> dict[str, str]:
    """A message of the provider's with other fields, signed by it."""
    fields = {**message(app, shown), **changed}
    with app.app_context():
        return {**fields, "sign": rsa2.sign(server._own_key(), rsa2.content(fields, ("sign", "sign_type")))}


def stay_of(app: Flask, made: Stay) -> Stay:
    """Another stay of the same guest."""
    booking = booked(
        app, order(made.resource_id, (5, 6), customer_id=made.guest_id, seller_id=made.host_id, state="held")
    )
    return replace(made, booking=booking)


def test_the_same_message_thrice_is_one_payment(app: Flask) -> None:
    """S8, M-03: callbacks may come again and again."""
    made = stay(app, state="held")
    shown = started(app, made)
    assert [call_back(app, shown).text for _ in range(3)] == ["success"] * 3
    run_jobs(app)
    assert call_back(app, shown).text == "success"
    run_jobs(app)
    history = [step["state"] for step in made.guest.get(made.path).get_json()["history"]]
    assert (history, payment(app, shown).refunded, faults(app)) == (["held", "paid"], 0, [])


def test_a_message_after_the_hold_with_free_nights_confirms(app: Flask) -> None:
    """S8: the slots are claimed again."""
    made = stay(app, state="held")
    shown = started(app, made)
    with clock.moved(20 * clock.MINUTE):
        sweep(app)
        assert made.state() == "expired"
        assert call_back(app, shown).text == "success"
        run_jobs(app)
        assert (made.state(), faults(app)) == ("paid", [])


def test_a_message_after_the_hold_with_taken_nights_gives_the_money_back(app: Flask) -> None:
    """S8: refunded by itself, with a notice."""
    made = stay(app, state="held")
    shown = started(app, made)
    with clock.moved(20 * clock.MINUTE):
        sweep(app)
        booked(app, order(made.resource_id, (1,), customer_id=77, seller_id=made.host_id))
        assert call_back(app, shown).text == "success"
        run_jobs(app)
        assert (made.state(), payment(app, shown).refunded) == ("refunded", 118_000)
        kinds = [item["title"] for item in made.guest.get("/notices").get_json()["items"]]
        assert kinds[0] == "Your payment came too late and goes back"
        assert faults(app) == []


def test_a_lost_message_is_found_within_two_minutes(app: Flask) -> None:
    """S8: the query job asks the provider."""
    made = stay(app, state="held")
    shown = started(app, made)
    press(app, made.guest, shown, "silent")
    run_jobs(app)
    assert (made.state(), verdicts(app)) == ("held", [])
    with clock.moved(60 * clock.SECOND):
        reconcile(app)
        assert made.state() == "paid"


def sweep(app: Flask) -> None:
    from hutong.booking import jobs

    with app.app_context():
        jobs.sweep.function()
    run_jobs(app)


def reconcile(app: Flask) -> None:
    from hutong.payments import jobs

    with app.app_context():
        state().database.run(jobs.reconcile.function)
    run_jobs(app)
