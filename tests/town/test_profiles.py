"""One page for a person, whatever they do here."""

from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.counting import assert_same_count
from tests.stays.world import home
from tests.town.conftest import Town


def test_a_person_is_one_page(town: Town) -> None:
    """A-09, P-05: who they are, the homes they let, their photos; the same for programs."""
    town.photos.photo(owner=town.host, caption="Mine")
    page = Client(town.app).page(f"/people/{ids.show(town.host)}").text
    for said in ("林石榴", "Real name verified", "Homes they let", f"/homes/{town.home}", "1 photo"):
        assert said in page
    assert "1380000" not in page
    about = Client(town.app).get(f"/people/{ids.show(town.host)}").get_json()
    assert (about["name"], about["verified"], about["avatar_url"]) == ("林石榴", True, None)


def test_somebody_who_has_done_nothing_yet(town: Town) -> None:
    """A-09: a sentence instead of a hole; to oneself the way to the profile."""
    new = person(town.app, "13800009007", name="新来的")
    assert "Nothing to see here yet" in Client(town.app).page(f"/people/{ids.show(new)}").text
    assert 'href="/me"' in signed_in(town.app, new).page(f"/people/{ids.show(new)}").text


def test_who_keeps_away_or_left_is_not_there(town: Town) -> None:
    """A-11, X-02: between people one of whom blocked the other, and for accounts that are closed: 404."""
    other = person(town.app, "13800009008", name="Other")
    reader, path = signed_in(town.app, other), f"/people/{ids.show(town.host)}"
    assert reader.page(path).status_code == 200
    assert signed_in(town.app, town.host).put(f"/people/{ids.show(other)}/block").status_code < 300
    assert (reader.page(path).status_code, reader.get(path).status_code) == (404, 404)
    assert Client(town.app).page(f"/people/{ids.show(ids.new_id())}").status_code == 404


def test_homes_page_by_page(town: Town) -> None:
    """X-03: more homes than stand on the page lead on, in as many statements."""
    path = f"/people/{ids.show(town.host)}"
    browser = Client(town.app)
    assert_same_count(lambda: browser.page(path), lambda: home(town.app, town.host))
    for _number in range(8):
        home(town.app, town.host)
    page = browser.page(path).text
    more = page.split('href="' + path + "?homes=")[1].partition("#")[0]
    second = browser.http.get(f"{path}?homes={more}").text
    assert f"/homes/{town.home}" in second
    assert f"/homes/{town.home}" not in page
    assert browser.http.get(f"{path}?homes=damaged").status_code == 422


def test_the_list_of_people(town: Town) -> None:
    """A-09, X-03: found by the beginning of their names, page by page; strangers log in first."""
    reader = signed_in(town.app, person(town.app, "13800009009"))
    for number in range(3):
        with clock.moved(number):
            person(town.app, f"1380001000{number}", name=f"Zhou {number}")
    first = reader.get("/people", q="zhou", limit=2).get_json()
    second = reader.get("/people", q="zhou", limit=2, cursor=first["next"]).get_json()
    assert [one["name"] for one in first["items"] + second["items"]] == ["Zhou 2", "Zhou 1", "Zhou 0"]
    assert "Zhou 1" in reader.page("/people", q="Zhou").text
    assert "Nobody here is called like that" in reader.page("/people", q="zz").text
    assert Client(town.app).get("/people", q="zhou").status_code == 401
