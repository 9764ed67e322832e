"""Who may see what, and where photos lead to."""

from collections.abc import Collection

import pytest

from hutong.booking.actions import claim
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.photos.models import TailSale
from hutong.reviews.subjects import REVIEWABLE, SUBJECTS, Card, Kind, Offer, Reviewable
from tests.booking.world import booked, order, resource
from tests.cinema import world as cinema
from tests.counting import counted
from tests.photos.world import World, drawing, file_of, later

STATE: dict[str, object] = {}


def cards(numbers: Collection[int]) -> dict[int, Card]:
    """Things that photos can lead to."""
    live = bool(STATE.get("live", True))
    return {
        one: Card(title="Red door", href=f"/things/{ids.show(one)}", note="Dongcheng", live=live) for one in numbers
    }


def offers(numbers: Collection[int]) -> dict[int, Offer]:
    """What of them can be booked."""
    sold = bool(STATE.get("sold_out", False))
    return {one: Offer("¥300", 0 if sold else 3) for one in numbers}


@pytest.fixture
def things(town: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """A thing that can be booked, as a photo leads to it."""
    STATE.clear()
    points = town.app.extensions["hutong_points"]
    kept = [one for one in points["subjects"] if one.prefix != "thing"]
    monkeypatch.setitem(points, "subjects", [*kept, Kind("thing", "Thing", cards, offers=offers)])
    number = resource(town.app)
    asked = [lambda booking: Reviewable(host=f"thing:{booking.resource_id}")]
    monkeypatch.setitem(points, "reviewable", [*asked, *points.get("reviewable", [])])
    assert SUBJECTS.all(town.app)[-1].prefix == "thing"
    assert REVIEWABLE.all(town.app)
    return f"thing:{ids.show(number)}"


@pytest.mark.parametrize(
    ("visibility", "stranger", "guest", "follower"),
    [("public", 200, 200, 200), ("link", 200, 200, 200), ("followers", 404, 404, 200), ("private", 404, 404, 404)],
)
def test_each_sees_what_they_may(town: World, visibility: str, stranger: int, guest: int, follower: int) -> None:
    """F11: a photo, its page, its comments and its thumbnails in every size, alike."""
    friend = town.client(town.person(3))
    friend.put(f"/people/{ids.show(town.owner)}/follow")
    made = town.upload(file_of(drawing()), visibility=visibility).get_json()
    town.jobs()
    made = town.as_owner.get(f"/photos/{made['id']}").get_json()
    shown = made["id"]
    pictures = [made["url"], *(size["url"] for size in made["sizes"])]
    for client, status in ((town.stranger, stranger), (town.as_guest, guest), (friend, follower), (town.as_owner, 200)):
        assert client.get(f"/photos/{shown}").status_code == status
        assert client.page(f"/photos/{shown}").status_code == status
        assert client.get(f"/photos/{shown}/comments").status_code == status
        assert [client.http.get(url).status_code for url in pictures] == [status] * len(pictures)
    if visibility in ("followers", "private"):
        answer = town.as_owner.http.get(pictures[0])
        assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("private, no-cache", "Accept, Cookie")
        assert town.as_owner.http.get(f"/photos/{shown}/641.webp").status_code == 404
    assert town.stream() == (["" for _ in range(1)] if visibility == "public" else [])


@pytest.mark.parametrize("how", ["private", "trash", "hidden"])
def test_old_addresses_open_nothing(town: World, how: str) -> None:
    """F11: what was public and no longer is cannot be opened by addresses given away before, from that moment on."""
    data = file_of(drawing())
    made = town.upload(data).get_json()
    before = made["url"]
    assert town.stranger.http.get(before).status_code == 200
    if how == "private":
        town.as_owner.patch(f"/photos/{made['id']}", {"visibility": "private"})
    elif how == "trash":
        town.as_owner.delete(f"/photos/{made['id']}")
    else:
        moderator = town.client(town.person(1, role="moderator"))
        moderator.send("DELETE", f"/photos/{made['id']}", {"reason": "spam"}, {})
    assert town.stranger.http.get(before).status_code == 404
    mine = town.as_owner.get(f"/photos/{made['id']}").get_json()
    assert town.as_owner.http.get(mine["url"]).status_code == 200
    assert town.stranger.http.get(mine["url"]).status_code == 404
    again = town.upload(data)
    assert again.status_code == (409 if how == "private" else 201)
    if how == "private":
        town.as_owner.patch(f"/photos/{made['id']}", {"visibility": "public"})
        assert town.stranger.http.get(before).status_code == 200


def test_words_of_a_private_photo_stay_private(town: World) -> None:
    """F11: not in what others have kept, not in the moderators' list, not in the count of its likes."""
    shown = town.photo(caption="Secret words", visibility="public")
    assert town.as_guest.put(f"/favourites/photo:{shown}").status_code == 204
    moderator = town.client(town.person(1, role="moderator"))
    assert "Secret words" in town.as_guest.page("/favourites").text
    assert "Secret words" in moderator.page("/staff/photos").text
    for visibility in ("followers", "private"):
        town.as_owner.patch(f"/photos/{shown}", {"visibility": visibility})
        assert "Secret words" not in town.as_guest.page("/favourites").text
        assert "Secret words" not in moderator.page("/staff/photos").text
        assert town.as_guest.delete(f"/photos/{shown}/like").status_code == 404
    third = town.photo()
    secret = town.as_owner.post("/collections", {"title": "Mine", "public": False}).get_json()["id"]
    for one in (third, town.photo()):
        town.as_owner.put(f"/collections/{secret}/photos/{one}")
    assert "data-before" in town.as_owner.page(f"/photos/{third}?in=collection:{secret}").text
    assert "data-before" not in town.as_guest.page(f"/photos/{third}?in=collection:{secret}").text


def test_a_shared_file_stays_for_the_other(town: World) -> None:
    """D-01: two people share one file; one goes private, the other's stays public."""
    data = file_of(drawing())
    first = town.upload(data).get_json()
    second = town.upload(data, client=town.as_guest, anyway="true").get_json()
    assert first["url"] == second["url"]
    town.as_owner.patch(f"/photos/{first['id']}", {"visibility": "private"})
    assert town.stranger.http.get(second["url"]).status_code == 200
    mine = town.as_owner.get(f"/photos/{first['id']}").get_json()["url"]
    assert town.as_owner.http.get(mine).status_code == 200


def test_the_share_card_is_public_only(town: World) -> None:
    """P-04: Open Graph names picture and address where everybody may see them."""
    shown = town.photo(caption="Door\nmore words")
    page = town.stranger.page(f"/photos/{shown}").text
    assert '<meta property="og:title" content="Door">' in page
    assert f'<meta property="og:url" content="http://127.0.0.1:8000/photos/{shown}">' in page
    assert '<meta property="og:image" content="http://127.0.0.1:8000/media/' in page
    linked = town.photo(visibility="link")
    page = town.stranger.page(f"/photos/{linked}").text
    assert "og:image" not in page
    assert '<meta name="robots" content="noindex">' in page


def test_thumbnails_in_the_best_form(town: World) -> None:
    """P-02: AVIF once a job has made it, else WebP, else JPEG; by what the browser takes."""
    url = town.upload(file_of(drawing(size=(800, 500)))).get_json()["sizes"][0]["url"]

    def kind(accept: str) -> str:
        return town.stranger.http.get(url, headers={"Accept": accept}).mimetype

    assert kind("image/avif,image/webp,*/*") == "image/webp"
    town.jobs()
    assert kind("image/avif,image/webp,*/*") == "image/avif"
    assert [kind("image/webp,*/*"), kind("*/*"), kind("image/png")] == ["image/webp", "image/webp", "image/jpeg"]


@pytest.mark.parametrize(
    "to",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://evil.example/",
        "https://allowed.example.evil.example/",
        "https://allowed.example@evil.example/",
        "https://evil.example\\@allowed.example/",
        "http://allowed.example:8443/",
        "//allowed.example/",
        "ftp://allowed.example/",
        "https://notallowed.example/",
        "/staff/photos",
        "person:0000000000001",
        "thing:0000000000001x",
        'https://allowed.example/" onclick="x',
    ],
)
def test_a_tail_leads_to_nothing_foreign(town: World, things: str, monkeypatch: pytest.MonkeyPatch, to: str) -> None:
    """P-08 F8: refused beside its field, whatever trick its spelling plays; nothing is kept."""
    monkeypatch.setitem(town.app.extensions["hutong"].settings.__dict__, "tail_hosts", "allowed.example")
    shown = town.photo()
    answer = town.as_owner.put(f"/photos/{shown}/tail", {"to": to})
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "tail")
    assert town.stranger.page(f"/photos/{shown}/go").status_code == 404
    assert town.as_guest.put(f"/photos/{shown}/tail", {"to": things}).status_code == 404


def test_a_tail_leads_to_an_allowed_site(town: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """P-08 F8: by a counting address; no longer once the operator thinks better of it."""
    settings = town.app.extensions["hutong"].settings.__dict__
    monkeypatch.setitem(settings, "tail_hosts", "other.example, allowed.example")
    shown = town.photo(tail="https://www.allowed.example/a?b=1")
    gone = town.stranger.page(f"/photos/{shown}/go")
    assert (gone.status_code, gone.headers["Location"]) == (302, "https://www.allowed.example/a?b=1")
    assert 'rel="nofollow ugc noopener"' in town.stranger.page(f"/photos/{shown}").text
    monkeypatch.setitem(settings, "tail_hosts", "")
    assert town.stranger.page(f"/photos/{shown}/go").status_code == 404
    assert town.stranger.get(f"/photos/{shown}").get_json()["tail"]["state"] == "gone"


def test_a_tail_shows_what_is_there_now(town: World, things: str) -> None:
    """P-08 F8: the live price, grey when sold out, gone when unpublished."""
    shown = town.photo(tail=things)

    def tail() -> dict:
        return town.stranger.get(f"/photos/{shown}").get_json()["tail"]

    assert (tail()["title"], tail()["price"], tail()["left"], tail()["state"]) == ("Red door", "¥300", 3, "live")
    assert "3 nights free in the next 30 days" in town.stranger.page(f"/photos/{shown}").text
    STATE["sold_out"] = True
    assert (tail()["state"], tail()["left"]) == ("sold_out", 0)
    assert "tail-of sold_out" in town.stranger.page(f"/photos/{shown}").text
    STATE["live"] = False
    assert (tail()["state"], tail()["href"]) == ("gone", "")
    assert town.stranger.page(f"/photos/{shown}/go").status_code == 404
    refused = town.as_owner.put(f"/photos/{town.photo()}/tail", {"to": things})
    assert refused.status_code == 422
    assert town.as_owner.delete(f"/photos/{shown}/tail").status_code == 204
    assert tail() is None


def test_a_tail_to_a_film_shows_price_and_seats(town: World) -> None:
    """P-08 F8: the lowest price and the seats left in its next shows, grey when all are sold."""
    film_id = cinema.film(town.app)
    shown = town.photo(tail=f"film:{ids.show(film_id)}")

    def tail() -> dict:
        return town.stranger.get(f"/photos/{shown}").get_json()["tail"]

    assert (tail()["state"], tail()["price"], tail()["left"]) == ("live", "", None)
    house = cinema.cinema(town.app)
    room = cinema.hall(town.app, house)
    right = cinema.right(town.app, house, film_id)
    first, second = (cinema.screening(town.app, house, room, film_id, right, days=days) for days in (1, 2))
    cinema.screening(town.app, house, room, film_id, right, days=3, state="stopped", prices={"1": 100, "2": 100})
    assert (tail()["price"], tail()["left"]) == ("from ¥45", 2 * room.capacity)
    page = town.stranger.page(f"/photos/{shown}").text
    assert f"{2 * room.capacity} seats left in the next shows" in page
    with counted() as few:
        town.stranger.get(f"/photos/{shown}")

    def sell() -> None:
        for show in (first, second):
            claim(show.resource_id, dict.fromkeys(range(room.capacity), "A1"), show.id)

    town.run(sell)
    assert (tail()["state"], tail()["left"]) == ("sold_out", 0)
    with counted() as again:
        town.stranger.get(f"/photos/{shown}")
    assert len(again) == len(few)


def test_the_owner_sees_views_taps_and_paid(town: World, things: str) -> None:
    """P-08 F8: a booking paid after a tap is put down to the photo, once; taps count once per visitor and hour."""
    from hutong.booking.events import BookingPaid
    from hutong.booking.models import PAID, Booking
    from hutong.kernel import events

    shown = town.photo(tail=things)
    town.as_guest.page(f"/photos/{shown}")
    for _ in range(3):
        assert town.as_guest.page(f"/photos/{shown}/go").headers["Location"] == f"/things/{things[6:]}"
    town.as_owner.page(f"/photos/{shown}/go")
    made = booked(town.app, order(ids.read(things[6:]), customer_id=town.guest, seller_id=town.owner))

    def paid() -> None:
        booking = session().get(Booking, made.id)
        booking.state = PAID
        news = BookingPaid(made.id, made.kind, made.resource_id, made.customer_id, made.seller_id, PAID)
        events.tell(news)
        events.tell(news)

    town.run(paid)
    town.counted()
    with later(10 * clock.MINUTE):
        town.jobs()
    figures = town.as_owner.get(f"/photos/{shown}/tail").get_json()
    assert figures == {"views": 1, "taps": 1, "paid": 1}
    assert town.as_guest.get(f"/photos/{shown}/tail").status_code == 404
    assert town.read(lambda: session().get(TailSale, made.id).photo_id) == ids.read(shown)
    assert "Paid bookings" in town.as_owner.page(f"/photos/{shown}").text
    assert "Paid bookings" not in town.as_guest.page(f"/photos/{shown}").text
