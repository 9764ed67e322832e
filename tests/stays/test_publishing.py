"""Making, editing and publishing homes through the API."""

import pytest

from hutong.kernel import clock, ids
from hutong.stays.actions import take_due
from tests.accounts.world import person, signed_in
from tests.stays import world

MONDAY = 1_795_420_800_000  # 2026-11-23, 8:00 in Beijing
HOME = {
    "title": "灯市口小院",
    "district": "110101",
    "address": "灯市口大街 18 号",
    "price": 30_000,
    "weekend_price": 40_000,
    "cleaning_fee": 8_000,
    "weekly_discount": 10,
    "min_nights": 2,
    "max_nights": 14,
    "capacity": 4,
    "lat": 39.916321,
    "lng": 116.412745,
    "facilities": ["wifi", "kitchen", "heating", "washer", "crib", "pets"],
}


@pytest.fixture
def host(app):
    world.regions(app)
    return person(app, "13800001002", verified=True, name="Lin")


@pytest.fixture
def owner(app, host):
    return signed_in(app, host)


def test_only_verified_people_let_homes(app):
    """S-01: an unverified person is led to real-name verification (scenario S2)."""
    world.regions(app)
    answer = signed_in(app, person(app)).post("/homes", HOME)
    assert (answer.status_code, answer.json["code"]) == (403, "identity_required")


def test_a_home_from_draft_to_published(app, client, host, owner):
    """S-01: five photos, six facilities; not searchable before it has a photo and is published (scenario S3)."""
    made = owner.post("/homes", HOME)
    assert made.status_code == 201, made.json
    path = f"/homes/{made.json['id']}"
    assert made.json["state"] == "draft"
    assert made.json["address"] == "灯市口大街 18 号"
    assert made.json["location"] == {"lat": 39.916321, "lng": 116.412745}
    assert client.get(path).status_code == 404
    refused = owner.put(f"{path}/publication", {"published": True}, If_Match=made.headers["ETag"])
    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, ["pictures"])
    pictures = [ids.show(world.picture(app, host)) for _ in range(5)]
    arranged = owner.put(f"{path}/pictures", {"picture_ids": pictures}, If_Match=made.headers["ETag"])
    assert [picture["id"] for picture in arranged.json["pictures"]] == pictures
    assert client.get("/homes").json["items"] == []
    done = owner.put(f"{path}/publication", {"published": True}, If_Match=arranged.headers["ETag"])
    assert (done.status_code, done.json["state"]) == (200, "published")
    [card] = client.get("/homes").json["items"]
    assert (card["title"], card["price"], card["cover"]["id"]) == ("灯市口小院", 30_000, pictures[0])
    seen = client.get(path).json
    assert (seen["address"], seen["location"]) == (None, {"lat": 39.916, "lng": 116.413})
    assert seen["host"]["name"] == "Lin"
    hidden = owner.put(f"{path}/publication", {"published": False}, If_Match=done.headers["ETag"])
    assert hidden.json["state"] == "unlisted"
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("price", -1, "Must be at least 0."),
        ("price", 0, "Must be more than 0."),
        ("price", "abc", "A whole number is needed."),
        ("price", 2**64, "Must be at most 10000000000000."),
        ("price", 1.5, "A whole number is needed."),
        ("weekend_price", True, "A whole number is needed."),
        ("title", "长" * 101, "At most 100 characters."),
        ("title", " ", "At least 1 characters."),
        ("title", "a\u202eb", "Contains characters that cannot be used here."),
        ("description", "x" * 5001, "At most 5000 characters."),
        ("district", "999999", "This district is not known."),
        ("district", "110100", "This district is not known."),
        ("capacity", 0, "Must be at least 1."),
        ("max_nights", 91, "Must be at most 90."),
        ("max_nights", 1, "At least 2 nights"),
        ("weekly_discount", 81, "Must be at most 80."),
        ("facilities", ["wifi", "moat"], "This cannot be taken as it is."),
        ("lat", 91, "Must be at most 90.0."),
        ("check_in_time", "25:00", "This cannot be taken as it is."),
        ("policy", "none", "This cannot be taken as it is."),
        ("picture_ids", ["x"], None),
        ("picture_ids", ["0000000000001"], "One of these pictures is not yours."),
        ("moat", 1, "There is no such field."),
    ],
)
def test_each_wrong_field_is_named(owner, field, value, message):
    """S-01: price -1, "abc", beyond 64 bits, a title of 101 characters, unknown district: each its own field error."""
    answer = owner.post("/homes", {**HOME, field: value})
    assert answer.status_code == 422
    [error] = answer.json["errors"]
    assert error["field"].split(".")[0] == field
    assert message in (error["message"], None)
    assert owner.get("/homes", host="me").json["items"] == []


def test_pictures_of_others_are_refused(app, owner):
    stranger = person(app, "13800001003")
    answer = owner.post("/homes", {**HOME, "picture_ids": [ids.show(world.picture(app, stranger))]})
    assert [error["field"] for error in answer.json["errors"]] == ["picture_ids"]


def test_a_published_home_keeps_a_picture(app, host, owner):
    home_id = ids.show(world.home(app, host))
    answer = owner.put(f"/homes/{home_id}/pictures", {"picture_ids": []}, If_Match="1")
    assert [error["field"] for error in answer.json["errors"]] == ["picture_ids"]


def test_an_edit_changes_what_is_sent_and_nothing_else(app, host, owner):
    """S-01: fields that are not sent stay; null takes a price away; bounds and words follow."""
    made = owner.post("/homes", HOME)
    path = f"/homes/{made.json['id']}"
    changed = owner.patch(path, {"weekend_price": None, "title": "柿子院"}, If_Match=made.headers["ETag"])
    assert changed.status_code == 200, changed.json
    expected = {**made.json, "weekend_price": None, "title": "柿子院", "version": 2}
    assert changed.json == expected
    assert changed.headers["ETag"].startswith('"2~')


def test_two_tabs_edit_one_home(app, host, owner):
    """X-03: the second save gets 412 and sees both versions (scenario X6)."""
    home_id = ids.show(world.home(app, host))
    seen = owner.get(f"/homes/{home_id}").headers["ETag"]
    assert owner.patch(f"/homes/{home_id}", {"price": 31_000}, If_Match=seen).status_code == 200
    late = owner.patch(f"/homes/{home_id}", {"price": 32_000}, If_Match=seen)
    assert (late.status_code, late.json["code"]) == (412, "stale")
    assert (late.json["version"], late.json["current"]["price"]) == ("2", 31_000)
    assert owner.patch(f"/homes/{home_id}", {"price": 32_000}).status_code == 412
    assert owner.patch(f"/homes/{home_id}", {"price": 32_000}, If_Match="2").json["price"] == 32_000


def test_a_host_sees_another_body_than_the_world(app, host, owner, client):
    """X-03: the same version, another tag, so no cache mixes them up; the same again is 304."""
    home_id = ids.show(world.home(app, host))
    mine, theirs = owner.get(f"/homes/{home_id}"), client.get(f"/homes/{home_id}")
    assert mine.headers["ETag"] != theirs.headers["ETag"]
    again = client.http.get(f"/api/v1/homes/{home_id}", headers={"If-None-Match": theirs.headers["ETag"]})
    assert again.status_code == 304


def test_homes_of_others_cannot_be_changed(app, host):
    home_id = ids.show(world.home(app, host))
    stranger = signed_in(app, person(app, "13800001003", verified=True))
    assert stranger.patch(f"/homes/{home_id}", {"price": 1}, If_Match="1").status_code == 404
    assert stranger.put(f"/homes/{home_id}/publication", {"published": False}, If_Match="1").status_code == 404
    assert stranger.put(f"/homes/{home_id}/blocks", {"from": "2030-01-01", "to": "2030-01-02"}).status_code == 404
    assert stranger.delete(f"/homes/{home_id}").status_code == 404


def test_removing_a_home(app, host, owner, client):
    """S-01: a draft goes whole, a published home is hidden for good."""
    draft = owner.post("/homes", HOME).json["id"]
    assert owner.delete(f"/homes/{draft}").status_code == 204
    home_id = ids.show(world.home(app, host))
    assert owner.delete(f"/homes/{home_id}").status_code == 204
    assert owner.get(f"/homes/{home_id}").status_code == 404
    assert owner.get("/homes", host="me").json["items"] == []


def test_a_removed_home_reads_no_calendars(app, host, owner):
    """S-03: nobody asks other sites about it any more, or tells its host that one of them is ill."""
    home_id = world.home(app, host)
    database = app.extensions["hutong"].database
    with app.app_context():
        database.run(lambda: world.feeds(home_id, "https://calendars.example/one.ics", 2))
        assert len(database.run(lambda: take_due(10))) == 2
    assert owner.delete(f"/homes/{ids.show(home_id)}").status_code == 204
    with clock.moved(clock.HOUR), app.app_context():
        assert database.run(lambda: take_due(10)) == []


def test_own_homes_in_every_state(app, host, owner, client):
    """S-10: a host lists own homes, drafts included; others see the published ones."""
    shown = [ids.show(world.home(app, host, state=state)) for state in ("draft", "published", "unlisted", "removed")]
    assert [card["id"] for card in owner.get("/homes", host="me").json["items"]] == shown[2::-1]
    assert [card["id"] for card in client.get("/homes", host=ids.show(host)).json["items"]] == [shown[1]]
    assert client.get("/homes", host="me").status_code == 401
    first = owner.get("/homes", host="me", limit=2).json
    rest = owner.get("/homes", host="me", limit=2, cursor=first["next"]).json
    assert [card["id"] for card in first["items"] + rest["items"]] == shown[2::-1]
    assert rest["next"] is None


def test_a_plain_form_makes_a_home(app, owner):
    """X-05: without JavaScript amounts are typed in yuan, boxes may stay unticked, empty fields are not said."""
    form = {
        "title": "柿子院",
        "district": "110101",
        "address": "1",
        "price": "300.50",
        "weekend_price": "400",
        "cleaning_fee": "",
        "size": "",
        "lat": "39.9",
        "lng": "116.4",
        "facilities": ["wifi", "tv"],
    }
    answer = owner.form("/homes", "/host/homes/new", **form)
    assert answer.status_code == 303
    [card] = owner.get("/homes", host="me").json["items"]
    home = owner.get(f"/homes/{card['id']}").json
    assert (home["price"], home["weekend_price"], home["cleaning_fee"], home["size"]) == (30_050, 40_000, 0, None)
    assert (home["facilities"], home["instant"]) == (["wifi", "tv"], False)
    path = f"/homes/{card['id']}"
    edit = {"_method": "PATCH", "_if_match": "1", "weekend_price": "", "_facilities": "", "price": "310"}
    assert owner.form(path, "/host/homes", **edit).status_code == 303
    home = owner.get(path).json
    assert (home["price"], home["weekend_price"], home["facilities"]) == (31_000, None, [])
    block = {"_method": "PUT", "from": str(queries_today(app)), "to": "", "blocked": "true"}
    assert owner.form(f"{path}/blocks", "/host/homes", **block).status_code == 422


def queries_today(app):
    from hutong.kernel import clock

    return clock.today("Asia/Shanghai")


def test_a_home_is_shown_with_few_statements(app, client, host, statements):
    """S-05: at most eight for the page, with the calendar; pictures and facilities make no difference."""
    home_id = ids.show(world.home(app, host, facilities=["wifi", "tv", "kitchen"]))
    client.get(f"/homes/{home_id}")
    statements.clear()
    client.get(f"/homes/{home_id}")
    assert len(statements) == 3
    statements.clear()
    client.get(f"/homes/{home_id}/calendar")
    assert len(statements) == 2


def test_audit_names_what_is_wrong(app, host):
    """S-01: a published home without its cover, and price bounds that do not follow, are named."""
    from sqlalchemy import delete, update

    from hutong.kernel.db import session
    from hutong.stays.models import Home, HomePicture
    from hutong.stays.queries.checks import faults

    first, second = world.home(app, host), world.home(app, host)
    database = app.extensions["hutong"].database
    with app.app_context():
        with database.reading():
            assert list(faults()) == []
        database.run(lambda: session().execute(delete(HomePicture).where(HomePicture.home_id == first)))
        database.run(lambda: session().execute(update(Home).where(Home.id == second).values(night_price=1)))
        with database.reading():
            assert list(faults()) == [
                f"stays: home {ids.show(first)} is published without its cover picture or its resource",
                f"stays: home {ids.show(second)} has price bounds that do not follow from its prices",
            ]


def test_what_a_suspended_host_lets_is_not_offered(app, client, host):
    """B-02 S-04: not found, seen, booked or paid while staff keep the host out; afterwards as before, and only that."""
    staff = signed_in(app, person(app, "13800001009", role="administrator"))
    guest = signed_in(app, person(app, "13800001001"))
    shown, unlisted = world.home(app, host, instant=True), world.home(app, host, state="unlisted")
    path, account = world.path(shown), f"/people/{ids.show(host)}/suspension"
    nights = {"check_in": "2026-12-01", "check_out": "2026-12-03", "guests": 2}
    with clock.frozen(MONDAY):
        held = guest.post(f"{path}/bookings", nights).json["id"]
        assert staff.put(account, {"reason": "fraud"}).status_code == 200
        assert client.get("/homes").json["items"] == []
        assert (client.get(path).status_code, client.page(path).status_code) == (404, 404)
        assert guest.post(f"{path}/bookings", {**nights, "check_in": "2026-12-02"}).status_code == 404
        refused = guest.post(f"/bookings/{held}/payments")
        assert (refused.status_code, refused.json["code"]) == (409, "seller_suspended")
        assert "Host suspended" in staff.page("/staff/homes").text
        assert staff.delete(account).status_code == 204
        assert [one["id"] for one in client.get("/homes").json["items"]] == [ids.show(shown)]
        assert guest.post(f"/bookings/{held}/payments").status_code == 201
    assert client.get(world.path(unlisted)).status_code == 404


def test_a_hidden_home_of_a_suspended_host_stays_away(app, client, host):
    """F10 B-02: what a moderator brings back waits for its host; what is hidden meanwhile stays hidden after that."""
    staff = signed_in(app, person(app, "13800001009", role="administrator"))
    one, other = world.home(app, host), world.home(app, host)
    takedown, account = "/takedowns/home:{}", f"/people/{ids.show(host)}/suspension"
    staff.put(takedown.format(ids.show(one)), {"reason": "x"})
    staff.put(account, {"reason": "fraud"})
    assert staff.put(takedown.format(ids.show(other)), {"reason": "x"}).status_code == 200
    assert staff.post(takedown.format(ids.show(one)) + "/restoration", {"reason": "x"}).status_code == 200
    assert client.get(world.path(one)).status_code == 404
    staff.delete(account)
    assert (client.get(world.path(one)).status_code, client.get(world.path(other)).status_code) == (200, 404)
