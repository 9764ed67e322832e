"""One search over all doors."""

from flask import Flask

from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.counting import assert_same_count
from tests.stays.world import home
from tests.town.conftest import Town


def kinds(client: Client, words: str, **more: object) -> dict[str, list[str]]:
    """The titles that are found, by kind."""
    found = client.get("/search", q=words, **more).get_json()["groups"]
    return {group["kind"]: [hit["title"] for hit in group["items"]] for group in found}


def test_one_word_finds_all_kinds(town: Town) -> None:
    """S-04, C-01, P-10: a Chinese word and an English one find homes, films, cinemas and photos, by bigrams."""
    for words in ("石榴", "pomegranate"):
        found = kinds(Client(town.app, "zh"), words)
        assert found["homes"] == ["石榴小院 Pomegranate Yard"]
        assert found["photos"] == ["石榴红了 pomegranate"]
        assert found["cinemas"] == ["石榴电影院"]
    assert kinds(Client(town.app, "zh"), "石榴")["films"] == ["石榴熟了"]
    assert kinds(Client(town.app), "榴石") == {}


def test_people_are_found_by_whoever_is_signed_in(town: Town) -> None:
    """A-09, X-04: by the beginning of a chosen name; not by masked numbers, not by strangers, not when kept away."""
    reader = signed_in(town.app, person(town.app, "13800009005"))
    assert kinds(reader, "林石")["people"] == ["林石榴"]
    assert "people" not in kinds(Client(town.app), "林石")
    for words in ("138", "138****9005", "138***"):
        assert "people" not in kinds(reader, words)
    assert signed_in(town.app, town.host).put(f"/people/{reader_id(reader)}/block").status_code < 300
    assert "people" not in kinds(reader, "林石")


def reader_id(client: Client) -> str:
    """Whose browser this is."""
    return str(client.get("/me").get_json()["id"])


def test_the_rest_is_in_the_storefronts_own_search(town: Town) -> None:
    """S-04, X-03: where more is found than shown, the page and the API lead to a list with keyset pages."""
    for number in range(3):
        home(town.app, town.host, title=f"石榴小院 {number}")
    client = Client(town.app)
    group = next(one for one in client.get("/search", q="石榴", limit=2).get_json()["groups"] if one["kind"] == "homes")
    assert len(group["items"]) == 2
    assert group["more"] == "/api/v1/homes?q=%E7%9F%B3%E6%A6%B4"
    assert len(client.http.get(group["more"]).get_json()["items"]) == 4
    page = client.page("/search", q="石榴").text
    assert "/homes?q=" not in page
    for number in range(3):
        home(town.app, town.host, title=f"石榴小院 {number}")
    assert 'href="/homes?q=%E7%9F%B3%E6%A6%B4"' in client.page("/search", q="石榴").text


def test_words_that_say_nothing(town: Town) -> None:
    """X-05: no words, dots, nothing found and too many words each have a page that helps; the API names the field."""
    client = Client(town.app)
    assert "One search finds all of these" in client.page("/search").text
    assert "Nothing is called like that" in client.page("/search", q="...").text
    assert "Nothing is called like that" in client.page("/search", q="zzzz").text
    assert client.page("/search", q="字" * 500).status_code == 200
    refused = client.get("/search", q="字" * 61)
    assert (refused.status_code, refused.get_json()["errors"][0]["field"]) == (422, "q")
    assert client.get("/search").status_code == 422


def test_it_asks_as_often_however_much_is_found(town: Town, app: Flask) -> None:
    """S-04: one more home costs no further statement."""
    client = signed_in(app, town.host)
    assert_same_count(
        lambda: client.get("/search", q="石榴"), lambda: (home(app, town.host, title="石榴"), town.photos.photo())
    )
