"""The list of real names that wait to be checked."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from hutong.accounts import realname
from hutong.accounts.models import Identity, Permission
from hutong.accounts.queries.people import PersonCard, people
from hutong.kernel import desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Asked, Column, Filter, Rows, StaffList, Waiting


@dataclass(frozen=True)
class IdentityRow:
    """A real name that waits, and whose it is."""

    identity: Identity
    person: PersonCard | None


def found_identities(asked: Asked) -> Rows[IdentityRow]:
    """Real names that wait, the oldest first: two statements."""
    query = select(Identity).where(Identity.state == (asked["state"] or "pending"))
    oldest = [(Identity.made_at, False), (Identity.person_id, False)]

    def show(rows: Sequence[Identity]) -> list[IdentityRow]:
        cards = people(row.person_id for row in rows)
        return [IdentityRow(row, cards.get(row.person_id)) for row in rows]

    return desk.keyset(query, asked, {"oldest": oldest}, show)


def _name(row: IdentityRow) -> str:
    return realname.masked_name(realname.unseal(row.identity.person_id, row.identity.name_secret))


def _number(row: IdentityRow) -> str:
    return realname.masked(realname.unseal(row.identity.person_id, row.identity.number_secret))


def _waiting_identities() -> int:
    return session().scalar(select(func.count()).where(Identity.state == "pending")) or 0


IDENTITIES = StaffList[IdentityRow](
    "identities",
    _l("Real names"),
    "person-badge",
    group="people",
    needs=Permission.VERIFY_PEOPLE,
    rows=found_identities,
    key=lambda row: ids.show(row.identity.person_id),
    href=lambda row: f"/staff/identities/{ids.show(row.identity.person_id)}",
    columns=(
        Column(_l("Account"), lambda row: row.person.name if row.person else ""),
        Column(_l("Full name"), _name),
        Column(_l("ID number"), _number, "code"),
        Column(_l("Given"), lambda row: row.identity.made_at, "moment"),
    ),
    filters=(Filter("state", _l("State"), (("pending", _l("Waiting")), ("verified", _l("Verified")))),),
    empty=_l("No real name waits to be checked."),
    exports=False,
    order=20,
)
WAITING = Waiting(
    _l("Real names to check"), "person-badge", "/staff/identities", Permission.VERIFY_PEOPLE, _waiting_identities
)
