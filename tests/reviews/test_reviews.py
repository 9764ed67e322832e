"""Guests and hosts review each other (S-09, S11)."""

import threading

import pytest

from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.reviews import queries
from hutong.reviews.events import ReviewPublished, ScoreChanged
from hutong.reviews.models import Review
from tests.accounts.world import person
from tests.client import Client
from tests.reviews.world import HEARD, World, many, notices
from tests.stays.world import picture

GOOD = {"overall": 5, "scores": {"cleanliness": 4, "location": 5}, "text": "安静的小院 <b>x</b>"}
FAIR = {"overall": 4, "scores": {"tidiness": 5}, "text": "Kind guests."}


def both(town: World) -> tuple[Client, Client]:
    """The browsers of guest and host."""
    return town.client(town.guest), town.client(town.host)


def listed(town: World, subject: str) -> list[str]:
    """The texts of what everybody reads about a subject."""
    return [item.text for item in town.read(lambda: queries.page_of(subject, 20)).items]


def test_both_sides(town: World) -> None:
    """S-09 S11: both review within 14 days and read the other's only when both have written."""
    thing = f"thing:{town.thing}"
    with town.after():
        town.complete()
        guest, host = both(town)
        assert notices(guest)[0][:2] == ("review.asked", "How was it: Lane courtyard?")
        made = guest.post(town.path, GOOD)
        assert made.status_code == 201
        shown = made.get_json()
        assert (shown["visible"], shown["mine"], shown["subject"]) == (False, True, town.subject)
        assert shown["aspects"] == [
            {"code": "cleanliness", "label": "Cleanliness", "score": 4.0},
            {"code": "location", "label": "Location", "score": 5.0},
        ]
        town.jobs()
        assert listed(town, thing) == []
        seen = host.get(f"{town.path}s").get_json()
        assert (seen["state"], seen["side"], seen["theirs"]) == ("open", "guest", None)
        assert "安静的小院" not in host.page(town.path).text
        assert "安静的小院" in guest.page(town.path).text

        assert host.post(town.path, FAIR).get_json()["visible"] is True
        assert listed(town, thing) == [GOOD["text"]]
        assert listed(town, f"person:{town.guest}") == ["Kind guests."]
        seen = guest.get(f"{town.path}s").get_json()
        assert (seen["state"], seen["mine"]["text"], seen["theirs"]["text"]) == (
            "written",
            GOOD["text"],
            "Kind guests.",
        )
        assert "<b>x</b>" not in host.page(town.path).text
        assert [kind for kind, _, _ in notices(guest)] == ["review.received", "review.asked"]

        town.jobs()
        assert town.read(lambda: queries.summary([thing, "thing:1"])) == {
            thing: queries.Score(1, 5.0, town.read(lambda: queries.summary([thing]))[thing].aspects),
            "thing:1": queries.Score(),
        }
        aspects = town.read(lambda: queries.summary([thing]))[thing].aspects
        assert [(each.code, each.mean, each.count) for each in aspects] == [
            ("cleanliness", 4.0, 1),
            ("location", 5.0, 1),
        ]
        assert {event.subject for event in HEARD if isinstance(event, ReviewPublished)} == {
            thing,
            f"person:{town.guest}",
        }
        assert ScoreChanged(thing, 1, 5) in HEARD


def test_the_time_is_over(town: World) -> None:
    """S-09 S11: a lone review is read after 14 days, at once and without any job; then nobody can write."""
    thing = f"thing:{town.thing}"
    with town.after():
        town.complete()
        assert town.client(town.guest).post(town.path, GOOD).status_code == 201
    with town.after(14 * clock.DAY - 1):
        town.jobs()
        assert listed(town, thing) == []
    with town.after(14 * clock.DAY):
        assert listed(town, thing) == [GOOD["text"]]
        host = town.client(town.host)
        assert host.post(town.path, FAIR).get_json()["code"] == "too_late"
        assert [kind for kind, _, _ in notices(host)] == ["review.asked"]
        town.jobs()
        town.jobs()
        assert [kind for kind, _, _ in notices(host)] == ["review.received", "review.asked"]
        assert town.read(lambda: queries.summary([thing]))[thing].count == 1
        assert len([event for event in HEARD if isinstance(event, ReviewPublished)]) == 1


def test_refusals(town: World) -> None:
    """S-09 S11: before check-out, a stranger, a second review, another's pictures, a cancelled booking."""
    stranger = person(town.app, "13800001009")
    early = town.client(town.guest).post(town.path, GOOD)
    assert (early.status_code, early.get_json()["code"]) == (409, "too_early")
    assert early.get_json()["detail"] == "You can write a review after check-out."
    with town.after():
        assert town.client(town.guest).post(town.path, GOOD).get_json()["code"] == "too_early"  # not completed yet
        town.complete()
        guest = town.client(town.guest)
        assert town.client(stranger).post(town.path, GOOD).status_code == 404
        assert town.client(stranger).page(town.path).status_code == 404
        assert Client(town.app).post(town.path, GOOD).status_code == 401
        others = {**GOOD, "pictures": [ids.show(picture(town.app, town.host))]}
        assert guest.post(town.path, others).get_json()["errors"][0]["field"] == "pictures"
        mine = [ids.show(picture(town.app, town.guest)) for _ in range(6)]
        made = guest.post(town.path, {**GOOD, "pictures": mine})
        assert [each["id"] for each in made.get_json()["pictures"]] == mine
        again = guest.post(town.path, GOOD)
        assert (again.status_code, again.get_json()["code"]) == (409, "already_reviewed")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"overall": 0}, "overall"),
        ({"overall": 6}, "overall"),
        ({"overall": True}, "overall"),
        ({"overall": 4.5}, "overall"),
        ({"overall": None}, "overall"),
        ({"scores": {"cleanliness": 9}}, "scores.cleanliness"),
        ({"scores": {"taste": 3}}, "scores.taste"),
        ({"scores": {"x" * 40: 3}}, None),
        ({"scores": [1]}, "scores"),
        ({"text": "x" * 2_001}, "text"),
        ({"text": "a\u202eb"}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"pictures": ["nonsense"]}, "pictures.0"),
        ({"pictures": ["0" * 13] * 7}, "pictures"),
        ({"photos": ["x"]}, "photos.0"),
        ({"stars": 5}, "stars"),
    ],
)
def test_hostile_input(town: World, change: dict[str, object], field: str | None) -> None:
    """S-09: what is not a review is refused, field by field."""
    with town.after():
        town.complete()
        refused = town.client(town.guest).post(town.path, {**GOOD, **change})
        assert refused.status_code == 422
        if field:
            assert refused.get_json()["errors"][0]["field"] == field


def test_answer(town: World) -> None:
    """S-09 S11: the reviewed side answers once, when it can read the review; its author is told."""
    with town.after():
        town.complete()
        guest, host = both(town)
        review = guest.post(town.path, GOOD).get_json()["id"]
        path = f"/reviews/{review}/answer"
        assert host.put(path, {"text": "Thanks"}).status_code == 404
        host.post(town.path, FAIR)
        assert guest.put(path, {"text": "Me"}).status_code == 403
        assert host.put(path, {"text": "  "}).status_code == 422
        assert host.put(path, {"text": "x" * 2001}).status_code == 422
        answered = host.put(path, {"text": "谢谢!\n下次再来"}).get_json()
        assert (answered["answer"], answered["answered_by"]) == ("谢谢!\n下次再来", "Host Li")
        again = host.put(path, {"text": "More"})
        assert (again.status_code, again.get_json()["code"]) == (409, "already_answered")
        assert notices(guest)[0][0] == "review.answered"


def test_who_keep_each_other_away_still_review(town: World) -> None:
    """S-09 A-11: nobody silences the other by blocking them; but neither is notified of what the other writes."""
    with town.after():
        town.complete()
        guest, host = both(town)
        assert host.put(f"/people/{ids.show(town.guest)}/block").status_code == 204
        review = guest.post(town.path, GOOD).get_json()["id"]
        assert host.post(town.path, FAIR).status_code == 201
        assert host.put(f"/reviews/{review}/answer", {"text": "Thanks"}).status_code == 200
        told = {kind for side in both(town) for kind, _title, _body in notices(side)}
        assert told == {"review.asked"}
        theirs = guest.get(f"/bookings/{ids.show(town.booking.id)}/reviews").get_json()
        assert (theirs["theirs"]["visible"], theirs["mine"]["answer"]) == (True, "Thanks")


def test_one_sided(app) -> None:
    """C-11: where only the buyer reviews, there is nothing to wait for."""
    town = World(app, kind="show")
    with town.after():
        town.complete()
        assert town.client(town.guest).post(town.path, GOOD).get_json()["visible"] is True
        host = town.client(town.host)
        assert host.post(town.path, FAIR).get_json()["code"] == "not_reviewable"
        assert [kind for kind, _, _ in notices(host)] == ["review.received"]


def test_helpful(town: World) -> None:
    """C-11: a vote counts once a person; nobody votes for themselves or for what cannot be read."""
    people = many(town.app, 2)
    with town.after():
        town.complete()
        guest, host = both(town)
        review = guest.post(town.path, GOOD).get_json()["id"]
        path = f"/reviews/{review}/helpful"
        first, second = (town.client(each) for each in people)
        assert first.put(path).status_code == 404
        host.post(town.path, FAIR)
        assert guest.put(path).get_json()["code"] == host.put(path).get_json()["code"] == "own"
        assert first.put(path).get_json() == {"helpful": 1, "voted": True}
        assert first.put(path).get_json() == {"helpful": 1, "voted": True}
        assert second.put(path).get_json() == {"helpful": 2, "voted": True}
        assert first.delete(path).get_json() == {"helpful": 1, "voted": False}
        assert Client(town.app).put(path).status_code == 401


def test_statements(town: World, statements: list[str]) -> None:
    """S-09: a page of reviews takes the same five statements for one as for twenty; pages neither skip nor repeat."""
    guests = many(town.app, 25)
    bookings = [
        town.book(guest, nights=(2 * at + 2, 2 * at + 3), ends_at=town.booking.ends_at)
        for at, guest in enumerate(guests)
    ]
    subject = f"thing:{town.thing}"
    counts = []
    with town.after(15 * clock.DAY):

        def write() -> None:
            now = clock.now()
            for at, (guest, booking) in enumerate(zip(guests, bookings, strict=True)):
                session().add(
                    Review(
                        booking_id=booking.id, side="host", subject=subject, author_id=guest, reviewed_id=town.host,
                        overall=1 + at % 5, scores={"cleanliness": 1 + at % 5} if at % 2 else {}, text=f"Review {at}",
                        pictures=[], made_at=now, visible_at=now - at, published_at=now, uncounted_at=now,
                        answered_at=now, answer="Yes",
                    )
                )  # fmt: skip

        town.run(write)
        for limit in (1, 20):
            statements.clear()
            town.read(lambda limit=limit: queries.page_of(subject, limit, viewer_id=town.host))
            counts.append(len(statements))
        assert counts[0] == counts[1] <= 5
        seen: list[str] = []
        cursor = None
        while True:
            page = town.read(lambda cursor=cursor: queries.page_of(subject, 7, cursor))
            seen += [item.text for item in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert seen == [f"Review {at}" for at in range(25)]
        town.jobs()
        statements.clear()
        score = town.read(lambda: queries.summary([subject, f"person:{town.guest}"]))[subject]
        assert len(statements) == 1
        assert (score.count, score.mean) == (25, 3.0)
        assert [(each.code, each.mean, each.count) for each in score.aspects] == [("cleanliness", 3.0, 12)]


def test_plain_form(town: World) -> None:
    """S-09: without JavaScript: aspects as flat fields, a refusal shows again what was typed and picked."""
    with town.after():
        town.complete()
        guest = town.client(town.guest)
        page = guest.page(town.path)
        assert page.status_code == 200
        assert page.text.count('type="radio" name="scores.cleanliness"') == 5
        refused = guest.form(town.path, town.path, text="nice", **{"scores.cleanliness": "4"})
        assert refused.status_code == 422
        assert 'name="scores.cleanliness" value="4" data-type="int" checked' in refused.text
        assert ">\nnice</textarea>" in refused.text
        sent = guest.form(town.path, town.path, overall="5", text="nice", **{"scores.cleanliness": "4"})
        assert (sent.status_code, sent.headers["Location"]) == (303, f"{town.path}?done=reviews_api.write_review")
        assert "Thank you. Your review was kept." in guest.http.get(sent.headers["Location"]).text


def test_photos(town: World) -> None:
    """S-09: files come with the form; what is no picture is refused beside the field."""
    from io import BytesIO

    from PIL import Image

    def photo() -> tuple[BytesIO, str]:
        data = BytesIO()
        Image.new("RGB", (40, 30), "red").save(data, "JPEG")
        data.seek(0)
        return data, "a.jpg"

    with town.after():
        town.complete()
        guest = town.client(town.guest)
        bad = guest.upload(town.path, overall="5", photos=[(BytesIO(b"GIF nonsense"), "x.gif")])
        assert (bad.status_code, bad.get_json()["errors"][0]["field"]) == (422, "photos")
        many_files = guest.upload(town.path, overall="5", photos=[photo() for _ in range(7)])
        assert (many_files.status_code, many_files.get_json()["errors"][0]["field"]) == (422, "photos")
        made = guest.upload(town.path, overall="5", photos=[photo(), photo()])
        assert made.status_code == 201
        assert [each["width"] for each in made.get_json()["pictures"]] == [40, 40]


@pytest.mark.race
def test_both_at_once(town: World) -> None:
    """S11: two sides that write at the same moment do not see each other, but soon both can be read."""
    with town.after():
        town.complete()
        start = threading.Barrier(2)

        def send(client: Client, body: dict[str, object]) -> None:
            client.csrf()
            start.wait()
            assert client.post(town.path, body).status_code == 201

        pairs = zip(both(town), (GOOD, FAIR), strict=True)
        threads = [threading.Thread(target=send, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        town.jobs()
        assert listed(town, f"thing:{town.thing}") == [GOOD["text"]]
        assert listed(town, f"person:{town.guest}") == ["Kind guests."]
