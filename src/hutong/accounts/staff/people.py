"""The list of people."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from hutong.accounts import mobiles
from hutong.accounts.models import DIRECT, EVERYWHERE, PRESETS, Grant, Permission, Person
from hutong.kernel import desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Act, Asked, Column, Figures, Filter, Period, Rows, StaffList
from hutong.kernel.plots import Plot, Series
from hutong.kernel.text import fold

ROLE_NAMES = {
    "usher": _l("Usher"),
    "clerk": _l("Clerk"),
    "scheduler": _l("Scheduler"),
    "cinema_manager": _l("Cinema manager"),
    "host_keeper": _l("Host's helper"),
    "host_manager": _l("Host manager"),
    "moderator": _l("Moderator"),
    "support": _l("Support"),
    "administrator": _l("Administrator"),
    DIRECT: _l("Single permissions"),
}


@dataclass(frozen=True)
class PersonRow:
    """A person with what they hold on the whole site."""

    person: Person
    roles: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Closed (they have left), suspended, inactive (the mail's link was not followed) or active."""
        if self.person.closed_at is not None:
            return "closed"
        if self.person.suspended_at is not None:
            return "suspended"
        return "inactive" if self.person.inactive_since is not None else "active"


PEOPLE_STATES = {
    "active": _l("Active"),
    "inactive": _l("Not activated"),
    "suspended": _l("Suspended"),
    "closed": _l("Has left"),
}
TONES = {"active": "free", "inactive": "waiting", "suspended": "bad", "closed": "over"}


def found_people(asked: Asked) -> Rows[PersonRow]:
    """People by name, number, mail address, user name or id: two statements."""
    query = select(Person)
    if asked.words:
        query = query.where(Person.id.in_(_matching(asked.words)))
    if asked["state"] == "suspended":
        out = select(Person.id).where(Person.suspended_at.is_not(None), Person.closed_at.is_(None))
        query = query.where(Person.id.in_(out))
    elif asked["state"] == "closed":
        query = query.where(Person.id.in_(select(Person.id).where(Person.closed_at.is_not(None))))
    elif asked["state"] == "inactive":
        query = query.where(Person.inactive_since.is_not(None), Person.suspended_at.is_(None))
    elif asked["state"] == "active":
        query = query.where(Person.inactive_since.is_(None), Person.suspended_at.is_(None))
    if asked["role"]:
        holders = select(Grant.person_id).where(Grant.organisation_id == EVERYWHERE)
        if asked["role"] != "any":
            holders = holders.where(Grant.role_code == asked["role"])
        query = query.where(Person.id.in_(holders))
    if asked["verified"]:
        known = Person.verified_at.is_not(None) if asked["verified"] == "yes" else Person.verified_at.is_(None)
        query = query.where(known)
    newest = [(Person.joined_at, True), (Person.id, True)]
    oldest = [(Person.joined_at, False), (Person.id, False)]
    return desk.keyset(query, asked, {"newest": newest, "oldest": oldest}, _with_roles)


def _matching(words: str) -> Any:
    """The ids of people whom the words may mean, each way by its own index."""
    ways: list[ColumnElement[bool]] = [
        desk.begins(Person.nickname, words),
        desk.begins(Person.username_key, fold(words)),
    ]
    digits = "".join(char for char in words if char.isdigit())
    mobile = mobiles.read(words)
    if mobile is not None:
        ways.append(Person.mobile == mobile)
    elif len(digits) >= 3 and len(digits) == len(words.replace(" ", "").lstrip("+")):
        ways += [desk.begins(Person.mobile, f"+{digits}"), desk.begins(Person.mobile, f"+86{digits}")]
    if "@" in words:
        ways.append(desk.begins(Person.email_key, fold(words)))
    with suppress(ValueError):
        ways.append(Person.id == ids.read(words))
    return select(Person.id).where(ways[0]).union_all(*(select(Person.id).where(way) for way in ways[1:]))


def _with_roles(rows: Sequence[Person]) -> list[PersonRow]:
    roles: dict[int, list[str]] = defaultdict(list)
    wanted = select(Grant.person_id, Grant.role_code).where(Grant.organisation_id == EVERYWHERE)
    for person_id, role in session().execute(wanted.where(Grant.person_id.in_([row.id for row in rows]))):
        roles[person_id].append(role)
    return [PersonRow(row, sorted(roles[row.id])) for row in rows]


def _contact(row: PersonRow) -> str:
    person = row.person
    parts = [mobiles.masked(person.mobile) if person.mobile else "", masked_mail(person.email) if person.email else ""]
    return " · ".join(part for part in parts if part)


def masked_mail(address: str) -> str:
    """A mail address of which only the ends are shown: a***@example.org."""
    name, _at, host = address.partition("@")
    return f"{name[:1]}***@{host}"


def _registrations(period: Period) -> Plot:
    counts = desk.per_day(period, Person.joined_at)
    return Plot(_("Registrations"), desk.day_labels(period), [Series(_("People"), counts)], _("Day"))


PEOPLE = StaffList[PersonRow](
    "people",
    _l("People"),
    "people",
    group="people",
    needs=Permission.MANAGE_PEOPLE,
    rows=found_people,
    search=_l("Name, mobile, mail, user name or id"),
    key=lambda row: ids.show(row.person.id),
    href=lambda row: f"/staff/people/{ids.show(row.person.id)}",
    columns=(
        Column(_l("Nickname"), lambda row: row.person.nickname, note=lambda row: row.person.username),
        Column(_l("Reached by"), _contact),
        Column(_l("Roles"), lambda row: ", ".join(str(ROLE_NAMES.get(role, role)) for role in row.roles)),
        Column(
            _l("Real name"),
            lambda row: _l("verified") if row.person.verified_at else "",
            "tag",
            tone=lambda _row: "free",
        ),
        Column(
            _l("State"),
            lambda row: PEOPLE_STATES[row.state],
            "tag",
            tone=lambda row: TONES[row.state],
            note=lambda row: row.person.suspended_reason,
        ),
        Column(_l("Joined"), lambda row: row.person.joined_at, "moment"),
        Column(_l("Id"), lambda row: row.person.id, "id", only="file"),
    ),
    filters=(
        Filter("state", _l("State"), tuple(PEOPLE_STATES.items())),
        Filter("role", _l("Role"), lambda: [("any", _("Any role")), *((role, ROLE_NAMES[role]) for role in PRESETS)]),
        Filter("verified", _l("Real name"), (("yes", _l("verified")), ("no", _l("not verified")))),
    ),
    sorts=(("newest", _l("Newest first")), ("oldest", _l("Oldest first"))),
    bulk=(
        Act(_l("Suspend"), "/api/v1/people/suspensions", needs=Permission.MANAGE_PEOPLE, reason=True, kind="danger"),
    ),
    order=10,
)
REGISTRATIONS = Figures(Permission.MANAGE_PEOPLE, _registrations, order=10)
