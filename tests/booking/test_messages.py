"""Messages between the two sides of a booking."""

import pytest

from hutong.booking.messages import TALKED
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from tests.accounts.world import person, signed_in
from tests.booking.world import stay
from tests.counting import assert_same_count
from tests.stays.world import pay, picture


@pytest.fixture
def made(app):
    """A held stay with the browsers of both sides."""
    assert "stay" in TALKED.all(app)
    return stay(app, state="held")


def path(made):
    return f"{made.path}/messages"


def say(client, made, text="Hello", **more):
    return client.post(path(made), {"text": text, **more})


def texts(client, made, **query):
    return [(one["text"], one["mine"]) for one in client.get(path(made), **query).json["items"]]


def test_both_sides_write_and_read(app, made):
    """S-11: messages of a booking, what is new by `after` and 304, and how far the other side has read."""
    assert texts(made.guest, made) == []
    first = say(made.guest, made, "When may we come?")
    assert (first.status_code, first.json["mine"], first.json["author"]) == (201, True, "Guest")
    say(made.host, made, "From three o'clock.\nOr earlier?")
    both = made.guest.get(path(made))
    assert texts(made.guest, made) == [("When may we come?", True), ("From three o'clock.\nOr earlier?", False)]
    assert (both.json["read"], both.json["earlier"]) == (both.json["items"][-1]["id"], None)
    assert made.host.get(path(made)).json["read"] == first.json["id"]
    latest = both.json["items"][-1]["id"]
    assert texts(made.guest, made, after=first.json["id"]) == [("From three o'clock.\nOr earlier?", False)]
    empty = made.guest.get(path(made), after=latest)
    tag = {"If-None-Match": empty.headers["ETag"]}
    assert (empty.json["items"], made.guest.http.get(empty.request.url, headers=tag).status_code) == ([], 304)
    assert made.guest.put(f"{path(made)}/read", {"until": latest}).status_code == 204
    assert made.guest.put(f"{path(made)}/read", {"until": first.json["id"]}).status_code == 204  # never back
    assert made.host.get(path(made)).json["read"] == latest


def test_the_inbox(app, made):
    """S-11: one line for each booking on both sides, unread ones marked; strangers see nothing; few statements."""
    say(made.guest, made, "Hello")
    inbox = made.host.get("/messages").json["items"]
    assert [(one["other"], one["last"], one["unread"], one["as_host"]) for one in inbox] == [
        ("Guest", "Hello", True, True)
    ]
    assert [one["unread"] for one in made.guest.get("/messages").json["items"]] == [False]
    assert [one["title"] for one in made.host.get("/notices").json["items"]].count("Somebody wrote to you") == 1
    say(made.guest, made, "Still there?")
    assert [one["title"] for one in made.host.get("/notices").json["items"]].count("Somebody wrote to you") == 1
    say(made.host, made, "Yes")
    assert [one["unread"] for one in made.host.get("/messages").json["items"]] == [False]
    stranger = signed_in(app, person(app, "13800001003"))
    assert stranger.get("/messages").json["items"] == []
    for answer in (
        stranger.get(path(made)),
        say(stranger, made),
        stranger.put(f"{path(made)}/read", {"until": inbox[0]["booking_id"]}),
    ):
        assert answer.status_code == 404
    assert_same_count(lambda: made.guest.get(path(made)), lambda: say(made.host, made))
    assert_same_count(lambda: made.host.page("/messages"), lambda: say(made.guest, made))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({}, "text"),
        ({"text": "x" * 10_000}, "text"),
        ({"text": "x" * 2_001}, "text"),
        ({"text": "a\u202eb"}, "text"),
        ({"text": "a", "picture_ids": ["0000000000001"]}, "picture_ids"),
        ({"text": "a", "picture_ids": ["x"]}, "picture_ids.0"),
        ({"text": 5}, "text"),
    ],
)
def test_what_is_no_message(made, body, field):
    """S-11: empty, too long, unseen characters, others' pictures: each beside its field, and nothing is kept."""
    refused = made.guest.post(path(made), body)
    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, [field])
    assert texts(made.guest, made) == []


def test_script_and_pictures_on_the_page(app, made):
    """S-11, X-05: what looks like script is text; a picture of one's own is shown; it works without JavaScript."""
    shown = ids.show(picture(app, made.guest_id))
    page = f"/bookings/{made.path.rsplit('/', 1)[1]}"
    sent = made.guest.form(f"{path(made)}", f"{page}#messages", text="<script>alert(1)</script>", picture_ids=shown)
    assert sent.status_code == 303
    text = made.host.page(page).text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert text.count('loading="lazy"') == 1
    assert "Hello" not in made.host.page("/messages").text
    assert made.guest.page("/messages").status_code == 200


def test_ways_to_meet_only_after_confirmation(app, made):
    """S-11: numbers and addresses in messages show once it is paid, then both sides read what was written."""
    say(made.guest, made, "Call 138 0000 1001 or a.b@example.com, we come on 2026-12-01.")
    assert texts(made.host, made) == [("Call ••• or •••, we come on 2026-12-01.", False)]
    assert "a.b@example.com" not in made.host.page("/messages").text
    pay(app, made.guest, made.path.rsplit("/", 1)[1])
    assert texts(made.host, made) == [("Call 138 0000 1001 or a.b@example.com, we come on 2026-12-01.", False)]


def test_too_many(made):
    """S-11: twenty messages a minute."""
    assert [say(made.guest, made).status_code for _ in range(21)][-2:] == [201, 429]


def test_blocked(app, made):
    """S-11: whoever has blocked the other, neither writes."""
    assert made.host.put(f"/people/{ids.show(made.guest_id)}/block").status_code == 204
    for client in (made.guest, made.host):
        refused = say(client, made)
        assert (refused.status_code, refused.json["code"]) == (403, "blocked")
    assert texts(made.guest, made) == []


def test_how_soon_hosts_answer(app, made):
    """S-11: the share within a day and the usual time, of the first answer to a guest and of decisions."""
    from hutong.booking.messages import queries

    def known():
        with app.app_context(), app.extensions["hutong"].database.reading():
            assert session()
            return queries.answers([made.host_id]).get(made.host_id)

    assert known() is None
    say(made.guest, made)
    assert known() is None  # there is still time
    with clock.moved(2 * clock.HOUR):
        say(made.host, made)
        found = known()
        assert (found.rate, found.usual // clock.MINUTE) == (100, 120)
