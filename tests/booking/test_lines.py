"""Lines called off one by one, sales at the counter, changes to another show, limits per person."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from hutong.accounts.models import PRESETS, Grant, Organisation, Role
from hutong.accounts.models.organisations import APPROVED
from hutong.booking.actions import (
    Order,
    Taken,
    TooManySlots,
    Who,
    WholeOnly,
    cancel_lines,
    exchange,
    reserve,
    sell,
)
from hutong.booking.events import LinesCancelled, PaidBack
from hutong.booking.models import Booking
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict, NotFound
from hutong.kernel.events import listen
from hutong.kernel.ids import show as shown
from hutong.kernel.state import state
from hutong.payments.models import Payment, Refund
from tests.accounts.world import person, signed_in
from tests.booking.seats import do, lines, row, show, taken
from tests.booking.test_bookings import by_itself, paid
from tests.booking.world import GUEST, HOST, Stay, faults, resource, stay
from tests.payments.world import payment, run_jobs

CLERK = 1003


def bought(app: Flask, **more: object) -> tuple[Stay, str]:
    guest, host = person(app, "13800001001"), person(app, "13800001002")
    place = resource(app)
    booking = do(app, lambda: reserve(show(place, customer_id=guest, seller_id=host, **more)))
    made = Stay(signed_in(app, guest), signed_in(app, host), guest, host, place, booking)
    return made, paid(app, made)


def test_one_of_three_seats(app: Flask) -> None:
    """C9: the quote is shown, exactly that seat is free, the others stay; the same seat never goes back twice."""
    heard: list[LinesCancelled] = []
    listen(app, LinesCancelled, heard.append)
    made, payment_id = bought(app)
    first, second, third, _combo = lines(app, made.booking.id)
    asked = shown(second.id)
    quote = made.guest.get(f"{made.path}/cancellation", lines=[asked]).get_json()
    assert (quote["refund"], [line["id"] for line in quote["lines"]]) == (4_500, [asked])
    refused = made.guest.post(f"{made.path}/cancellation", {"lines": [asked], "refund": 4_499}).get_json()
    assert (refused["code"], refused["refund"]) == ("price_changed", 4_500)
    answer = made.guest.post(f"{made.path}/cancellation", {"lines": [asked], "refund": 4_500})
    assert (answer.status_code, answer.get_json()["state"], answer.get_json()["refund"]) == (201, "paid", 4_500)
    assert made.guest.post(f"{made.path}/cancellation", {"lines": [asked]}).status_code == 409
    run_jobs(app)
    assert (taken(app, made.resource_id), payment(app, payment_id).refunded) == ({1, 3}, 4_500)
    assert [(event.line_ids, event.slots, event.refund) for event in heard] == [((second.id,), (2,), 4_500)]
    with clock.moved(clock.DAY - 30 * clock.MINUTE):
        do(app, lambda: cancel_lines(made.booking.id, [first.id], Who("guest", made.guest_id)))
    do(app, lambda: cancel_lines(made.booking.id, [third.id], Who("host", made.host_id), whole=True))
    run_jobs(app)
    ended = row(app, made.booking.id)
    assert (ended.state, ended.refund, taken(app, made.resource_id)) == ("cancelled", 4_500 + 2_250 + 6_500, set())
    assert (payment(app, payment_id).refunded, faults(app)) == (13_250, [])


def test_what_cannot_be_called_off_alone(app: Flask) -> None:
    """S-08: a stay has no holes; a stranger's line, the deposit, an unpaid one are refused and change nothing."""
    made = stay(app, state="held")
    night, _second, _fee, deposit = lines(app, made.booking.id)
    who = Who("guest", made.guest_id)
    with pytest.raises(Conflict):
        do(app, lambda: cancel_lines(made.booking.id, [night.id], who))
    paid(app, made)
    for wrong, error in (([night.id], WholeOnly), ([deposit.id], NotFound), ([77], NotFound), ([], NotFound)):
        with pytest.raises(error):
            do(app, partial(cancel_lines, made.booking.id, wrong, who))
    assert made.guest.get(f"{made.path}/cancellation", lines=[shown(night.id)]).get_json()["code"] == "whole_only"
    assert made.guest.get(f"{made.path}/cancellation", lines=["x"]).status_code == 422
    assert "Cancel a part of it" not in made.guest.page(made.path).text
    assert (made.state(), faults(app)) == ("paid", [])


@pytest.mark.parametrize("method", ["cash", "card", "free"])
def test_a_sale_at_the_counter(app: Flask, method: str) -> None:
    """C-09: paid at once, nobody's, no provider; what goes back is handed back there."""
    heard: list[PaidBack] = []
    listen(app, PaidBack, heard.append)
    place = resource(app)
    booking = do(app, lambda: sell(show(place, customer_id=0), method, CLERK))
    again = do(app, lambda: sell(show(place, (4,), customer_id=0), method, CLERK))
    price = 0 if method == "free" else 15_500
    assert (booking.state, booking.due, booking.unpaid_no, booking.method) == ("paid", price, None, method)
    with pytest.raises(Taken):
        do(app, lambda: sell(show(place, (3,), customer_id=0), method, CLERK))
    seat = lines(app, booking.id)[0]
    do(app, lambda: cancel_lines(booking.id, [seat.id], Who("host", CLERK)))
    do(app, lambda: cancel_lines(again.id, [lines(app, again.id)[0].id], Who("host", CLERK)))
    run_jobs(app)
    assert [(event.amount, event.method) for event in heard] == (
        [] if method == "free" else [(4_500, method), (6_500, method)]
    )
    with app.app_context(), state().database.reading() as reader:
        assert reader.scalar(select(func.count()).select_from(Payment)) == 0
    by_itself(app)
    assert (taken(app, place), faults(app)) == ({2, 3}, [])


def test_six_seats_a_person(app: Flask) -> None:
    """C-06: over several bookings; what was called off, has lapsed or is another's does not count."""
    place = resource(app)
    first = do(app, lambda: reserve(show(place, (1, 2, 3), most_slots=4)))
    with pytest.raises(TooManySlots) as refused:
        do(app, lambda: reserve(show(place, (4, 5), most_slots=4)))
    assert refused.value.extra == {"most": 4}
    do(app, lambda: reserve(show(place, (4,), most_slots=4)))
    do(app, lambda: reserve(show(place, (5, 6), most_slots=4, customer_id=77)))
    with clock.moved(16 * clock.MINUTE):
        do(app, lambda: reserve(show(place, (1, 2, 3, 4), most_slots=4)))
    assert (first.nth, faults(app)) == (1, [])


def exchanged(app: Flask, made: Stay, wanted: Order, count: int = 1, **more: object) -> Booking:
    chosen = [line.id for line in lines(app, made.booking.id)[:count]]
    return do(app, lambda: exchange(made.booking.id, chosen, wanted, Who("guest", made.guest_id), **more))


def later(app: Flask, made: Stay, price: int) -> Order:
    return show(resource(app), (8,), price, customer_id=made.guest_id, seller_id=made.host_id)


def test_a_cheaper_show_returns_the_difference(app: Flask) -> None:
    """C9: one of three seats changed to a cheaper show: paid at once, the rest goes back, cancelling it too."""
    made, payment_id = bought(app)
    new = exchanged(app, made, later(app, made, 1_000))
    assert (new.state, new.due, new.to_pay, taken(app, made.resource_id)) == ("paid", 3_000, 0, {2, 3})
    run_jobs(app)
    assert (payment(app, payment_id).refunded, faults(app)) == (1_500, [])
    answer = made.guest.post(f"/bookings/{shown(new.id)}/cancellation", {"refund": 3_000})
    assert answer.get_json()["state"] == "cancelled"
    run_jobs(app)
    old = row(app, made.booking.id)
    assert (payment(app, payment_id).refunded, old.state, old.refund, old.moved) == (4_500, "paid", 4_500, 0)
    assert faults(app) == []


def test_a_dearer_show_costs_the_difference(app: Flask) -> None:
    """C9: the old seat is kept until the difference is paid; then it is free, and all can be cancelled again."""
    made, payment_id = bought(app)
    new = exchanged(app, made, later(app, made, 6_000))
    assert (new.state, new.to_pay, taken(app, made.resource_id)) == ("held", 3_500, {1, 2, 3})
    changed = Stay(made.guest, made.host, made.guest_id, made.host_id, new.resource_id, new)
    second = paid(app, changed)
    assert (payment(app, second).amount, taken(app, made.resource_id), faults(app)) == (3_500, {2, 3}, [])
    made.guest.post(f"/bookings/{shown(new.id)}/cancellation")
    run_jobs(app)
    assert (payment(app, second).refunded, payment(app, payment_id).refunded) == (3_500, 4_500)
    made.guest.post(f"{made.path}/cancellation")
    run_jobs(app)
    assert (payment(app, payment_id).refunded, faults(app)) == (15_500, [])


def test_a_change_that_is_not_paid_changes_nothing(app: Flask) -> None:
    """C9: the hold lapses, the old seats stay; where they went meanwhile, the difference goes back."""
    made, _payment = bought(app)
    new = exchanged(app, made, later(app, made, 6_000), count=3)
    assert new.to_pay == 0  # with the last seat the popcorn goes along: 15,500 are worth more than 8,000
    assert (row(app, made.booking.id).state, faults(app)) == ("cancelled", [])
    other, _payment = bought_again(app)
    waiting = exchanged(app, other, later(app, other, 9_000))
    other.guest.post(f"{other.path}/cancellation")
    second = paid_in_vain(app, other, waiting)
    assert (row(app, waiting.id).state, payment(app, second).refunded) == ("cancelled", waiting.to_pay)
    assert (taken(app, waiting.resource_id), faults(app)) == (set(), [])
    third = exchanged_unpaid(app)
    with clock.moved(16 * clock.MINUTE):
        by_itself(app)
        assert (row(app, third[1].id).state, row(app, third[0].booking.id).state) == ("expired", "paid")
        assert faults(app) == []


def exchanged_unpaid(app: Flask) -> tuple[Stay, Booking]:
    made, _payment = bought_again(app, "13800002007")
    return made, exchanged(app, made, later(app, made, 9_000))


def bought_again(app: Flask, mobile: str = "13800001005") -> tuple[Stay, str]:
    guest, host, place = person(app, mobile), person(app, mobile[:-1] + "8"), resource(app)
    booking = do(app, lambda: reserve(show(place, (1, 2), customer_id=guest, seller_id=host)))
    made = Stay(signed_in(app, guest), signed_in(app, host), guest, host, place, booking)
    return made, paid(app, made)


def paid_in_vain(app: Flask, made: Stay, booking: Booking) -> str:
    from tests.payments.world import call_back

    payment_id = str(made.guest.post(f"/bookings/{shown(booking.id)}/payments").get_json()["id"])
    run_jobs(app)
    call_back(app, payment_id)
    run_jobs(app)
    run_jobs(app)
    return payment_id


def test_a_change_at_the_counter(app: Flask) -> None:
    """C11: reseated beside each other for cash; the difference is taken or given there."""
    place = resource(app)
    old = do(app, lambda: sell(show(place, (1, 2), customer_id=0), "cash", CLERK))
    seat = lines(app, old.id)[0]
    wanted = show(place, (5,), 4_500, customer_id=0, lines=show(place, (5,)).lines[:1])
    new = do(app, lambda: exchange(old.id, [seat.id], wanted, Who("host", CLERK), method="cash"))
    assert (new.state, new.to_pay, taken(app, place), faults(app)) == ("paid", 0, {2, 5}, [])
    with pytest.raises(Conflict):
        do(app, lambda: exchange(old.id, [seat.id], wanted, Who("host", CLERK), method="cash"))
    with pytest.raises(Conflict):
        do(app, lambda: exchange(new.id, [lines(app, new.id)[0].id], show(place, (9,)), Who("host", CLERK)))
    assert (GUEST, HOST, taken(app, place)) == (1001, 1002, {2, 5})
    with app.app_context(), state().database.reading() as reader:
        assert reader.scalar(select(func.count()).select_from(Refund)) == 0


def test_an_organisation_sells(app: Flask) -> None:
    """C-02: its members with a permission for it act as the seller; others and former ones do not see it."""
    manager, usher, guest = (person(app, f"1380000300{n}") for n in range(3))
    firm = organisation(app, {manager: "cinema_manager", usher: "usher"})
    place = resource(app)
    booking = do(app, lambda: reserve(show(place, customer_id=guest, seller_id=firm, state="requested")))
    path = f"/bookings/{shown(booking.id)}"
    acting, watching, mine = (signed_in(app, one) for one in (manager, usher, guest))
    listed = acting.get("/bookings", **{"as": "seller"}).get_json()["items"]
    assert [(one["id"], one["seller"]["name"]) for one in listed] == [(shown(booking.id), "Lane cinema")]
    assert watching.get("/bookings", **{"as": "seller"}).get_json()["items"] == []
    assert (watching.get(path).status_code, mine.put(f"{path}/decision", {"accept": True}).status_code) == (404, 404)
    assert acting.page(path).status_code == mine.page(path).status_code == 200
    run_jobs(app)
    assert [one["title"] for one in acting.get("/notices").get_json()["items"]] == ["Somebody would like to book"]
    assert acting.put(f"{path}/decision", {"accept": True}).get_json()["actions"] == ["cancel"]
    assert acting.post(f"{path}/cancellation").get_json()["history"][-1]["by"] == "host"


def organisation(app: Flask, members: dict[int, str]) -> int:
    firm = Organisation(kind="cinema", name="Lane cinema", state=APPROVED, owner_id=min(members))

    def make() -> int:
        session().add(firm)
        session().flush()
        for role, bits in PRESETS.items():
            if role in members.values() and session().get(Role, role) is None:
                session().add(Role(code=role, permissions=int(bits)))
        session().flush()
        session().add_all(
            Grant(person_id=one, role_code=role, organisation_id=firm.id) for one, role in members.items()
        )
        return firm.id

    return do(app, make)


def test_a_part_is_chosen_and_seen_before_it_is_called_off(app: Flask) -> None:
    """C9, S-08, X-05: guest, seller and staff choose lines, read what comes back, and then confirm; without scripts."""
    made, payment_id = bought(app)
    first, second, third, _combo = lines(app, made.booking.id)
    page = made.guest.page(made.path)
    assert ("Cancel a part of it" in page.text, 'id="part-form"' in page.text) == (True, False)
    chosen = f"{made.path}?line={shown(first.id)}"
    assert "Refund ¥45<" in made.guest.page(chosen).text
    fields = {"lines": shown(first.id), "refund": "45.00"}
    stale = made.guest.form(f"{made.path}/cancellation", chosen, **{**fields, "refund": "44.99"})
    assert (stale.status_code, "The refund has changed" in stale.text) == (409, True)
    assert made.guest.form(f"{made.path}/cancellation", chosen, **fields).status_code == 303
    assert 'id="part-form"' not in made.guest.page(chosen).text  # that line is gone already
    with clock.moved(clock.DAY - 30 * clock.MINUTE):
        whole = made.host.page(f"{made.path}?line={shown(second.id)}").text
        assert "Refund ¥45<" in whole  # from the host all of it
        staff = signed_in(app, person(app, "13800001009", role="administrator"))
        desk = f"/staff{made.path}"
        assert "Refund ¥22.50" in staff.page(f"{desk}?line={shown(second.id)}").text
        assert "Refund ¥45<" in staff.page(f"{desk}?line={shown(second.id)}&whole=true").text
        fields = {"lines": shown(second.id), "refund": "22.50", "whole": "false", "reason": "A broken seat"}
        assert staff.form(f"{desk}/cancellation", desk, **fields).status_code == 303
        last = staff.page(f"{desk}?line={shown(third.id)}").text
        assert ("Refund ¥32.50" in last, "so all of it is cancelled" in last) == (True, True)
    run_jobs(app)
    assert (payment(app, payment_id).refunded, taken(app, made.resource_id), faults(app)) == (4_500 + 2_250, {3}, [])
