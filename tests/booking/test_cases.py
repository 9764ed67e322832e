"""Cases: claims on deposits and disputes, from both sides and by staff, with what comes of them in the ledger."""

import io

import pytest
from flask import Flask

from hutong.booking import jobs as booking_jobs
from hutong.booking.actions import reserve
from hutong.kernel import clock, ids
from hutong.payments import jobs, periods
from hutong.promotions.actions import spend
from hutong.promotions.queries import purse
from tests.accounts.world import PASSWORD, person, signed_in
from tests.booking.seats import do, lines, show
from tests.booking.test_accounting import books
from tests.booking.test_bookings import by_itself, paid
from tests.booking.world import Stay, faults, resource, stay
from tests.client import Client
from tests.media.pictures import encoded
from tests.payments.world import payment, run_jobs
from tests.promotions.world import balance, points

SOON = (-28, -27)  # two nights that begin the day after tomorrow
OVER = 5 * clock.DAY


def over(app: Flask) -> tuple[Stay, str]:
    """A stay that has just taken place."""
    made = stay(app, SOON, state="held")
    shown = paid(app, made)
    with clock.moved(OVER):
        by_itself(app)
    return made, shown


def desk(app: Flask, role: str = "administrator") -> Client:
    return signed_in(app, person(app, "13800001009" if role == "administrator" else "13800001008", role=role))


def later(app: Flask) -> None:
    run_jobs(app)
    by_itself(app)


def opened(side: Client, made: Stay, **body: object) -> dict:
    answer = side.post(f"{made.path}/cases", {"text": "The lamp is broken", **body})
    assert answer.status_code == 201, answer.text
    return dict(answer.get_json())


def test_a_claim_that_the_guest_accepts(app: Flask) -> None:
    """S-01, B-07: the host claims part of the deposit with a picture, the guest agrees; the rest goes back."""
    made, shown = over(app)
    with clock.moved(OVER):
        fields = {"kind": "deposit", "text": "灯坏了", "deposit": "200"}
        sent = made.host.upload(f"{made.path}/cases", **fields, photos=(io.BytesIO(encoded()), "lamp.jpg"))
        assert sent.status_code == 201, sent.text
        case = sent.get_json()
        assert (case["state"], case["offer_deposit"], len(case["steps"][0]["pictures"])) == ("open", 20_000, 1)
        path = f"/cases/{case['id']}"
        assert made.guest.page(path).status_code == 200
        assert made.guest.put(f"{path}/answer", {"accept": True, "offer": 2}).get_json()["code"] == "offer_changed"
        settled = made.guest.put(f"{path}/answer", {"accept": True, "offer": 1}).get_json()
        assert (settled["state"], settled["deposit"], settled["refund"]) == ("agreed", 20_000, 0)
        assert made.guest.put(f"{path}/answer", {"accept": True, "offer": 1}).status_code == 409
        later(app)
        assert payment(app, shown).refunded == 30_000
        assert books(app) == {"clearing": 88_000, "payable": -81_200, "commission": -6_800}
        assert faults(app) == []


def test_a_claim_keeps_the_deposit_until_staff_decide(app: Flask) -> None:
    """S-01: contested: it does not go back by itself; nobody decides before both were heard."""
    made, shown = over(app)
    staff = desk(app)
    with clock.moved(OVER):
        path = f"/cases/{opened(made.host, made, kind='deposit', deposit=50_000)['id']}"
        decision = {"deposit": 12_345, "reason": "Half of a lamp"}
        assert staff.put(f"{path}/decision", decision).get_json()["code"] == "not_heard"
        assert made.host.put(f"{path}/decision", decision).get_json()["permission"] == "MANAGE_BOOKINGS"
    with clock.moved(OVER + 60 * clock.HOUR):
        later(app)
        refused = made.guest.put(f"{path}/answer", {"accept": False, "offer": 1, "text": "It was like that"}).get_json()
        assert (refused["state"], payment(app, shown).refunded) == ("review", 0)
        assert staff.page(f"/staff/disputes/{path.rpartition('/')[2]}").status_code == 200
        assert staff.put(f"{path}/decision", {**decision, "reason": " "}).status_code == 422
        assert staff.put(f"{path}/decision", {**decision, "deposit": 50_001}).status_code == 422
        decided = staff.put(f"{path}/decision", decision).get_json()
        assert (decided["state"], decided["deposit"]) == ("decided", 12_345)
        assert staff.put(f"{path}/decision", decision).status_code == 409
        later(app)
        assert (payment(app, shown).refunded, books(app)["payable"]) == (50_000 - 12_345, -61_200 - 12_345)
        assert made.guest.get("/notices").get_json()["items"][0]["title"] == "A case was decided"
        assert faults(app) == []


def test_a_claim_comes_in_time_or_not_at_all(app: Flask) -> None:
    """S-01: only the host, only after the end, within 48 hours, not more than the deposit; else it goes back."""
    made, shown = over(app)
    claim = {"kind": "deposit", "text": "x", "deposit": 100}
    assert made.guest.post(f"{made.path}/cases", claim).status_code == 409
    with clock.moved(OVER):
        assert made.guest.post(f"{made.path}/cases", claim).get_json()["code"] == "deposit_gone"
        for wrong in (50_001, 0, -1, 2.5, 2**64, "much"):
            assert made.host.post(f"{made.path}/cases", {**claim, "deposit": wrong}).status_code == 422, wrong
        stranger = signed_in(app, person(app, "13800001077"))
        assert stranger.post(f"{made.path}/cases", claim).status_code == 404
    with clock.moved(OVER + 3 * clock.DAY):
        assert made.host.post(f"{made.path}/cases", claim).get_json()["code"] == "deposit_gone"
        later(app)
        assert (payment(app, shown).refunded, faults(app)) == (50_000, [])


@pytest.mark.parametrize(
    ("borne_by", "books_after"),
    [
        ("seller", {"clearing": 48_000, "payable": -43_200, "commission": -4_800}),
        ("platform", {"clearing": 48_000, "payable": -61_200, "commission": -6_800, "goodwill": 20_000}),
    ],
)
def test_a_dispute_after_the_stay(app: Flask, borne_by: str, books_after: dict) -> None:
    """B-07: both sides speak, staff give 200.00 back; the seller bears it with its commission, or the site does."""
    made, shown = over(app)
    staff, helper = desk(app), desk(app, "support")
    with clock.moved(OVER + 3 * clock.DAY):
        by_itself(app)
        path = f"/cases/{opened(made.guest, made, refund=68_000)['id']}"
        again = made.guest.post(f"{made.path}/cases", {"text": "x"})
        assert (again.status_code, again.get_json()["code"]) == (409, "case_open")
        assert made.host.post(f"{path}/statements", {"text": "It was warm enough"}).get_json()["state"] == "review"
        assert made.host.post(f"{path}/statements", {"text": " "}).status_code == 422
        lines = made.guest.get(made.path).get_json()["lines"]
        decision = {"refund": 20_000, "borne_by": borne_by, "reason": "No heating in one night"}
        assert helper.put(f"{path}/decision", decision).get_json()["permission"] == "REFUND"
        for wrong in (
            {"refund": 68_001},
            {"lines": [{"line": lines[0]["id"], "amount": 10_000}]},
            {"lines": [{"line": lines[0]["id"], "amount": 30_001}], "refund": 30_001},
            {"lines": [{"line": ids.show(7), "amount": 20_000}]},
        ):
            assert staff.put(f"{path}/decision", {**decision, **wrong}).status_code == 422, wrong
        decision["lines"] = [{"line": lines[0]["id"], "amount": 20_000}]
        assert staff.put(f"{path}/decision", decision).status_code == 200
        later(app)
        assert (payment(app, shown).refunded, books(app), faults(app)) == (70_000, books_after, [])
        path = f"/cases/{opened(made.guest, made, refund=40_000)['id']}"
        assert made.guest.post(f"{path}/withdrawal").get_json()["state"] == "withdrawn"
        line = {"line": lines[0]["id"], "amount": 10_001}
        path = f"/cases/{opened(made.guest, made, refund=1_000)['id']}"
        made.host.post(f"{path}/statements", {"text": "no"})
        twice = {"refund": 10_001, "lines": [line], "reason": "more than is left of the line"}
        assert staff.put(f"{path}/decision", twice).status_code == 422


def test_who_has_open_bookings_cannot_leave(app: Flask) -> None:
    """A-11 X3: neither side of a booking, nor of a case that nobody has settled; each is named with its page."""
    made = stay(app, SOON, state="held")
    assert left(made.guest) == left(made.host) == [made.path]
    paid(app, made)
    assert left(made.guest) == left(made.host) == [made.path]
    assert made.guest.get("/me").status_code == 200
    with clock.moved(OVER):
        by_itself(app)
        case = f"/cases/{opened(made.guest, made, refund=1_000)['id']}"
        assert (left(made.guest), left(made.host)[-1]) == ([case], case)
        made.guest.post(f"{case}/withdrawal")
        assert case not in left(made.host)
        assert left(made.guest) == []


def left(side: Client) -> list[str]:
    """The pages of what keeps somebody here who wants to leave; nothing where they have left."""
    answer = side.send("DELETE", "/me", {"password": PASSWORD}, {})
    return [one["link"] for one in answer.get_json()["unsettled"]] if answer.status_code == 409 else []


def test_what_is_in_dispute_is_not_paid_out(app: Flask) -> None:
    """M-07, B-07: the settlement leaves it out; agreed before the stay is over, it comes from what is held."""
    made, _shown = over(app)
    with clock.moved(OVER):
        body = {"kind": "alipay", "holder": "李", "number": "13800001002"}
        assert made.host.put("/payout-account", body).status_code == 200
        path = f"/cases/{opened(made.guest, made, refund=1_200)['id']}"
    with clock.moved(14 * clock.DAY), app.app_context():
        jobs.settle.function(periods.last_week().name)
        (payout,) = made.host.get("/payouts").get_json()["items"]
        assert payout["amount"] == 60_000
        assert made.host.put(f"{path}/answer", {"accept": True, "offer": 1}).get_json()["state"] == "agreed"
        later(app)
        assert (books(app)["payable"], faults(app)) == (-120, [])


@pytest.mark.parametrize("borne_by", ["seller", "platform"])
def test_a_dispute_before_it_is_over(app: Flask, borne_by: str) -> None:
    """B-07: staff propose, both sides agree, while the money is still held; the rest is earned afterwards."""
    made = stay(app, SOON, state="held")
    shown = paid(app, made)
    staff = desk(app)
    path = f"/cases/{opened(made.guest, made, refund=60_000)['id']}"
    offered = staff.post(f"{path}/offers", {"refund": 10_000, "borne_by": borne_by, "text": "A third"}).get_json()
    assert (offered["offer"], offered["guest_agrees"], offered["offer_borne_by"]) == (2, False, borne_by)
    assert made.guest.put(f"{path}/answer", {"accept": True, "offer": 1}).status_code == 409
    for side in (made.guest, made.host):
        assert side.put(f"{path}/answer", {"accept": True, "offer": 2}).status_code == 200
    later(app)
    assert (payment(app, shown).refunded, faults(app)) == (10_000, [])
    with clock.moved(OVER):
        by_itself(app)
        share = {"seller": (-52_200, -5_800), "platform": (-61_200, -6_800)}[borne_by]
        assert ((books(app)["payable"], books(app)["commission"]), faults(app)) == (share, [])


def test_both_sides_read_the_case_and_nobody_else(app: Flask) -> None:
    """B-07: pages of booking and case; a stranger and another host see nothing."""
    made, _shown = over(app)
    with clock.moved(OVER):
        shown = made.host.page(made.path).text
        assert (shown.count('<section class="sheet stack" id="cases"'), "&lt;section" in shown) == (1, False)
        assert "Claim on the deposit, or another case" in shown
        assert made.host.page(f"{made.path}/case").status_code == 200
        case = opened(made.guest, made, refund=100)
        for side in (made.guest, made.host):
            page = side.page(f"/cases/{case['id']}")
            assert (page.status_code, "The lamp is broken" in page.text) == (200, True)
        stranger = signed_in(app, person(app, "13800001077"))
        assert stranger.page(f"/cases/{case['id']}").status_code == 404
        assert stranger.get(f"/cases/{case['id']}").status_code == 404
        assert stranger.get("/cases").get_json()["permission"] == "MANAGE_BOOKINGS"
        assert stranger.page(f"/staff/disputes/{case['id']}").status_code == 403
        with app.app_context():
            booking_jobs.complete.function()


def test_a_line_that_a_case_lowered_gives_back_only_the_rest(app: Flask) -> None:
    """M-04, B-07: 20 of a seat's 45 went back by a case; calling it off gives 25, and never more than was paid."""
    guest, host = person(app, "13800001001"), person(app, "13800001002")
    wanted = show(resource(app), customer_id=guest, seller_id=host)
    booking = do(app, lambda: reserve(wanted))
    made = Stay(signed_in(app, guest), signed_in(app, host), guest, host, booking.resource_id, booking)
    shown, staff = paid(app, made), desk(app)
    seat = ids.show(lines(app, booking.id)[0].id)
    number = opened(made.guest, made, refund=2_000)["id"]
    assert made.host.post(f"/cases/{number}/statements", {"text": "It is true"}).status_code == 201
    page = staff.page(f"/staff/disputes/{number}", **{f"of-{seat}": "45.01"}).text
    assert ("A line gives back what was paid for it at most" in page, 'id="decide-lines"' in page) == (True, False)
    chosen = f"/staff/disputes/{number}?of-{seat}=20"
    assert "Refund ¥20<" in staff.page(chosen).text
    fields = {"lines": f"{seat}=2000", "refund": "20", "borne_by": "seller", "reason": "It creaks"}
    wrong = staff.form(f"/cases/{number}/decision", chosen, _method="PUT", **{**fields, "lines": f"{seat}=1999"})
    assert wrong.status_code == 422
    assert staff.form(f"/cases/{number}/decision", chosen, _method="PUT", **fields).status_code == 303
    quote = made.guest.get(f"{made.path}/cancellation", lines=[seat]).get_json()
    assert (quote["refund"], quote["lines"][0]["price"]) == (2_500, 2_500)
    assert made.guest.post(f"{made.path}/cancellation", {"lines": [seat], "refund": 2_500}).status_code == 201
    later(app)
    assert (payment(app, shown).refunded, lines(app, booking.id)[0].refund, faults(app)) == (4_500, 4_500, [])


def test_both_sides_offer_line_by_line(app: Flask) -> None:
    """B-07, X-05: the host offers 100 of a night and the cleaning, by plain forms; the guest agrees to just that."""
    made, shown = over(app)
    with clock.moved(OVER + 3 * clock.DAY):
        by_itself(app)
        night, other, cleaning = (one.id for one in lines(app, made.booking.id) if one.kind != "deposit")
        of = {ids.show(night): 10_000, ids.show(cleaning): 8_000}
        asked = opened(made.guest, made, lines=[{"line": line, "amount": amount} for line, amount in of.items()])
        assert (asked["offer_refund"], {one["line"]: one["amount"] for one in asked["offer_lines"]}) == (18_000, of)
        path = f"/cases/{asked['id']}"
        for wrong in (
            [{"line": ids.show(night), "amount": 30_001}],
            [{"line": ids.show(night), "amount": 1}, {"line": ids.show(night), "amount": 2}],
            [{"line": ids.show(7), "amount": 1}],
            [{"line": ids.show(night), "amount": -1}],
        ):
            assert made.host.post(f"{path}/offers", {"lines": wrong}).status_code == 422, wrong
        half = [{"line": ids.show(night), "amount": 10_000}]
        assert made.host.post(f"{path}/offers", {"lines": half, "refund": 9_999}).status_code == 422
        typed = f"{path}?of-{ids.show(night)}=100&of-{ids.show(cleaning)}=80.01"
        page = made.host.page(typed).text
        assert ("A line gives back what was paid for it at most" in page, 'id="offer-lines"' in page) == (True, False)
        typed = typed.replace("80.01", "75")
        assert "Refund ¥175<" in made.host.page(typed).text
        fields = {"lines": [f"{ids.show(night)}=10000", f"{ids.show(cleaning)}=7500"]}
        assert made.host.form(f"{path}/offers", typed, **fields).status_code == 303
        told = made.guest.page(path).text
        assert ("¥175 back to the guest" in told, "¥75<" in told) == (True, True)
        assert made.guest.put(f"{path}/answer", {"accept": True, "offer": 2}).get_json()["refund"] == 17_500
        later(app)
        given = {one.id: one.refund for one in lines(app, made.booking.id) if one.kind != "deposit"}
        assert given == {night: 10_000, other: 0, cleaning: 7_500}
        assert (payment(app, shown).refunded, faults(app)) == (50_000 + 17_500, [])


def test_a_dispute_takes_back_the_points_it_earned(app: Flask) -> None:
    """M-05, B-07: 68,000 earned 680 points; half of it refunded, half of them go, as far as they are there."""
    made, _shown = over(app)
    staff = desk(app)
    with clock.moved(OVER):
        had = balance(app, made.guest_id)
        do(app, lambda: spend(made.guest_id, had - 100, "thing:1", purse(made.guest_id, points=True).lots))
        points(app, made.guest_id, 70)
        number = opened(made.guest, made, refund=34_000)["id"]
        made.host.post(f"/cases/{number}/statements", {"text": "It is true"})
        assert staff.put(f"/cases/{number}/decision", {"refund": 34_000, "reason": "so"}).status_code == 200
        assert (had, balance(app, made.guest_id), faults(app)) == (680, 0, [])
        assert "Taken back: the price was refunded" in made.guest.page("/wallet").text
