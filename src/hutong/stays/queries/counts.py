"""How many homes a search finds, counted no further than anybody reads."""

from sqlalchemy import func, select

from hutong.kernel.db import session
from hutong.stays.models import Home
from hutong.stays.queries.dates import checked
from hutong.stays.queries.finding import conditions
from hutong.stays.schemas import HomeQuery

MOST = 300


def found(query: HomeQuery) -> int:
    """The number of homes of a search, at most `MOST` + 1; one statement; raises Invalid."""
    stay = checked(query.check_in, query.check_out)
    some = select(Home.id).where(*conditions(query, stay)).limit(MOST + 1).subquery()
    return session().scalar(select(func.count()).select_from(some)) or 0
