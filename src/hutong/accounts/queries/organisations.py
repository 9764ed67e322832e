"""Questions about firms and their members."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hutong.accounts.models import LADDERS, Grant, Organisation
from hutong.accounts.queries.people import PersonCard, people
from hutong.kernel import ids, paging
from hutong.kernel.audit import AuditEntry
from hutong.kernel.db import session

NEWEST = [(Organisation.id, True)]


@dataclass(frozen=True)
class Step:
    """Something that became of a firm: "founded", "handed_in" or what staff decided, with their reason."""

    what: str
    reason: str
    at: int


@dataclass(frozen=True)
class Member:
    """Somebody who belongs to a firm."""

    person: PersonCard
    role: str
    since: int


def organisation(organisation_id: int) -> Organisation | None:
    """The organisation with this id."""
    return session().get(Organisation, organisation_id)


def named(wanted: Iterable[int]) -> dict[int, str]:
    """Names of organisations by their ids, in one statement."""
    found = set(wanted)
    if not found:
        return {}
    rows = session().execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(found))).all()
    return {row.id: row.name for row in rows}


def role_in(organisation_id: int, person_id: int) -> str | None:
    """The role that a person has in an organisation."""
    mine = select(Grant.role_code).where(Grant.organisation_id == organisation_id, Grant.person_id == person_id)
    return session().scalar(mine.limit(1))


def of_person(person_id: int) -> list[tuple[Organisation, str]]:
    """The organisations that a person belongs to, newest first, with the role in each."""
    mine = (
        select(Organisation, Grant.role_code)
        .join(Grant, Grant.organisation_id == Organisation.id)
        .where(Grant.person_id == person_id)
    )
    return [(found, role) for found, role in session().execute(mine.order_by(Organisation.id.desc()).limit(200))]


def every(kinds: Iterable[str], state: str | None, limit: int, cursor: str | None = None) -> Sequence[Organisation]:
    """One more than the wanted number of organisations of some kinds, newest first (for staff)."""
    last = paging.decode(cursor, int) if cursor else None
    found = select(Organisation).where(Organisation.kind.in_(list(kinds)))
    if state is not None:
        found = found.where(Organisation.state == state)
    return session().scalars(paging.ordered(found, NEWEST, last).limit(limit + 1)).all()


def managers(found: Organisation) -> list[int]:
    """The ids of those who manage an organisation."""
    top = LADDERS[found.kind][-1]
    mine = select(Grant.person_id).where(Grant.organisation_id == found.id, Grant.role_code == top)
    return list(session().scalars(mine.order_by(Grant.at, Grant.person_id)))


def history(organisation_id: int) -> list[Step]:
    """What became of an organisation, latest first, as the audit log has it."""
    about = select(AuditEntry).where(
        AuditEntry.subject == f"organisation:{ids.show(organisation_id)}", AuditEntry.action.startswith("organisation.")
    )
    rows = session().scalars(about.order_by(AuditEntry.id.desc()).limit(50))
    return [Step(row.action.partition(".")[2], (row.after or {}).get("reason", ""), row.at) for row in rows]


def size(organisation_id: int) -> int:
    """How many members an organisation has."""
    return session().scalar(select(func.count()).where(Grant.organisation_id == organisation_id)) or 0


def members(organisation_id: int) -> list[Member]:
    """The members of an organisation, first come first."""
    mine = select(Grant).where(Grant.organisation_id == organisation_id).order_by(Grant.at, Grant.person_id)
    rows = session().scalars(mine.limit(500)).all()
    cards = people(row.person_id for row in rows)
    return [Member(cards[row.person_id], row.role_code, row.at) for row in rows if row.person_id in cards]
