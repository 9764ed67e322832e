"""Homes that are reviewed, kept, reported and hidden."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from hutong.booking.actions.completing import complete
from hutong.booking.models import PAID, Booking
from hutong.kernel import clock, ids, jobs
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from hutong.reviews.events import ScoreChanged
from hutong.stays.actions import keep_rating
from hutong.stays.actions.moderating import standing
from hutong.stays.models import Home
from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.reviews.world import many, notices
from tests.stays.test_pages import words
from tests.stays.world import home, picture

GOOD = {"overall": 5, "scores": {"cleanliness": 4, "value": 5}, "text": "Quiet, and the persimmons!"}
FAIR = {"overall": 4, "scores": {"tidiness": 4}, "text": "Kind guests."}
MOST = 8  # statements of a home's page for whoever is signed out
pytestmark = pytest.mark.usefixtures("monday")


class Lane:
    """A home whose guest has left this morning."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.host_id = person(app, "13800001002", verified=True, name="Host Li")
        self.guest_id = person(app, "13800001001", name="Guest Wang")
        self.home_id = home(app, self.host_id, instant=True, title="Courtyard")
        self.path = f"/homes/{ids.show(self.home_id)}"
        self.subject = f"home:{ids.show(self.home_id)}"
        self.booking = self.stay(self.guest_id, "2026-12-04", "2026-12-06")

    def stay(self, guest_id: int, check_in: str, check_out: str) -> str:
        """A stay that is paid; its path."""
        asked = {"check_in": check_in, "check_out": check_out, "guests": 2}
        made = signed_in(self.app, guest_id).post(f"{self.path}/bookings", asked)
        assert made.status_code == 201
        number = ids.read(made.json["id"])
        self.run(lambda: session().execute(update(Booking).where(Booking.id == number).values(state=PAID)))
        return f"/bookings/{made.json['id']}"

    def leave(self, booking: str) -> None:
        """It is over (the clock stands after it)."""
        assert self.run(lambda: complete(ids.read(booking.removeprefix("/bookings/"))))

    def review(self, booking: str, guest_id: int, said: dict[str, Any], answer: dict[str, Any] = FAIR) -> None:
        """Both sides write, and the score is reckoned."""
        for who, body in ((guest_id, said), (self.host_id, answer)):
            assert signed_in(self.app, who).post(f"{booking}/review", body).status_code == 201
        self.jobs()

    def run(self, unit: Any) -> Any:
        """A unit of work in a transaction."""
        with self.app.app_context():
            return self.app.extensions["hutong"].database.run(unit)

    def jobs(self) -> None:
        """What is due."""
        with self.app.app_context():
            jobs.tick()
            jobs.run_all()

    def found(self) -> list[str]:
        """The titles that a search finds."""
        return [item["title"] for item in Client(self.app).get("/homes", region="110101").json["items"]]


@pytest.fixture
def lane(app: Flask) -> Iterator[Lane]:
    """Monday, two weeks later: the guest of the weekend has left."""
    made = Lane(app)
    with clock.moved(14 * clock.DAY):
        made.leave(made.booking)
        yield made


@pytest.fixture
def guest(lane: Lane) -> Client:
    """Whoever stayed there."""
    return signed_in(lane.app, lane.guest_id)


@pytest.fixture
def host(lane: Lane) -> Client:
    """Whoever lets it."""
    return signed_in(lane.app, lane.host_id)


@pytest.fixture
def moderators(lane: Lane) -> list[Client]:
    """Two of them."""
    found = [person(lane.app, f"1370000000{at}", role="moderator") for at in range(2)]
    return [signed_in(lane.app, each) for each in found]


def test_both_sides_write(lane: Lane, client: Client, guest: Client, host: Client) -> None:
    """S-09: guest and host review each other, hidden until both wrote; then card and page show the score."""
    asked = guest.page(lane.booking)
    assert "Write a review" in words(asked)
    assert f'href="{lane.booking}/review"' in asked.text
    labels = [aspect["label"] for aspect in guest.get(f"{lane.booking}/reviews").json["aspects"]]
    assert labels == ["Cleanliness", "As described", "Location", "Communication", "Value for money"]
    assert guest.post(f"{lane.booking}/review", GOOD).status_code == 201
    lane.jobs()
    assert client.get(f"{lane.path}/reviews").json == {"items": [], "next": None}
    assert client.get(lane.path).json["rating_count"] == 0
    assert "Nobody else reads it yet" in words(guest.page(lane.booking))
    assert GOOD["text"] not in words(host.page(lane.booking))
    assert "Nobody has written a review yet" in words(client.page(lane.path))

    assert host.post(f"{lane.booking}/review", FAIR).status_code == 201
    lane.jobs()
    (listed,) = client.get(f"{lane.path}/reviews").json["items"]
    assert (listed["overall"], listed["text"], listed["author"]["name"]) == (5, GOOD["text"], "Guest Wang")
    assert (listed["subject"], listed["side"]) == (lane.subject, "host")
    shown = client.get(lane.path).json
    assert (shown["rating"], shown["rating_count"]) == (5.0, 1)
    (card,) = client.get("/homes", sort="rating").json["items"]
    assert (card["rating"], card["rating_count"]) == (5.0, 1)
    assert "5.0 out of 5 5.0 (1) 1 review" in words(client.page("/homes"))
    page = words(client.page(lane.path))
    assert "5.0 out of 5" in page
    assert GOOD["text"] in page
    assert GOOD["text"] in words(host.page(lane.booking))
    assert FAIR["text"] in words(guest.page(lane.booking))
    assert FAIR["text"] not in page

    answer = host.put(f"/reviews/{listed['id']}/answer", {"text": "Come back in autumn."})
    assert answer.status_code == 200
    assert "Answer of Host Li" in words(client.page(lane.path))
    assert client.get(f"{lane.path}/reviews").json["items"][0]["answer"] == "Come back in autumn."


def test_a_stay_to_come_has_no_reviews(lane: Lane, guest: Client) -> None:
    """S-09: the page of a booking that has not taken place says nothing of reviews."""
    coming = lane.stay(lane.guest_id, "2026-12-18", "2026-12-19")
    assert "review" not in words(guest.page(coming))


def test_older_reviews(lane: Lane, client: Client) -> None:
    """S-09: six reviews on the page, the others behind a link; the API pages alike; hidden ones do not count."""
    for at, each in enumerate(many(lane.app, 8)):
        with clock.moved(-14 * clock.DAY):
            booking = lane.stay(each, f"2026-12-{8 + at:02d}", f"2026-12-{9 + at:02d}")
        with clock.moved(10 * clock.DAY):
            lane.leave(booking)
            lane.review(booking, each, {"overall": 4, "text": f"Stay {at}"})
    with clock.moved(11 * clock.DAY):
        page = client.page(lane.path)
        assert page.text.count('id="review-') == 6
        assert "4.0 out of 5" in words(page)
        older = page.text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        assert older.startswith(f"{lane.path}?reviews=")
        rest = client.http.get(older.partition("#")[0])
        assert rest.text.count('id="review-') == 2
        assert "Newest reviews" in words(rest)
        first = client.get(f"{lane.path}/reviews", limit=6).json
        second = client.get(f"{lane.path}/reviews", limit=6, cursor=first["next"]).json
        assert [len(first["items"]), len(second["items"]), second["next"]] == [6, 2, None]
        assert client.page(lane.path, reviews="nonsense").status_code == 422


def test_the_page_takes_few_statements(lane: Lane, client: Client, statements: list[str]) -> None:
    """S-05: eight statements at most for whoever is signed out, with one review or with several, with pictures."""
    client.page(lane.path)
    statements.clear()
    client.page(lane.path)
    none = len(statements)
    shot = picture(lane.app, lane.guest_id)
    lane.review(lane.booking, lane.guest_id, {**GOOD, "pictures": [ids.show(shot)]})
    statements.clear()
    client.page(lane.path)
    one = len(statements)
    for at, each in enumerate(many(lane.app, 3)):
        with clock.moved(-14 * clock.DAY):
            booking = lane.stay(each, f"2026-12-{8 + at:02d}", f"2026-12-{9 + at:02d}")
        with clock.moved(5 * clock.DAY):
            lane.leave(booking)
            lane.review(booking, each, GOOD)
    with clock.moved(6 * clock.DAY):
        client.page(lane.path)
        statements.clear()
        assert client.page(lane.path).text.count('id="review-') == 4
    assert none <= 6
    assert one <= MOST
    assert len(statements) == one


def test_favourites(lane: Lane, client: Client, guest: Client, host: Client) -> None:
    """S-11: the heart on the page keeps a home; it stands among the favourites with its picture and price."""
    signed_out = client.page(lane.path)
    assert f'href="/login?next={lane.path}"' in signed_out.text
    assert f'href="/report/{lane.subject}?next={lane.path}"' in signed_out.text
    assert "csrf_token" not in signed_out.text
    assert "Set-Cookie" not in signed_out.headers
    assert "heart-home-" not in host.page(lane.path).text

    kept = guest.form(f"/favourites/{lane.subject}", lane.path, _method="PUT")
    assert kept.status_code == 303
    assert "In your favourites" in words(guest.page(lane.path))
    (listed,) = guest.get("/favourites").json["items"]
    assert (listed["subject"], listed["card"]["title"], listed["card"]["href"]) == (
        lane.subject, "Courtyard", lane.path,
    )  # fmt: skip
    assert listed["card"]["note"].endswith("· ¥300")
    assert listed["card"]["picture"] is not None
    assert "Courtyard" in words(guest.page("/favourites"))
    assert guest.delete(f"/favourites/{lane.subject}").status_code == 204
    assert guest.get("/favourites").json["items"] == []


def test_reported_hidden_and_restored(
    lane: Lane, client: Client, guest: Client, host: Client, moderators: list[Client]
) -> None:
    """F10: a home with three reports is hidden with a reason, its host appeals, another moderator restores it."""
    for each in many(lane.app, 3):
        body = {"subject": lane.subject, "reason": "misleading", "text": "No courtyard"}
        assert signed_in(lane.app, each).post("/reports", body).status_code == 201
    (case,) = moderators[0].get("/reports").json["items"]
    assert (case["count"], case["title"]) == (3, "Courtyard")
    assert guest.put(f"/favourites/{lane.subject}").status_code == 204
    hide = {"action": "hide", "reason": "There is no courtyard"}
    assert moderators[0].put(f"/reports/{case['id']}/decision", hide).status_code == 200

    assert lane.found() == []
    for browser in (client, guest, moderators[0]):
        assert browser.page(lane.path).status_code == 404
        assert browser.get(lane.path).status_code == 404
        assert browser.get(f"{lane.path}/reviews").status_code == 404
    asked = {"check_in": "2026-12-18", "check_out": "2026-12-20", "guests": 2}
    assert guest.post(f"{lane.path}/bookings", asked).status_code == 404
    assert guest.get("/favourites").json["items"][0]["card"]["live"] is False

    assert "There is no courtyard" in notices(host)[0][2]
    assert "a moderator has hidden the home" in words(host.page(lane.path))
    desk = words(host.page(f"/host{lane.path}"))
    assert "Hidden by a moderator" in desk
    assert "Reason: There is no courtyard" in desk
    assert 'id="publish"' not in host.page(f"/host{lane.path}").text
    assert "Hidden by a moderator" in words(host.page("/host/homes"))
    for wanted in (True, False):
        refused = host.put(f"{lane.path}/publication", {"published": wanted}, If_Match="*")
        assert (refused.status_code, refused.json["code"]) == (409, "hidden")
    zh = signed_in(lane.app, lane.host_id, "zh").put(f"{lane.path}/publication", {"published": True}, If_Match="*")
    assert zh.json["detail"] == "这个房源已被审核员隐藏，不能发布。原因见你的通知。"
    assert host.patch(lane.path, {"title": "House without a courtyard"}, If_Match="*").json["state"] == "hidden"

    assert host.post(f"/reports/{case['id']}/appeal", {"text": "I took the word out"}).status_code == 201
    assert "Reason: There is no courtyard" in words(host.page(f"/host{lane.path}"))
    restore = {"action": "restore", "reason": "It is described well now"}
    assert moderators[1].put(f"/reports/{case['id']}/decision", restore).status_code == 200
    assert client.page(lane.path).status_code == 200
    assert lane.found() == ["House without a courtyard"]
    entries = lane.run(lambda: list(session().scalars(select(AuditEntry.action).order_by(AuditEntry.id))))
    assert [entry for entry in entries if entry in ("home.hidden", "home.restored")] == ["home.hidden", "home.restored"]


def test_hiding_does_not_mind(lane: Lane, host: Client, moderators: list[Client]) -> None:
    """F10: a home that its host removed meanwhile stays removed; an edit that began before does not bring it back."""
    other = signed_in(lane.app, many(lane.app, 1)[0])
    assert other.post("/reports", {"subject": lane.subject, "reason": "spam"}).status_code == 201
    version = host.get(lane.path).headers["ETag"]
    assert host.put(f"{lane.path}/publication", {"published": False}, If_Match=version).status_code == 200
    seen = host.get(lane.path).headers["ETag"]
    (case,) = moderators[0].get("/reports").json["items"]
    decision = f"/reports/{case['id']}/decision"
    assert moderators[0].put(decision, {"action": "hide", "reason": "Spam"}).status_code == 200
    assert host.get(lane.path).json["state"] == "hidden"
    assert host.put(f"{lane.path}/publication", {"published": True}, If_Match=seen).status_code == 412
    assert host.delete(lane.path).status_code == 204
    assert moderators[0].put(decision, {"action": "restore", "reason": "Fine"}).status_code == 200
    assert host.get(lane.path).status_code == 404
    assert lane.run(lambda: session().get_one(Home, lane.home_id).state) == "removed"


def test_restored_to_what_it_was(lane: Lane, client: Client, host: Client, moderators: list[Client]) -> None:
    """F10: a home that was not listed when it was hidden is not published by being restored."""
    number = ids.show(lane.home_id)
    assert host.put(f"{lane.path}/publication", {"published": False}, If_Match="*").status_code == 200
    for shown in ("unlisted", "published"):
        taken = moderators[0].put(f"/takedowns/home:{number}", {"reason": "Spam"})
        assert taken.status_code == 200, taken.json
        assert host.get(lane.path).json["state"] == "hidden"
        emptied = host.put(f"{lane.path}/pictures", {"picture_ids": []}, If_Match="*")
        assert emptied.status_code == (422 if shown == "published" else 200)
        back = moderators[0].post(f"/takedowns/home:{number}/restoration", {"reason": "Fine"})
        assert back.status_code in (200, 201), back.json
        assert host.get(lane.path).json["state"] == shown
        assert (client.get(lane.path).status_code == 200) is (shown == "published")
        if shown == "unlisted":
            pictures = {"picture_ids": [ids.show(picture(lane.app, lane.host_id))]}
            assert host.put(f"{lane.path}/pictures", pictures, If_Match="*").status_code == 200
            assert host.put(f"{lane.path}/publication", {"published": True}, If_Match="*").status_code == 200


def test_best_rated() -> None:
    """S-04: many good reviews come before a single perfect one; without reviews a home comes last."""
    assert standing(40, 196) > standing(1, 5) > standing(3, 9) > standing(1, 1) > standing(0, 0) == 0


def test_scores_of_others_are_not_ours(lane: Lane) -> None:
    """S-09: the score of a person changes no home."""
    lane.run(lambda: keep_rating(ScoreChanged(f"person:{lane.home_id}", 3, 9)))
    assert lane.run(lambda: session().get_one(Home, lane.home_id).rating_count) == 0
