"""Asking for a stay, holding it, and who was first."""

import threading
from collections import Counter

import pytest

from hutong.booking import actions as bookings
from hutong.kernel import checks, clock, ids, jobs
from hutong.kernel.db import session
from hutong.stays.jobs import count_bookings
from hutong.stays.models import Home
from tests.accounts.world import person, signed_in
from tests.stays import world

FRIDAY, SUNDAY, MONDAY = "2026-11-27", "2026-11-29", "2026-11-30"
WEEKEND = {"check_in": FRIDAY, "check_out": SUNDAY, "guests": 2}


@pytest.fixture
def host(app):
    return person(app, "13800001002", verified=True, name="Lin")


@pytest.fixture
def guest(app):
    return signed_in(app, person(app, "13800001001"))


@pytest.fixture
def other(app):
    return signed_in(app, person(app, "13800001003"))


def home_of(app, host, **changes):
    return f"/homes/{ids.show(world.home(app, host, **changes))}"


def faults(app):
    with app.app_context(), app.extensions["hutong"].database.reading():
        return [fault for fault in checks.faults() if not fault.startswith("audit:")]


@pytest.mark.usefixtures("monday")
def test_the_same_price_everywhere(app, client, host, guest):
    """S-02: card, quote and booking say ¥880 for a weekend: 400 + 400 + 80 (scenario S4)."""
    path = home_of(app, host, weekend_price=40_000, cleaning_fee=8_000, deposit=30_000)
    [card] = client.get("/homes", **WEEKEND, sort="price").json["items"]
    quote = client.get(f"{path}/quote", **WEEKEND).json
    booked = guest.post(f"{path}/bookings", {**WEEKEND, "total": 88_000})
    assert booked.status_code == 201, booked.json
    assert card["total"] == quote["total"] == booked.json["total"] == 88_000
    assert [(night["date"], night["price"], night["why"]) for night in quote["nights"]] == [
        (FRIDAY, 40_000, "weekend"),
        ("2026-11-28", 40_000, "weekend"),
    ]
    assert [(line["title"], line["slot"], line["price"]) for line in booked.json["lines"]] == [
        ("Fri, 27 Nov", FRIDAY, 40_000),
        ("Sat, 28 Nov", "2026-11-28", 40_000),
        ("Cleaning", None, 8_000),
        ("Deposit", None, 30_000),
    ]
    assert (booked.json["state"], booked.json["deposit"], booked.json["nights"]) == ("requested", 30_000, 2)
    assert booked.json["starts_at"] == "2026-11-27T07:00:00.000Z"
    assert faults(app) == []


@pytest.mark.usefixtures("monday")
def test_instant_homes_are_held_for_a_quarter_of_an_hour(app, host, guest):
    """S-06: booked at once where the host allows it; S-07: held 15 min."""
    booked = guest.post(f"{home_of(app, host, instant=True)}/bookings", WEEKEND).json
    assert (booked["state"], booked["expires_at"]) == ("held", "2026-11-23T06:15:00.000Z")


@pytest.mark.usefixtures("monday")
def test_a_discount_is_shared_by_the_nights(app, host, guest):
    """S-02: lines of a week at 10 per cent less sum to the total."""
    path = home_of(app, host, price=33_333, weekly_discount=10)
    booked = guest.post(f"{path}/bookings", {"check_in": FRIDAY, "check_out": "2026-12-04"}).json
    assert booked["total"] == sum(line["price"] for line in booked["lines"]) == 7 * 33_333 - 23_333


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(
    ("body", "zh", "en"),
    [
        ({"check_out": "2026-11-28"}, ("check_out", "最少 2 晚"), ("check_out", "At least 2 nights")),
        ({"check_out": "2026-12-20"}, ("check_out", "最多 14 晚"), ("check_out", "At most 14 nights")),
        ({"guests": 5}, ("guests", "最多 4 位房客"), ("guests", "At most 4 guests")),
        ({"check_in": "2026-11-22"}, ("check_in", "这个日期已经过去"), ("check_in", "This date is in the past.")),
        (
            {"check_out": FRIDAY},
            ("check_out", "退房日期要晚于入住日期"),
            ("check_out", "The departure must be after the arrival."),
        ),
    ],
)
def test_rules(app, host, body, zh, en):
    """S-03: one night where the minimum is two says so, before and at booking (scenario S5)."""
    path = home_of(app, host, min_nights=2, max_nights=14)
    who = person(app)
    for language, expected in (("zh", zh), ("en", en)):
        client = signed_in(app, who, language)
        for answer in (
            client.get(f"{path}/quote", **{**WEEKEND, **body}),
            client.post(f"{path}/bookings", {**WEEKEND, **body}),
        ):
            assert answer.status_code == 422
            assert [(error["field"], error["message"]) for error in answer.json["errors"]] == [expected]


@pytest.mark.usefixtures("monday")
def test_the_server_sets_the_price(app, host, guest):
    """S-06: another total than the one seen is refused with the new quote, and takes nothing."""
    path = home_of(app, host)
    answer = guest.post(f"{path}/bookings", {**WEEKEND, "total": 1})
    assert (answer.status_code, answer.json["code"]) == (409, "price_changed")
    assert (answer.json["total"], answer.json["quote"]["total"]) == (60_000, 60_000)
    assert guest.post(f"{path}/bookings", {**WEEKEND, "total": 60_000}).status_code == 201


@pytest.mark.usefixtures("monday")
def test_the_second_reads_just_booked(app, host, guest, other):
    """S-06: overlapping nights: one booking; the other reads which are gone, and free alternatives (scenario S6)."""
    path = home_of(app, host)
    assert guest.post(f"{path}/bookings", WEEKEND).status_code == 201
    late = other.post(f"{path}/bookings", {"check_in": "2026-11-28", "check_out": MONDAY})
    assert (late.status_code, late.json["code"], late.json["slots"]) == (409, "taken", ["2026-11-28"])
    assert late.json["alternatives"] == [
        {"check_in": "2026-11-29", "check_out": "2026-12-01"},
        {"check_in": "2026-11-30", "check_out": "2026-12-02"},
        {"check_in": "2026-12-01", "check_out": "2026-12-03"},
    ]
    chinese = signed_in(app, person(app, "13800001004"), "zh")
    assert "刚被预订" in chinese.post(f"{path}/bookings", WEEKEND).json["detail"]
    touching = other.post(f"{path}/bookings", {"check_in": SUNDAY, "check_out": MONDAY})
    assert touching.status_code == 201


@pytest.mark.usefixtures("monday")
def test_nobody_books_their_own_home(app, host):
    """S-06: nobody books their own home (scenario S12)."""
    answer = signed_in(app, host).post(f"{home_of(app, host)}/bookings", WEEKEND)
    assert (answer.status_code, answer.json["code"]) == (409, "own")


@pytest.mark.usefixtures("monday")
def test_what_is_not_published_cannot_be_booked(app, host, guest, client):
    for state in ("draft", "unlisted", "removed"):
        assert guest.post(f"{home_of(app, host, state=state)}/bookings", WEEKEND).status_code == 404
    assert client.post(f"{home_of(app, host)}/bookings", WEEKEND).status_code == 401
    assert guest.post("/homes/0000000000001/bookings", WEEKEND).status_code == 404


@pytest.mark.usefixtures("monday")
def test_the_same_key_books_once(app, host, guest):
    """X-03: an Idempotency-Key repeats the answer."""
    path = home_of(app, host)
    first, again = (guest.post(f"{path}/bookings", WEEKEND, Idempotency_Key="k1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json


@pytest.mark.usefixtures("monday")
def test_a_booking_takes_few_statements(app, host, guest, statements):
    """S-06: at most twelve statements until the answer, beside those that show it."""
    path = home_of(app, host)
    guest.csrf()
    statements.clear()
    guest.post(f"{path}/bookings", WEEKEND)
    changes = [text for text in statements if text.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(changes) <= 7, changes
    assert len(statements) <= 20, statements


@pytest.mark.usefixtures("monday")
def test_a_host_blocks_nights(app, host, guest):
    """S-03: blocked nights cannot be booked, booked nights stay; unblocking brings them back."""
    path = home_of(app, host)
    owner = signed_in(app, host)
    assert guest.post(f"{path}/bookings", WEEKEND).status_code == 201
    done = owner.put(f"{path}/blocks", {"from": "2026-11-26", "to": "2026-12-03"})
    assert (done.status_code, done.json) == (200, {"booked": [FRIDAY, "2026-11-28"]})
    assert owner.put(f"{path}/blocks", {"from": MONDAY, "to": "2026-12-01", "blocked": False}).status_code == 200
    days = guest.get(f"{path}/calendar", **{"from": "2026-11-22", "to": "2026-12-04"}).json["days"]
    assert "".join(day["state"][0] for day in days) == "pfff" + "b" + "tt" + "b" + "f" + "bb" + "f"
    gone = guest.post(f"{path}/bookings", {"check_in": SUNDAY, "check_out": "2026-12-02"})
    assert (gone.json["code"], gone.json["slots"]) == ("taken", [SUNDAY, "2026-12-01"])
    assert faults(app) == []


@pytest.mark.usefixtures("monday")
def test_nights_a_booking_lets_go_are_blocked_then(app, host, guest):
    """S-03: what the host blocked meanwhile is off sale once the booking has ended."""
    path = home_of(app, host)
    booking_id = guest.post(f"{path}/bookings", WEEKEND).json["id"]
    signed_in(app, host).put(f"{path}/blocks", {"from": FRIDAY, "to": "2026-11-28"})
    assert guest.post(f"/bookings/{booking_id}/cancellation", {}).status_code == 201
    days = guest.get(f"{path}/calendar", **{"from": FRIDAY, "to": SUNDAY}).json["days"]
    assert [day["state"] for day in days] == ["blocked", "free"]
    assert faults(app) == []


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"from": SUNDAY, "to": FRIDAY}, "to"),
        ({"from": "2026-11-01", "to": "2026-11-23"}, "to"),
        ({"from": FRIDAY, "to": "2029-01-01"}, "to"),
        ({"from": "x", "to": FRIDAY}, "from"),
        ({"to": FRIDAY}, "from"),
    ],
)
def test_blocks_that_make_no_sense(app, host, body, field):
    answer = signed_in(app, host).put(f"{home_of(app, host)}/blocks", body)
    assert (answer.status_code, [error["field"] for error in answer.json["errors"]]) == (422, [field])


@pytest.mark.usefixtures("monday")
def test_the_calendar_is_bounded(app, client, host):
    path = home_of(app, host, weekend_price=40_000)
    days = client.get(f"{path}/calendar").json["days"]
    assert (len(days), days[0], days[4]["price"]) == (
        90,
        {
            "date": "2026-11-23",
            "state": "free",
            "price": 30_000,
            "why": "base",
            "arrival": True,
            "min_nights": 1,
            "max_nights": 90,
        },
        40_000,
    )
    assert client.get(f"{path}/calendar", **{"from": FRIDAY, "to": "2030-01-01"}).status_code == 422
    assert client.get(f"{path}/calendar", **{"from": "9999-12-30"}).status_code == 422


@pytest.mark.usefixtures("monday")
def test_the_address_is_for_confirmed_guests(app, host, guest, within):
    """S-11: the exact address is shown only after confirmation."""
    path = home_of(app, host, instant=True)
    booking_id = ids.read(guest.post(f"{path}/bookings", WEEKEND).json["id"])
    assert guest.get(path).json["address"] is None
    within.extensions["hutong"].database.run(lambda: session().execute(bookings_paid(booking_id)))
    assert guest.get(path).json["address"] == "18 Lantern Lane"


@pytest.mark.usefixtures("monday")
def test_popularity_counts_paid_bookings(app, host, guest, within):
    """S-04: popularity comes from the paid bookings of the last 90 days, counted by a job."""
    database = within.extensions["hutong"].database
    path = home_of(app, host)
    booking_id = ids.read(guest.post(f"{path}/bookings", WEEKEND).json["id"])
    home_id = ids.read(path.removeprefix("/homes/"))

    def counted():
        database.run(count_bookings.later)
        jobs.run_all()
        with database.reading():
            return session().get(Home, home_id).popularity

    assert counted() == 0
    database.run(lambda: session().execute(bookings_paid(booking_id)))
    assert counted() == 1
    with clock.moved(91 * clock.DAY):
        assert counted() == 0


def bookings_paid(booking_id):
    """Paid, without a provider."""
    from sqlalchemy import update

    from hutong.booking.models import Booking

    return update(Booking).where(Booking.id == booking_id).values(state="paid", expires_at=None, lapses_at=None)


@pytest.mark.race
def test_fifty_at_once(app, host):
    """S-06: fifty parallel calls for overlapping nights: one 201, forty-nine 409, nothing else (scenario S6)."""
    path = home_of(app, host)
    first = clock.day_number(clock.today("Asia/Shanghai")) + 20
    clients = [signed_in(app, person(app, f"139{number:08}")) for number in range(50)]
    bodies = [
        {"check_in": str(clock.day_of(first - number % 3)), "check_out": str(clock.day_of(first + 1 + number % 2))}
        for number in range(50)
    ]
    for client in clients:
        client.csrf()
    statuses: Counter[int] = Counter()
    barrier = threading.Barrier(50)

    def book(client, body):
        barrier.wait()
        statuses[client.post(f"{path}/bookings", body).status_code] += 1

    threads = [threading.Thread(target=book, args=pair) for pair in zip(clients, bodies, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == {201: 1, 409: 49}
    assert faults(app) == []
    assert bookings.Taken.code == "taken"
