"""How many homes a search finds, counted no further than anybody reads."""

from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select

from hutong.stays.models import COLUMNS
from hutong.stays.queries.finding import statement
from hutong.stays.queries.wishes import Shape, Wish, conditions
from hutong.stays.schemas import HomeQuery

MOST = 300


def found(query: HomeQuery) -> int:
    """The number of homes of a search, at most `MOST` + 1; one statement; raises Invalid."""
    wish = Wish.of(query)
    return int(statement(_counted, wish.shape).rows(wish.values)[0][0])


def of(query: HomeQuery) -> ScalarSelect[int]:
    """The same as part of another statement."""
    wish = Wish.of(query)
    return _counted(wish.shape).params(**wish.values).scalar_subquery()


def _counted(shape: Shape) -> Select[Any]:
    some = select(COLUMNS.id).where(*conditions(shape)).limit(MOST + 1).subquery()
    return select(func.count()).select_from(some)
