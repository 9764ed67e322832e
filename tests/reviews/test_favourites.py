"""Favourites (S-11)."""

from hutong.kernel import ids
from tests.client import Client
from tests.reviews import world
from tests.reviews.world import World


def test_keep_and_forget(town: World) -> None:
    """S-11: kept once, listed with its card, let go; once more is no error."""
    guest = town.client(town.guest)
    assert "No favourites yet" in guest.page("/favourites").text
    path = f"/favourites/{town.subject}"
    for _ in range(2):
        assert guest.put(path).status_code == 204
    items = guest.get("/favourites").get_json()["items"]
    assert [(each["subject"], each["card"]["title"]) for each in items] == [
        (town.subject, f"Thing {town.thing % 1000}")
    ]
    assert f"Thing {town.thing % 1000}" in guest.page("/favourites").text
    assert town.client(town.host).get("/favourites").get_json()["items"] == []
    for _ in range(2):
        assert guest.delete(path).status_code == 204
    assert guest.get("/favourites").get_json() == {"items": [], "next": None}


def test_what_is_gone(town: World) -> None:
    """S-11: what is taken out of sight stays on the list as gone and can be removed; it cannot be kept anew."""
    guest, host = town.client(town.guest), town.client(town.host)
    guest.put(f"/favourites/{town.subject}")
    world.HIDDEN[town.thing] = "x"
    assert guest.get("/favourites").get_json()["items"][0]["card"]["live"] is False
    assert "No longer on offer" in guest.page("/favourites").text
    assert host.put(f"/favourites/{town.subject}").status_code == 404
    assert guest.delete(f"/favourites/{town.subject}").status_code == 204


def test_nonsense(town: World) -> None:
    """S-11: what cannot be a favourite is not found."""
    guest = town.client(town.guest)
    person = f"person:{ids.show(town.host)}"
    for subject in (
        "thing:1",
        "thing:",
        "thing",
        ":",
        "thing:0000000000000",
        "nothing:" + "0" * 13,
        person,
        "%00",
        "x" * 300,
    ):
        assert guest.put(f"/favourites/{subject}").status_code == 404, subject
    assert Client(town.app).put(f"/favourites/{town.subject}").status_code == 401


def test_statements(town: World, statements: list[str]) -> None:
    """S-11: one or thirty favourites take the same statements, and pages neither skip nor repeat."""
    guest = town.client(town.guest)
    kept = []
    counts = []
    for at in range(30):
        thing = town.make_thing(town.host)
        kept.append(f"thing:{ids.show(thing)}")
        guest.put(f"/favourites/{kept[-1]}")
        if at in (0, 29):
            statements.clear()
            guest.page("/favourites", limit=30)
            counts.append(len(statements))
    assert counts[0] == counts[1]
    first = guest.get("/favourites", limit=20).get_json()
    second = guest.get("/favourites", limit=20, cursor=first["next"]).get_json()
    assert [each["subject"] for each in first["items"] + second["items"]] == kept[::-1]
    assert guest.get("/favourites", cursor="damaged").status_code == 422
