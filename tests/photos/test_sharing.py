"""Sharing photos: what is kept, copies, bad input."""

import io

import pytest
from PIL import Image

from hutong.kernel import clock
from hutong.photos.queries import looks
from tests.media.pictures import HEIC, encoded, png, with_exif
from tests.photos.world import World, drawing, file_of


def test_a_photo_is_shared_in_one_call(town: World) -> None:
    """P-01: with caption, tags, place, alt text and visibility; the thumbnails come from a job."""
    data = file_of(drawing())
    answer = town.upload(data, caption="Door\nred", tags="lantern, 灯笼 Lantern #red", place="Dongcheng", alt="A door")
    assert answer.status_code == 201, answer.text
    made = answer.get_json()
    assert (made["caption"], made["tags"], made["place"], made["alt"]) == (
        "Door\nred",
        ["lantern", "灯笼", "red"],
        "Dongcheng",
        "A door",
    )
    assert (made["visibility"], made["state"], made["width"], made["height"]) == ("public", "live", 480, 320)
    assert (made["mine"], made["comments_open"], made["likes"], made["views"]) == (True, True, 0, 0)
    assert town.stream() == ["Door\nred"]


def test_a_picture_is_uploaded_first_and_shared_then(town: World) -> None:
    """P-01: as the dialog does it; nobody shares another's picture, nor one picture twice."""
    sent = (io.BytesIO(file_of(drawing())), "a.jpg")
    picture = town.as_owner.upload("/pictures", file=sent).get_json()["id"]
    theirs = town.as_guest.post("/photos", {"picture_id": picture})
    assert (theirs.status_code, theirs.get_json()["errors"][0]["field"]) == (422, "picture_id")
    assert town.as_owner.post("/photos", {"picture_id": picture, "tags": ["a"]}).status_code == 201
    again = town.as_owner.post("/photos", {"picture_id": picture})
    assert (again.status_code, again.get_json()["code"]) == (409, "already_uploaded")


@pytest.mark.parametrize(
    "file",
    [with_exif(), with_exif("PNG"), with_exif("WEBP"), HEIC],
    ids=["jpeg", "png", "webp", "heic"],
)
def test_where_it_was_taken_is_left_behind(town: World, file: bytes) -> None:
    """F2: upright, without EXIF, GPS and comments."""
    answer = town.upload(file)
    assert answer.status_code == 201, answer.text
    made = answer.get_json()
    assert made["height"] == 2 * made["width"]
    shown = town.stranger.http.get(made["url"], headers={"Accept": "image/webp"})
    assert shown.status_code == 200
    assert not Image.open(io.BytesIO(shown.data)).getexif()
    assert b"Kamera" not in shown.data


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"caption": "x" * 2001}, "caption"),
        ({"tags": " ".join(f"tag{at}" for at in range(21))}, "tags"),
        ({"tags": "x" * 41}, "tags"),
        ({"place": "x" * 101}, "place"),
        ({"alt": "x" * 301}, "alt"),
        ({"visibility": "everybody"}, "visibility"),
        ({"comments_open": "perhaps"}, "comments_open"),
        ({"nonsense": "1"}, "nonsense"),
        ({"tail": "javascript:alert(1)"}, "tail"),
        ({"picture_id": "../../etc"}, "picture_id"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_fields_are_named(town: World, fields: dict[str, str], field: str) -> None:
    """P-01: and nothing is half-written."""
    answer = town.upload(file_of(drawing()), **fields)
    assert (answer.status_code, [error["field"] for error in answer.get_json()["errors"]]) == (422, [field])
    assert town.stream(town.as_owner) == []


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (b"", 422),
        (b"<script>alert(1)</script>", 422),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, 422),
        (encoded()[:200], 422),
        (png(30_000, 30_000), 422),
    ],
    ids=["empty", "script", "fake", "truncated", "bomb"],
)
def test_hostile_files_are_refused(town: World, file: bytes, status: int) -> None:
    """F3: with the reason, at once; no photo is there."""
    answer = town.upload(file)
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (status, "file")
    assert town.stream(town.as_owner) == []
    nothing = town.as_owner.post("/photos", {"caption": "no picture"})
    assert (nothing.status_code, nothing.get_json()["errors"][0]["field"]) == (422, "file")


def test_the_same_file_and_a_smaller_copy(town: World) -> None:
    """F6: the same is answered with a link, a copy in another size is suggested and may go on."""
    image = drawing(size=(900, 600))
    first = town.upload(file_of(image)).get_json()["id"]
    again = town.upload(file_of(image))
    assert (again.status_code, again.get_json()["code"]) == (409, "already_uploaded")
    assert again.get_json()["href"] == f"/photos/{first}"
    copy = file_of(image.resize((450, 300)), quality=60)
    alike = town.upload(copy)
    assert (alike.status_code, alike.get_json()["code"], alike.get_json()["photos"]) == (409, "looks_alike", [first])
    assert town.upload(copy, anyway="true").status_code == 201
    other = town.upload(file_of(image), client=town.as_guest)
    assert (other.status_code, other.get_json()["code"]) == (409, "looks_alike")
    assert len(town.stream()) == 2


def test_looks_are_found_by_index() -> None:
    """P-01: whatever seven bits differ, a quarter of the look is found in which at most one does."""
    look = 0x0F1E_2D3C_4B5A_6978
    near = look ^ 0b1 ^ (0b11 << 16) ^ (0b11 << 32) ^ (0b11 << 48)
    assert looks.apart(look, near) == 7
    assert set(looks.bands(near)) & set(looks._near(look))
    assert looks.apart(-1, 0) == 64
    assert looks.bands(-1) == [quarter << 16 | 0xFFFF for quarter in range(4)]


def test_a_plain_form_shares_one(town: World) -> None:
    """X-05: without JavaScript the form posts the file itself, and keeps what was typed when it is refused."""
    good = (io.BytesIO(file_of(drawing())), "a.jpg")
    done = town.as_owner.form("/photos", "/photos/upload", _next="/photos/{id}", file=good, caption="Form", tags="a b")
    assert done.status_code == 303
    shown = done.headers["Location"].partition("?")[0]
    assert town.as_owner.page(shown).status_code == 200
    bad = town.as_owner.form("/photos", "/photos/upload", file=(io.BytesIO(b"x"), "a.jpg"), caption="Kept")
    assert bad.status_code == 422
    assert "Kept" in bad.text
    assert "damaged or not a picture" in bad.text


def test_editing_changes_what_is_sent_only(town: World) -> None:
    """P-04: and finds the photo under its new words; others' photos are not there for it."""
    shown = town.photo(caption="Old words", tags=["one"], place="Here")
    patched = town.as_owner.patch(f"/photos/{shown}", {"caption": "New lantern", "tags": "two, 三"})
    assert patched.status_code == 200
    assert (patched.get_json()["tags"], patched.get_json()["place"]) == (["two", "三"], "Here")
    assert town.stream(q="lantern") == ["New lantern"]
    assert town.stream(q="old") == []
    assert town.stream(tag="TWO") == ["New lantern"]
    assert town.stranger.get("/photos", tag="one").get_json()["items"] == []
    assert town.as_guest.patch(f"/photos/{shown}", {"caption": "x"}).status_code == 404
    cleared = town.as_owner.patch(f"/photos/{shown}", {"caption": "", "place": "", "tags": []})
    assert (cleared.get_json()["caption"], cleared.get_json()["tags"]) == ("", [])


def test_review_before_publication(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """P-07: where the operator asks for it, a photo waits; the owner is told of the decision and its reason."""
    settings = town.app.extensions["hutong"].settings
    monkeypatch.setitem(settings.__dict__, "photo_review", True)
    moderator = town.client(town.person(1, role="moderator"))
    first, second = town.photo(caption="First"), town.photo(caption="Second")
    private = town.photo(caption="Mine", visibility="private")
    assert town.row(first).state == "waiting"
    assert town.row(private).state == "live"
    assert town.stream() == []
    assert town.stranger.get(f"/photos/{first}").status_code == 404
    assert moderator.get(f"/photos/{first}").status_code == 200
    assert town.as_guest.put(f"/photos/{first}/review", {"accept": True}).status_code == 403
    with clock.moved(clock.HOUR):
        assert moderator.put(f"/photos/{first}/review", {"accept": True}).status_code == 200
    silent = moderator.put(f"/photos/{second}/review", {"accept": False})
    assert silent.status_code == 422
    assert moderator.put(f"/photos/{second}/review", {"accept": False, "reason": "blurred"}).status_code == 200
    assert moderator.put(f"/photos/{second}/review", {"accept": True}).status_code == 409
    assert town.stream() == ["First"]
    mine = town.as_owner.get(f"/photos/{second}").get_json()
    assert (mine["state"], mine["reason"]) == ("hidden", "blurred")
    assert "blurred" in town.as_owner.page("/me/photos").text
    opened = town.as_owner.patch(f"/photos/{private}", {"visibility": "public"})
    assert opened.get_json()["state"] == "waiting"


def test_there_is_a_limit_a_day(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """P-01: a person's own limit; 429 says how long to wait."""
    from hutong.kernel.limits import Limit
    from hutong.photos.api import photos

    monkeypatch.setattr(photos, "POSTS", Limit("photos", 1, clock.DAY))
    assert town.upload(file_of(drawing())).status_code == 201
    refused = town.upload(file_of(drawing()))
    assert (refused.status_code, "Retry-After" in refused.headers) == (429, True)
