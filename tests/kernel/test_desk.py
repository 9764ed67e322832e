"""What slices contribute to the staff's frame."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from tests.accounts.world import person

from hutong.accounts.models import Person
from hutong.kernel import clock, desk
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound

NAMES = ["Ann", "ann", "anna", "Bo", "张三", "张", "李四"]


@pytest.fixture
def people(within: Flask) -> list[int]:
    """Seven, joined an hour after each other."""
    found = []
    for at, name in enumerate(NAMES):
        with clock.moved(at * clock.HOUR):
            found.append(person(within, f"1380000100{at}", name=name))
    return found


def found(asked: desk.Asked) -> list[str]:
    """The names of a page."""
    orders = {"newest": [(Person.joined_at, True), (Person.id, True)], "oldest": [(Person.joined_at, False)]}
    query = select(Person)
    if asked.words:
        query = query.where(desk.begins(Person.nickname, asked.words))
    return [row.nickname for row in desk.keyset(query, asked, orders).items]


def test_rows_in_an_order(people: list[int], within: Flask) -> None:
    """B-02: the first order unless another is asked for; what begins like the words, in any case."""
    with within.extensions["hutong"].database.reading():
        assert found(desk.Asked()) == NAMES[::-1]
        assert found(desk.Asked(sort="oldest", limit=2)) == NAMES[:2]
        assert found(desk.Asked(words="ANN", sort="oldest")) == ["Ann", "ann", "anna"]
        assert found(desk.Asked(words="ann", sort="oldest")) == ["Ann", "ann", "anna"]
        assert found(desk.Asked(words="张")) == ["张", "张三"]
        assert found(desk.Asked(words="%")) == []


def test_figures_by_the_day(people: list[int], within: Flask) -> None:
    """B-01: days are the site's, also where its zone is no whole hours away; a day without anything is 0."""
    with within.extensions["hutong"].database.reading():
        today = clock.today("Asia/Shanghai")
        first, last = date.fromordinal(today.toordinal() - 2), date.fromordinal(today.toordinal() + 1)
        counts = desk.per_day(desk.Period(first, last), Person.joined_at)
        ids = desk.per_day(
            desk.Period(first, last), Person.joined_at, Person.nickname == "Bo", value=Person.id - Person.id
        )
        at = session().scalars(select(Person.joined_at)).all()
    days = [clock.local(each, "Asia/Shanghai").date() for each in at]
    assert counts == [0, 0, days.count(today), days.count(last)]
    assert sum(counts) == 7
    assert ids == [0, 0, 0, 0]


def test_each_of_several(people: list[int], within: Flask) -> None:
    """B-02: what refuses stays as it is, the others are done, each once."""

    def rename(person_id: int) -> None:
        row = session().get(Person, person_id)
        row.nickname = "New"
        session().flush()
        if person_id == people[1]:
            raise NotFound

    database = within.extensions["hutong"].database
    answer = database.run(lambda: desk.each([people[2], people[1], people[2]], rename))
    assert [(one.id, one.done, one.problem) for one in answer.items] == [
        (people[1], False, "not_found"),
        (people[2], True, None),
    ]
    with database.reading():
        assert session().scalars(select(Person.nickname).order_by(Person.id)).all()[:3] == ["Ann", "ann", "New"]
