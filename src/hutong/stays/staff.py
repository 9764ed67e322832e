"""What staff see of homes."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.accounts import queries as accounts
from hutong.accounts.models import Permission
from hutong.accounts.queries import PersonCard
from hutong.kernel import desk, ids, text
from hutong.kernel.desk import Act, Asked, Column, Filter, Rows, StaffList
from hutong.kernel.money import Money
from hutong.stays.models import SUBJECT, Home, HomeState, HomeWords
from hutong.stays.queries import places

STATES = {
    HomeState.PUBLISHED: _l("Published"),
    HomeState.DRAFT: _l("Draft"),
    HomeState.UNLISTED: _l("Not listed"),
    HomeState.WITHHELD: _l("Host suspended"),
    HomeState.HIDDEN: _l("Taken down"),
    HomeState.REMOVED: _l("Removed"),
}
TONES = {HomeState.PUBLISHED: "free", HomeState.HIDDEN: "bad", HomeState.WITHHELD: "bad", HomeState.DRAFT: "waiting"}


@dataclass(frozen=True)
class HomeRow:
    """A home, its host and where it is."""

    home: Home
    host: PersonCard | None
    area: str


def found(asked: Asked) -> Rows[HomeRow]:
    """Homes of everybody by the words of their search, their id or their host's: three statements."""
    query = select(Home)
    if asked["state"]:
        query = query.where(Home.state == asked["state"])
    if asked.words:
        one = 0
        with suppress(ValueError):
            one = ids.read(asked.words)
        if one:
            query = query.where((Home.id == one) | (Home.host_id == one))
        else:
            query = query.where(Home.id.in_(select(HomeWords.rowid).where(text.matches(HomeWords.words, asked.words))))
    return desk.keyset(query, asked, {"newest": [(Home.id, True)], "oldest": [(Home.id, False)]}, _rows)


def _rows(rows: Sequence[Home]) -> list[HomeRow]:
    hosts = accounts.people(row.host_id for row in rows)
    areas = places.names(row.district_code for row in rows)
    return [HomeRow(row, hosts.get(row.host_id), str(areas.get(row.district_code, ""))) for row in rows]


HOMES = StaffList[HomeRow](
    "homes",
    _l("Homes"),
    "house-door",
    group="trade",
    needs=Permission.MANAGE_HOMES,
    rows=found,
    search=_l("Words of a home, or an id of it or its host"),
    key=lambda row: f"{SUBJECT}:{ids.show(row.home.id)}",
    href=lambda row: f"/homes/{ids.show(row.home.id)}" if row.home.published else None,
    columns=(
        Column(_l("Home"), lambda row: row.home.title, note=lambda row: row.area),
        Column(_l("Host"), lambda row: row.host.name if row.host else ""),
        Column(_l("Per night"), lambda row: Money(row.home.price, row.home.currency), "money"),
        Column(_l("Rating"), lambda row: row.home.rating, "number", note=lambda row: row.home.rating_count or ""),
        Column(
            _l("State"),
            lambda row: STATES[HomeState(row.home.state)],
            "tag",
            tone=lambda row: TONES.get(HomeState(row.home.state), "over"),
        ),
        Column(_l("Made"), lambda row: row.home.created_at, "moment"),
        Column(_l("Id"), lambda row: row.home.id, "id", only="file"),
    ),
    filters=(Filter("state", _l("State"), tuple((str(state), label) for state, label in STATES.items())),),
    sorts=(("newest", _l("Newest first")), ("oldest", _l("Oldest first"))),
    bulk=(Act(_l("Take down"), "/api/v1/takedowns", needs=Permission.MODERATE, reason=True, kind="danger"),),
    acts=(
        Act(
            _l("Restore"),
            "/api/v1/takedowns/{id}/restoration",
            needs=Permission.MODERATE,
            reason=True,
            offered=lambda row: row.home.hidden,
        ),
    ),
    order=20,
)
