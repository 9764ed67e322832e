"""Comments, likes, the trash, reports."""

import pytest

from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.media import gateways
from hutong.photos.models import Photo
from tests.accounts.steps import after
from tests.counting import assert_same_count
from tests.photos.world import World, drawing, file_of, later, notices


def said(town: World, shown: str, text: str, client: object = None, **more: object) -> dict:
    """A comment that was made."""
    answer = (client or town.as_guest).post(f"/photos/{shown}/comments", {"text": text, **more})
    assert answer.status_code == 201, answer.text
    return answer.get_json()


def test_comments_are_threaded_one_level(town: World) -> None:
    """P-04: an answer to an answer stands in the same thread; a page ends and goes on anywhere."""
    shown = town.photo()
    first = said(town, shown, "first")
    second = said(town, shown, "second")
    answer = said(town, shown, "answer", town.as_owner, answers=first["id"])
    deeper = said(town, shown, "deeper", answers=answer["id"])
    assert (answer["thread"], deeper["thread"], first["thread"]) == (first["id"], first["id"], first["id"])
    page = town.stranger.get(f"/photos/{shown}/comments", limit=3).get_json()
    assert [one["text"] for one in page["items"]] == ["first", "answer", "deeper"]
    rest = town.stranger.get(f"/photos/{shown}/comments", cursor=page["next"]).get_json()
    assert [one["text"] for one in rest["items"]] == ["second"]
    other = town.photo()
    wrong = town.as_guest.post(f"/photos/{other}/comments", {"text": "x", "answers": second["id"]})
    assert (wrong.status_code, wrong.get_json()["errors"][0]["field"]) == (422, "answers")


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "\u202ehidden"])
def test_bad_comments_are_refused(town: World, text: str) -> None:
    """F5: empty, too long, unseen: an error beside the field, and nothing is there."""
    shown = town.photo()
    answer = town.as_guest.post(f"/photos/{shown}/comments", {"text": text})
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "text")
    assert town.stranger.post(f"/photos/{shown}/comments", {"text": "x"}).status_code == 401
    assert town.stranger.get(f"/photos/{shown}/comments").get_json()["items"] == []


def test_eleven_a_minute(town: World) -> None:
    """F5: the eleventh is refused with the seconds to wait."""
    shown = town.photo()
    for at in range(10):
        said(town, shown, f"{at}")
    refused = town.as_guest.post(f"/photos/{shown}/comments", {"text": "eleven"})
    assert (refused.status_code, int(refused.headers["Retry-After"]) <= 60) == (429, True)


def test_a_minute_later_one_may_go_on(town: World) -> None:
    """F5: the limit is a minute's."""
    shown = town.photo()
    for at in range(10):
        said(town, shown, f"{at}")
    with after(60):
        said(town, shown, "later")


def test_one_corrects_and_removes_ones_own(town: World) -> None:
    """F5: the photo's owner and moderators may remove others'; with answers below a gap stays."""
    shown = town.photo()
    mine = said(town, shown, "mine")
    answer = said(town, shown, "answer", town.as_owner, answers=mine["id"])
    third = town.client(town.person(3))
    assert third.patch(f"/comments/{mine['id']}", {"text": "x"}).status_code == 404
    assert town.as_owner.patch(f"/comments/{mine['id']}", {"text": "x"}).status_code == 404
    assert third.delete(f"/comments/{mine['id']}").status_code == 404
    edited = town.as_guest.patch(f"/comments/{mine['id']}", {"text": "better"}).get_json()
    assert (edited["text"], edited["edited_at"] is not None) == ("better", True)
    assert town.as_guest.delete(f"/comments/{mine['id']}").status_code == 204
    assert town.as_guest.delete(f"/comments/{mine['id']}").status_code == 404
    left = town.stranger.get(f"/photos/{shown}/comments").get_json()["items"]
    assert [(one["removed"], one["text"], one["author"] is None) for one in left] == [
        (True, "", True),
        (False, "answer", False),
    ]
    moderator = town.client(town.person(4, role="moderator"))
    assert moderator.delete(f"/comments/{answer['id']}").status_code == 204
    assert town.stranger.get(f"/photos/{shown}/comments").get_json()["items"] == []
    again = said(town, shown, "of a guest")
    assert town.as_owner.delete(f"/comments/{again['id']}").status_code == 204


def test_the_owner_may_close_comments(town: World) -> None:
    """F5."""
    shown = town.photo(comments_open=False)
    refused = town.as_guest.post(f"/photos/{shown}/comments", {"text": "x"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "comments_closed")
    said(town, shown, "I may", town.as_owner)
    town.as_owner.patch(f"/photos/{shown}", {"comments_open": True})
    said(town, shown, "now I may too")


def test_people_are_told_once(town: World) -> None:
    """P-04: whose photo it is, who is answered, who is mentioned by user name; never oneself."""
    from hutong.accounts.models import Person

    named = town.person(5, name="Named")

    def name() -> None:
        person = session().get(Person, named)
        person.username = person.username_key = "xiao.ming"

    town.run(name)
    shown = town.photo()
    first = said(town, shown, "Look @Xiao.Ming, and @nobody, at this. mail@xiao.ming @xiao.ming")
    said(town, shown, "thanks", town.as_owner, answers=first["id"])
    assert notices(town.as_owner) == [("photo.commented", "Wang commented on your photo", first["text"])]
    assert notices(town.as_guest) == [("photo.answered", "Bai Ge answered your comment", "thanks")]
    assert notices(town.client(named)) == [("photo.mentioned", "Wang mentioned you", first["text"])]
    link = town.as_owner.get("/notices").get_json()["items"][0]["link"]
    assert link == f"/photos/{shown}#comment-{first['id']}"


def test_comments_take_as_many_statements_for_many(town: World) -> None:
    """P-04."""
    shown = town.photo()
    people = iter([town.client(town.person(number)) for number in range(20, 23)])
    said(town, shown, "one")
    assert_same_count(
        lambda: town.stranger.get(f"/photos/{shown}/comments"), lambda: said(town, shown, "more", next(people))
    )


def test_a_like_counts_once(town: World) -> None:
    """P-04: whoever taps twice; nobody likes their own; the owner hears of the first, the tenth, the hundredth."""
    shown = town.photo(caption="Door")
    for _ in range(2):
        assert town.as_guest.put(f"/photos/{shown}/like").get_json() == {"liked": True, "likes": 1}
    own = town.as_owner.put(f"/photos/{shown}/like")
    assert (own.status_code, own.get_json()["code"]) == (409, "own")
    assert town.stranger.put(f"/photos/{shown}/like").status_code == 401
    town.jobs()
    town.as_guest.delete(f"/photos/{shown}/like")
    assert town.as_guest.put(f"/photos/{shown}/like").get_json()["likes"] == 1
    town.jobs()
    assert notices(town.as_owner) == [("photo.liked", "1 person likes “Door”", "")]
    assert town.as_guest.delete(f"/photos/{shown}/like").get_json() == {"liked": False, "likes": 0}


def test_the_trash_keeps_for_thirty_days(town: World) -> None:
    """P-07: brought back whole, or removed for good with its file, by hand or by the job."""
    ids_ = [town.upload(file_of(drawing()), tags="x").get_json()["id"] for _ in range(3)]
    back, gone, late = ids_
    for one in ids_:
        assert town.as_guest.delete(f"/photos/{one}").status_code == 404
        assert town.as_owner.delete(f"/photos/{one}").status_code == 204
    assert town.as_owner.delete(f"/photos/{back}").status_code == 409
    assert town.stream() == []
    assert town.stranger.get(f"/photos/{back}").status_code == 404
    assert len(town.as_owner.get("/me/photos/trash").get_json()["items"]) == 3
    assert town.as_guest.put(f"/photos/{back}/restoration").status_code == 404
    assert town.as_owner.put(f"/photos/{back}/restoration").get_json()["tags"] == ["x"]
    assert len(town.stream()) == 1
    assert town.as_owner.delete(f"/me/photos/trash/{back}").status_code == 409
    assert town.as_owner.delete(f"/me/photos/trash/{gone}").status_code == 204
    assert town.as_owner.get(f"/photos/{gone}").status_code == 404
    town.jobs()
    files = [town.picture_of(one) for one in (back, late)]
    with later(29 * clock.DAY):
        town.jobs()
        assert town.row(late) is not None
    with later(31 * clock.DAY):
        town.jobs()
        assert town.row(late) is None
    with later(31 * clock.DAY + clock.MINUTE):
        town.jobs()
    with town.app.app_context():
        there = [gateways.store().path(f"{file.digest}.jpg") is not None for file in files]
    assert there == [True, False]


def test_a_moderator_removes_with_a_reason(town: World) -> None:
    """P-07: that the owner reads; the owner does not bring it back, the moderator may."""
    moderator = town.client(town.person(1, role="moderator"))
    shown = town.photo(caption="Door")
    silent = moderator.delete(f"/photos/{shown}")
    assert (silent.status_code, silent.get_json()["errors"][0]["field"]) == (422, "reason")
    done = moderator.send("DELETE", f"/photos/{shown}", {"reason": "an advertisement"}, {})
    assert done.status_code == 204
    assert notices(town.as_owner) == [("photo.removed", "A moderator removed “Door”", "Reason: an advertisement.")]
    assert "an advertisement" in town.as_owner.page("/me/photos/trash").text
    refused = town.as_owner.put(f"/photos/{shown}/restoration")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "taken_away")
    assert moderator.put(f"/photos/{shown}/restoration").status_code == 200
    assert town.stream() == ["Door"]


def test_three_reports_make_one_case(town: World) -> None:
    """F10: hidden with a reason, appealed, restored by another moderator; what lies in the trash meanwhile too."""
    shown = town.photo(caption="Door")
    one, two = (town.client(town.person(number, role="moderator")) for number in (1, 2))
    for number in (10, 11, 12):
        sent = town.client(town.person(number)).post("/reports", {"subject": f"photo:{shown}", "reason": "spam"})
        assert sent.status_code == 201, sent.text
    cases = one.get("/reports").get_json()["items"]
    assert [(case["count"], case["title"]) for case in cases] == [(3, "Door")]
    case = cases[0]["id"]
    assert one.put(f"/reports/{case}/decision", {"action": "hide", "reason": "spam"}).status_code == 200
    assert town.stranger.get(f"/photos/{shown}").status_code == 404
    assert town.as_owner.get(f"/photos/{shown}").get_json()["reason"] == "spam"
    assert town.as_owner.delete(f"/photos/{shown}").status_code == 204
    assert town.as_owner.put(f"/photos/{shown}/restoration").get_json()["state"] == "hidden"
    assert town.as_owner.post(f"/reports/{case}/appeal", {"text": "It is a door"}).status_code == 201
    assert two.put(f"/reports/{case}/decision", {"action": "restore", "reason": "it is"}).status_code == 200
    assert town.stream() == ["Door"]


def test_a_comment_is_hidden_and_restored(town: World) -> None:
    """P-07: by reports, like a photo."""
    shown = town.photo()
    made = said(town, shown, "rude words")
    moderator = town.client(town.person(1, role="moderator"))
    town.as_owner.post("/reports", {"subject": f"comment:{made['id']}", "reason": "offensive"})
    case = moderator.get("/reports").get_json()["items"][0]
    assert case["title"] == "rude words"
    moderator.put(f"/reports/{case['id']}/decision", {"action": "hide", "reason": "rude"})
    assert town.stranger.get(f"/photos/{shown}/comments").get_json()["items"] == []
    assert town.as_guest.patch(f"/comments/{made['id']}", {"text": "x"}).status_code == 404
    moderator.put(f"/reports/{case['id']}/decision", {"action": "restore", "reason": "not so rude"})
    assert len(town.stranger.get(f"/photos/{shown}/comments").get_json()["items"]) == 1


def test_collections(town: World) -> None:
    """P-05: of one's own and others' photos; private ones are their owner's alone; photos keep their guards."""
    shown, secret = town.photo(caption="Open"), town.photo(caption="Secret", visibility="private")
    made = town.as_owner.post("/collections", {"title": "Doors", "public": False}).get_json()
    path = f"/collections/{made['id']}"
    for one in (shown, secret):
        assert town.as_owner.put(f"{path}/photos/{one}").status_code == 200
    assert town.as_owner.put(f"{path}/photos/{shown}").get_json()["count"] == 2
    assert town.as_guest.put(f"{path}/photos/{shown}").status_code == 404
    assert [town.stranger.get(path).status_code, town.as_guest.page(path).status_code] == [404, 404]
    assert town.as_owner.patch(path, {"public": True, "title": " "}).status_code == 422
    town.as_owner.patch(path, {"public": True})
    assert [item["caption"] for item in town.as_guest.get(f"{path}/photos").get_json()["items"]] == ["Open"]
    assert town.as_guest.get(path).get_json()["count"] == 1
    guests = town.as_guest.post("/collections", {"title": "Mine"}).get_json()["id"]
    assert town.as_guest.put(f"/collections/{guests}/photos/{secret}").status_code == 404
    person = f"/people/{ids.show(town.owner)}/collections"
    assert [item["title"] for item in town.stranger.get(person).get_json()["items"]] == ["Doors"]
    assert town.as_owner.delete(f"{path}/photos/{shown}").status_code == 204
    assert town.as_owner.delete(path).status_code == 204
    assert town.read(lambda: session().get(Photo, ids.read(shown))) is not None
