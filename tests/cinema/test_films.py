"""Films: the catalogue, lists, wishes, and the import."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.cinema import world
from tests.client import Client
from tests.counting import assert_same_count
from tests.stays.world import picture

FILM = {
    "title_zh": "雨巷",
    "title_en": "Rain Lane",
    "minutes": 120,
    "released_on": "2026-05-01",
    "genres": ["drama", "romance"],
    "languages": ["zh", "yue"],
    "formats": ["2D", "IMAX"],
    "director": "沈若",
    "cast": "周野 / 阿宁\n顾南",
    "synopsis": "一条巷子，一场雨。",
}


def test_a_film_is_added_edited_and_removed(app: Flask) -> None:
    """C-01, X-03: the platform's staff keep the catalogue; an edit names the version it saw."""
    admin_id = person(app, "13800009001", role="administrator")
    admin, poster = signed_in(app, admin_id), picture(app, admin_id)
    made = admin.post("/films", {**FILM, "poster_id": ids.show(poster), "still_ids": [ids.show(poster)]})
    assert made.status_code == 201
    film = made.get_json()
    assert (film["poster"]["id"], [still["id"] for still in film["stills"]]) == (ids.show(poster), [ids.show(poster)])
    assert (film["cast"], film["version"], film["wanted"], film["rating"]) == (
        [{"name": "周野", "role": "阿宁"}, {"name": "顾南", "role": ""}],
        1,
        0,
        None,
    )
    path = f"/films/{film['id']}"
    assert Client(app).get(path).get_json() == {**film}
    assert admin.patch(path, {"minutes": 125}).status_code == 412
    changed = admin.patch(path, {"minutes": 125, "genres": []}, If_Match=made.headers["ETag"])
    assert (changed.get_json()["minutes"], changed.get_json()["genres"], changed.get_json()["version"]) == (125, [], 2)
    assert admin.patch(path, {"minutes": 130}, If_Match='"1"').status_code == 412
    assert admin.delete(path).status_code == 204
    assert admin.get(path).status_code == 404


def test_only_staff_change_films(guest: Client, manager: Client, app: Flask) -> None:
    """C-01, A-12: cinemas and clients read films; the refusal names the permission."""
    path = f"/films/{ids.show(world.film(app))}"
    for client in (guest, manager):
        refused = client.post("/films", FILM)
        assert (refused.status_code, refused.get_json()["permission"]) == (403, "MANAGE_FILMS")
        assert client.patch(path, {"minutes": 9}, If_Match="*").status_code == 403
        assert client.delete(path).status_code == 403
    assert guest.get("/films").get_json()["items"][0]["minutes"] == 120


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title_zh", ""),
        ("title_zh", "雨" * 101),
        ("minutes", 0),
        ("minutes", 601),
        ("minutes", "long"),
        ("released_on", "tomorrow"),
        ("genres", ["opera"]),
        ("languages", []),
        ("formats", ["4D"]),
        ("poster_id", "0123456789ABC"),
        ("cast", "x\n" * 41),
    ],
)
def test_films_that_are_refused(admin: Client, field: str, value: Any) -> None:
    """C-01: a film without length, with unknown codes, pictures that are not there."""
    refused = admin.post("/films", {**FILM, field: value})
    assert refused.status_code == 422
    assert {error["field"].partition(".")[0] for error in refused.get_json()["errors"]} == {field}
    assert admin.get("/films").get_json()["items"] == []


def test_now_and_soon(app: Flask, venue: world.Cinema) -> None:
    """C-01: a film is shown now while a show of an open cinema is on sale, coming until it is out."""
    today = clock.today(world.ZONE)
    shown, coming = world.film(app), world.film(app, title_zh="雪", released_on=today + timedelta(days=9))
    world.film(app, title_zh="旧")
    world.screening(app, venue, world.hall(app, venue), shown)
    client = Client(app)
    assert [one["id"] for one in client.get("/films", show="now").get_json()["items"]] == [ids.show(shown)]
    assert [one["id"] for one in client.get("/films", show="soon").get_json()["items"]] == [ids.show(coming)]
    first = client.get("/films", limit=2).get_json()
    rest = client.get("/films", limit=2, cursor=first["next"]).get_json()
    assert [one["title_zh"] for one in first["items"] + rest["items"]] == ["雪", "旧", "雨巷"]
    with clock.moved(2 * clock.DAY):
        assert client.get("/films", show="now").get_json()["items"] == []


def test_found_by_words_and_genre(admin: Client, app: Flask) -> None:
    """C-01: by titles, director and cast, in both languages, and by genre."""
    admin.post("/films", FILM)
    admin.post("/films", {**FILM, "title_zh": "别的", "title_en": "Else", "cast": "", "director": "", "genres": []})
    client = Client(app)

    def titles(**query: Any) -> list[str]:
        return [one["title_en"] for one in client.get("/films", **query).get_json()["items"]]

    assert titles(q="雨巷") == titles(q="rain") == titles(q="周野") == titles(genre="drama") == ["Rain Lane"]
    assert client.get("/films", genre="opera").status_code == 422
    assert_same_count(lambda: client.get("/films"), lambda: world.film(app))


def test_wanting_to_see(app: Flask, guest: Client) -> None:
    """C-01: "want to see" counts each person once, and can be taken back."""
    film_id = world.film(app)
    path = f"/films/{ids.show(film_id)}"
    other = signed_in(app, person(app, "13800009007"))
    for _ in range(2):
        assert guest.put(f"{path}/wish").get_json() == {"wished": True, "wanted": 1}
    assert other.put(f"{path}/wish").get_json() == {"wished": True, "wanted": 2}
    assert guest.delete(f"{path}/wish").get_json() == {"wished": False, "wanted": 1}
    assert other.get(path).get_json()["wished"] is True
    assert Client(app).put(f"{path}/wish").status_code == 401
    assert guest.put("/films/0123456789ABC/wish").status_code == 404


def test_import(app: Flask, tmp_path: Path) -> None:
    """C-01: JSON and CSV; again without duplicates; what is refused is told and leaves nothing behind."""
    runner = app.test_cli_runner()
    from hutong.cinema.cli import films

    def run(file: Path) -> tuple[int, list[str]]:
        done = runner.invoke(films, ["import", str(file)])
        return done.exit_code, [line for line in done.output.splitlines() if "added" in line or line.startswith("  ")]

    told = {**FILM, "key": "f-1", "cast": [{"name": "周野", "role": "阿宁"}], "genres": "剧情、爱情"}
    wrong = [{**FILM, "minutes": 0, "title_zh": "无长"}, {"title_zh": "缺"}, {**FILM, "poster": "../../etc/passwd"}]
    file = tmp_path / "films.json"
    file.write_text(json.dumps({"films": [told, *wrong]}))
    status, lines = run(file)
    assert (status, lines[0]) == (1, "1 added, 0 changed, 0 unchanged, 3 refused")
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["film 2, 无长", "film 3, 缺", "film 4, 雨巷"]
    file.write_text(json.dumps([{**told, "minutes": 90}]))
    assert run(file) == (0, ["0 added, 1 changed, 0 unchanged, 0 refused"])
    assert run(file) == (0, ["0 added, 0 changed, 1 unchanged, 0 refused"])
    table = tmp_path / "films.csv"
    table.write_text(
        "编号,片名,时长,上映日期,类型,主演\nf-1,雨巷,95分钟,2026-05-01,剧情|爱情,周野/阿宁\nf-2,雪,,2026-01-01,,\n"
    )
    status, lines = run(table)
    assert (status, lines[0]) == (1, "0 added, 1 changed, 0 unchanged, 1 refused")
    listed = Client(app).get("/films").get_json()["items"]
    assert [(one["title_zh"], one["minutes"]) for one in listed] == [("雨巷", 95)]
    table.write_bytes(b"\xff\xfe")
    assert runner.invoke(films, ["import", str(table)]).output.startswith("Error: the file is not UTF-8 text")
