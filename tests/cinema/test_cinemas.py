"""Cinemas: founding, deciding, finding; and that everything of another cinema stays its own."""

from typing import Any

import pytest
from flask import Flask

from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.kernel.web import rules
from tests.accounts.world import person, signed_in
from tests.cinema import world
from tests.client import Client
from tests.counting import assert_same_count
from tests.stays.world import regions

OWN = ("api.films", "api.cinemas", "api.halls", "api.rights", "api.screenings", "api.reports", "pages.desk")
CINEMA = {
    "name_zh": "街角电影院",
    "name_en": "Corner Cinema",
    "district": "110101",
    "address": "灯市口大街 9 号",
    "lat": 39.9163,
    "lng": 116.4127,
    "facilities": ["imax", "wheelchair"],
}


def test_founding_and_approving(app: Flask, admin: Client) -> None:
    """C-02, B-03: a verified person enters a cinema; staff reject it with a reason, open it, suspend it."""
    regions(app)
    owner = signed_in(app, person(app, "13800009010", verified=True))
    made = owner.post("/cinemas", CINEMA)
    assert made.status_code == 201
    cinema = made.get_json()
    path, decision = f"/cinemas/{cinema['id']}", f"/cinemas/{cinema['id']}/decision"
    assert (cinema["state"], cinema["area"]) == ("pending", "Dongcheng District, Beijing")
    assert Client(app).get(path).status_code == 404
    assert [one["id"] for one in owner.get("/cinemas", mine="true").get_json()["items"]] == [cinema["id"]]
    assert owner.put(decision, {"state": "open"}).status_code == 403
    assert admin.put(decision, {"state": "rejected"}).get_json()["errors"][0]["field"] == "reason"
    assert admin.put(decision, {"state": "rejected", "reason": "没有执照"}).status_code == 200
    assert admin.put(decision, {"state": "suspended", "reason": "x"}).status_code == 409
    assert admin.put(decision, {"state": "open"}).get_json()["state"] == "open"
    assert Client(app).get(path).get_json()["reason"] is None
    assert admin.put(decision, {"state": "suspended", "reason": "消防"}).get_json()["reason"] == "消防"
    assert Client(app).get(path).status_code == 404
    assert Client(app).get("/cinemas").get_json()["items"] == []


def test_a_suspended_firm_sells_nothing(app: Flask, admin: Client) -> None:
    """B-02 C-02: its cinemas close with it and open again with it, but for those that were suspended by themselves."""
    regions(app)
    owner = signed_in(app, person(app, "13800009010", verified=True))
    first = owner.post("/cinemas", CINEMA).get_json()
    admin.put(f"/cinemas/{first['id']}/decision", {"state": "rejected", "reason": "papers"})
    assert admin.put(f"/cinemas/{first['id']}/decision", {"state": "open"}).get_json()["state"] == "open"
    (firm,) = owner.get("/organisations").get_json()["items"]
    assert firm["state"] == "approved"  # with its cinema
    second = owner.post("/cinemas", {**CINEMA, "organisation_id": firm["id"]}).get_json()
    admin.put(f"/cinemas/{second['id']}/decision", {"state": "open"})
    admin.put(f"/cinemas/{second['id']}/decision", {"state": "suspended", "reason": "fire"})
    decision = f"/organisations/{firm['id']}/decision"
    listed = lambda: [one["id"] for one in Client(app).get("/cinemas").get_json()["items"]]  # noqa: E731
    assert listed() == [first["id"]]
    admin.put(decision, {"state": "suspended", "reason": "fraud"})
    assert listed() == []
    refused = admin.put(f"/cinemas/{first['id']}/decision", {"state": "open"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "organisation_not_approved")
    admin.put(decision, {"state": "approved", "reason": "settled"})
    assert listed() == [first["id"]]


def test_staff_enter_cinemas_at_once(app: Flask, admin: Client, guest: Client) -> None:
    """C-02, C1: the platform's staff create cinemas that are open; others need a real name."""
    regions(app)
    assert admin.post("/cinemas", CINEMA).get_json()["state"] == "open"
    assert guest.post("/cinemas", CINEMA).get_json()["code"] == "not_verified"
    assert len(guest.get("/cinemas").get_json()["items"]) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name_zh", ""),
        ("district", "999999"),
        ("district", "110000"),
        ("address", ""),
        ("lat", 91),
        ("lng", None),
        ("facilities", ["pool"]),
        ("timezone", "Mars/Base"),
        ("gap_rule", "never"),
        ("refund_minutes", -1),
        ("cleaning_minutes", 121),
        ("picture_id", "0123456789ABC"),
    ],
)
def test_cinemas_that_are_refused(app: Flask, admin: Client, field: str, value: Any) -> None:
    """C-02: each wrong field is named, and nothing is left behind."""
    regions(app)
    refused = admin.post("/cinemas", {**CINEMA, field: value})
    assert refused.status_code == 422
    assert [error["field"].partition(".")[0] for error in refused.get_json()["errors"]] == [
        "lat" if field == "lng" else field
    ]
    assert admin.get("/cinemas", mine="true").get_json()["items"] == []


def test_editing(venue: world.Cinema, manager: Client, admin: Client, app: Flask) -> None:
    """C-02, X-03: the manager edits the own cinema in the version that was seen; a clerk may not."""
    path = f"/cinemas/{ids.show(venue.id)}"
    tag = manager.get(path).headers["ETag"]
    changed = manager.patch(path, {"gap_rule": "strict", "refund_minutes": 120}, If_Match=tag).get_json()
    assert (changed["gap_rule"], changed["refund_minutes"], changed["version"]) == ("strict", 120, 2)
    assert manager.patch(path, {"gap_rule": "off"}, If_Match=tag).status_code == 412
    assert admin.patch(path, {"gap_rule": "off"}, If_Match="*").status_code == 200
    clerk_id = person(app, "13800009011")
    world.staff(app, clerk_id, venue, "clerk")
    refused = signed_in(app, clerk_id).patch(path, {"gap_rule": "off"}, If_Match="*")
    assert (refused.status_code, refused.get_json()["permission"]) == (403, "MANAGE_HALLS")


def test_finding(app: Flask, venue: world.Cinema) -> None:
    """C-02: by city and district, by name, and the nearest first with their distance."""
    far = world.cinema(
        app, name_zh="湖边影城", city_code="330100", district_code="330106", lat=30_250_000, lng=120_150_000
    )
    near = world.cinema(app, name_zh="鼓楼影院", name_en="Drum Tower", lat=39_940_000, lng=116_390_000)
    client = Client(app)

    def found(**query: Any) -> list[str]:
        return [one["id"] for one in client.get("/cinemas", **query).get_json()["items"]]

    a, b, c = (ids.show(one.id) for one in (venue, near, far))
    assert found() == [a, c, b]
    assert found(region="330100") == found(region="330106") == found(q="湖边") == [c]
    assert found(q="drum") == [b]
    listed = client.get("/cinemas", near="39.9163,116.4127").get_json()["items"]
    assert [(one["id"], one["distance"] // 100) for one in listed] == [(a, 0), (b, 32)]
    assert client.get("/cinemas", near="here").status_code == 422
    assert client.get("/cinemas", region="0").status_code == 422
    assert_same_count(lambda: client.get("/cinemas"), lambda: world.cinema(app))


def test_everything_of_another_cinema_is_closed(app: Flask, venue: world.Cinema) -> None:
    """C1, A-12: the manager of another cinema walks the URL map: every change and every desk is 403 or 404."""
    other_id = person(app, "13800009012", verified=True)
    other = world.cinema(app)
    world.staff(app, other_id, other)
    client = signed_in(app, other_id)
    hall, film_id = world.hall(app, venue), world.film(app)
    right_id = world.right(app, venue, film_id)
    show = world.screening(app, venue, hall, film_id, right_id)
    names = {
        "cinema_id": venue.id,
        "hall_id": hall.id,
        "right_id": right_id,
        "screening_id": show.id,
        "film_id": film_id,
    }
    bodies = {
        "cinema_api.ask_right": {
            "cinema_id": ids.show(venue.id), "film_id": ids.show(film_id), "from": "2030-01-01", "to": "2030-01-02",
        },
        "cinema_api.schedule_screenings": {
            "film_id": ids.show(film_id), "hall_id": ids.show(hall.id), "day": "2030-01-01",
            "time": "19:00", "price": 1,
        },
        "cinema_api.found_cinema": {**CINEMA, "organisation_id": ids.show(venue.organisation_id)},
    }  # fmt: skip
    open_to_all = ("wish", "/reviews", "/screenings/<id:screening_id>/bookings")
    walked = []
    with app.app_context():
        known = [rule for rule in rules(app).values() if rule.name.startswith(("cinema_api.", "cinema."))]
    for rule in known:
        closed = rule.writes or "/desk" in rule.path or not rule.public
        wants = [part for part in names if f"<id:{part}>" in rule.path]
        if not closed or any(word in rule.path for word in open_to_all) or not (wants or rule.name in bodies):
            continue
        path = rule.path
        for part in wants:
            path = path.replace(f"<id:{part}>", ids.show(names[part]))
        if "<" in path:
            continue
        answer = client.http.open(
            path,
            method=rule.method,
            json=bodies.get(rule.name, _some_body(rule)) if rule.writes else None,
            headers={"X-CSRFToken": client.csrf(), "If-Match": "*"},
        )
        if answer.status_code == 422 and not rule.view.__module__.endswith(OWN):
            continue  # a body that its own tests send: refused before anybody was asked who they are
        assert answer.status_code in (403, 404), f"{rule.method} {path}: {answer.status_code} {answer.text[:200]}"
        walked.append(rule.name)
    assert len(walked) >= 15, walked
    with app.app_context(), app.extensions["hutong"].database.reading():
        assert session().get(world.Cinema, venue.id).version == 1  # type: ignore[union-attr]


def _some_body(rule: Any) -> dict[str, Any]:
    """A body that the route would take."""
    known: dict[str, Any] = {
        "state": "cancelled", "reason": "x", "name": "9", "plan": "A SS", "approve": True, "from_day": "2030-01-01",
        "to_day": "2030-01-02", "provider": None,
    }  # fmt: skip
    if rule.body is None:
        return {}
    fields = {field.alias or name for name, field in rule.body.model_fields.items()}
    body = {name: value for name, value in known.items() if name in fields}
    if rule.name.endswith("decide_cinema"):
        body["state"] = "suspended"
    return body
