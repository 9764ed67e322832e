"""The frame, its lists and what can be taken away."""

import csv
import io
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import insert, select

from hutong.accounts.models import Person
from hutong.kernel import clock, desk, ids
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session
from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.counting import assert_same_count, counted


def names(app: Flask) -> list[str]:
    """Every list of the frame."""
    return [one.name for one in desk.LISTS.all(app)]


def test_only_staff_enter(app: Flask, client: Client, moderator: Client) -> None:
    """B-02 A-12 C1: strangers log in first; people and cinema managers are refused, and told what they lack."""
    assert client.page("/staff").headers["Location"].startswith("/login")
    for role in (None, "cinema_manager"):
        refused = signed_in(app, person(app, f"1380000200{0 if role else 1}", role=role)).page("/staff")
        assert refused.status_code == 403
        assert "BACK_OFFICE" in refused.text
    refused = moderator.page("/staff/people")
    assert refused.status_code == 403
    assert "MANAGE_PEOPLE" in refused.text
    assert moderator.page("/staff/nothing").status_code == 404


def test_the_menu_shows_what_one_may_open(moderator: Client, administrator: Client) -> None:
    """B-02: a moderator sees reports and reviews, the administrator every list."""
    page = moderator.page("/staff").text
    assert 'href="/staff/reviews"' in page
    assert 'href="/staff/people"' not in page
    page = administrator.page("/staff").text
    assert all(f'href="/staff/{name}"' in page for name in names(administrator.http.application))


def test_every_list_opens_and_exports(administrator: Client, app: Flask) -> None:
    """B-02: empty, searched, in each order, with each filter set, as a file."""
    for one in desk.LISTS.all(app):
        query = {"q": "nobody"} if one.search else {}
        with app.test_request_context(), app.extensions["hutong"].database.reading():
            values = {each.name: [code for code, _ in each.choices()][:1] for each in one.filters}
        for each in one.filters:
            query[each.name] = {"day": "2026-05-01", "text": "x"}.get(each.kind) or values[each.name][0]
        for sort in [code for code, _ in one.sorts] or [""]:
            answer = administrator.page(one.path, **query, sort=sort)
            assert answer.status_code == 200, one.name
        assert administrator.page(one.path).status_code == 200, one.name
        taken = administrator.post(f"/staff/lists/{one.name}/exports", {"format": "csv"})
        taken.get_data()
        assert taken.status_code == (200 if one.exports else 404), one.name


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"state": "asleep"}, "state"),
        ({"sort": "random"}, "sort"),
        ({"cursor": "###"}, "cursor"),
        ({"cursor": "WzFd"}, "cursor"),
        ({"q": "x" * 101}, "q"),
    ],
)
def test_a_damaged_address(administrator: Client, query: dict, field: str) -> None:
    """B-02: is refused with a message, not answered with something else."""
    assert administrator.page("/staff/people", **query).status_code == 422
    if field != "cursor":
        text = "&".join(f"{name}={value}" for name, value in query.items())
        answer = administrator.post("/staff/lists/people/exports", {"query": text})
        assert answer.status_code == 422
        assert answer.json["errors"][0]["field"] == field


def test_people_are_found(app: Flask, administrator: Client) -> None:
    """B-02: by the beginning of a name, by number, by id; numbers stand masked; pages follow each other."""
    for at in range(35):
        with clock.moved(at * 1000):
            person(app, f"138000030{at:02}", name=f"小明{at}" if at % 2 else f"Anna {at}", verified=at == 3)
    first = administrator.page("/staff/people").text
    assert first.count("<tr>") == 31
    assert "138****3034" in first
    assert "13800003034" not in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = administrator.page(following).text
    assert second.count("<tr>") == 7  # the head, five people and the administrator
    for words, found in (("小明", 17), ("anna 1", 5), ("13800003003", 1), ("1380000301", 10), ("nobody", 0)):
        page = administrator.page("/staff/people", q=words).text
        assert max(0, page.count("<tr>") - 1) == found, words
    assert administrator.page("/staff/people", verified="yes").text.count("<tr>") == 2
    assert "Root" in administrator.page("/staff/people", role="any").text


def test_statements_of_the_list(app: Flask, administrator: Client) -> None:
    """B-02 X-03: four in all, whether there are few people or many."""
    numbers = iter(range(100, 900))
    assert_same_count(lambda: administrator.page("/staff/people"), lambda: person(app, f"13800004{next(numbers)}"))
    with counted() as noted:
        administrator.page("/staff/people", q="138")
    assert len(noted) <= 4, noted


@pytest.mark.slow
def test_a_hundred_thousand_people(app: Flask, administrator: Client) -> None:
    """B-02 X-03: four statements for every page, order, filter and search; pages follow each other by keyset."""
    longago = clock.now() - clock.DAY  # the administrator joined after them all
    made = [
        {
            "id": ids.new_id(),
            "mobile": f"+86139{number:08}",
            "nickname": f"人{number}",
            "password_hash": "",
            "joined_at": longago - number,
        }
        for number in range(100_000)
    ]
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: session().execute(insert(Person), made))
    asked: list[dict[str, str]] = [
        {},
        {"sort": "oldest"},
        {"q": "人9999"},
        {"q": "13900099999"},
        {"state": "suspended"},
    ]
    asked += [{"state": "closed"}, {"role": "any"}, {"verified": "yes"}, {"state": "active", "sort": "oldest"}]
    for query in asked:
        with counted() as noted:
            page = administrator.page("/staff/people", **query)
        assert (page.status_code, len(noted) <= 4) == (200, True), (query, noted)
    first = administrator.page("/staff/people").text
    second = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    with counted() as noted:
        following = administrator.page(second).text
    assert len(noted) <= 4
    names = [re.findall(r"人\d+", page) for page in (first, following)]
    assert (len(set(names[0]) & set(names[1])), len(set(names[1]))) == (0, 30)


def test_files_to_take_away(app: Flask, administrator: Client, moderator: Client) -> None:
    """B-02 B-04: what the page is narrowed to, safe in spreadsheets, noted; with its permission only."""
    person(app, "13800005001", name="=1+1")
    person(app, "13800005002", name="Other")
    answer = administrator.post("/staff/lists/people/exports", {"format": "csv", "query": "q=%3D1"})
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert [row[0] for row in rows] == ["Nickname", "'=1+1"]
    assert "attachment" in answer.headers["Content-Disposition"]
    book = administrator.post("/staff/lists/people/exports", {"format": "xlsx"}).data
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book)).namelist()
    form = administrator.form("/staff/lists/people/exports", "/staff/people", format="csv", query="")
    assert form.mimetype == "text/csv"
    with app.extensions["hutong"].database.reading():
        noted = session().execute(select(AuditEntry.subject, AuditEntry.after)).all()
    assert noted[0] == ("list:people", {"format": "csv", "narrowed_by": ["words"]})
    assert moderator.post("/staff/lists/people/exports", {}).json["permission"] == "MANAGE_PEOPLE"
    assert administrator.post("/staff/lists/nothing/exports", {}).status_code == 404


def test_the_overview(app: Flask, administrator: Client, moderator: Client) -> None:
    """B-01: registrations, bookings and takings by the day for those who may; the span can be chosen."""
    page = administrator.page("/staff", days="7").text
    assert "Registrations" in page
    assert "Takings" in page
    assert "Uploads" in page
    assert "Registrations" not in moderator.page("/staff").text
    assert administrator.page("/staff", days="0").status_code == 422
