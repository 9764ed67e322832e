"""The list of firms."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from hutong.accounts.models import Organisation
from hutong.accounts.models.organisations import APPROVED, FOLLOWING, PENDING, REJECTED, SUSPENDED, TO_DECIDE
from hutong.accounts.queries.people import PersonCard, people
from hutong.kernel import desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Act, Asked, Column, Filter, Rows, StaffList, Waiting


@dataclass(frozen=True)
class OrganisationRow:
    """A firm and who founded it."""

    organisation: Organisation
    owner: PersonCard | None


FIRM_STATES = {
    PENDING: _l("Waiting"),
    APPROVED: _l("Approved"),
    REJECTED: _l("Not approved"),
    SUSPENDED: _l("Suspended"),
}
FIRM_KINDS = {"cinema": _l("Cinema"), "host": _l("Host")}
DECIDING = tuple(TO_DECIDE.values())
TONES = {PENDING: "waiting", APPROVED: "free"}


def found_organisations(asked: Asked) -> Rows[OrganisationRow]:
    """Firms of the kinds that whoever looks decides about, newest first: two statements."""
    kinds = [kind for kind, needed in TO_DECIDE.items() if desk.may(needed)]
    query = select(Organisation).where(Organisation.kind.in_(kinds))
    if asked.words:
        query = query.where(Organisation.name.contains(asked.words, autoescape=True))
    for name, column in (("state", Organisation.state), ("kind", Organisation.kind)):
        if asked[name]:
            query = query.where(column == asked[name])

    def show(rows: Sequence[Organisation]) -> list[OrganisationRow]:
        cards = people(row.owner_id for row in rows)
        return [OrganisationRow(row, cards.get(row.owner_id)) for row in rows]

    return desk.keyset(query, asked, {"newest": [(Organisation.id, True)]}, show)


def _waiting_organisations() -> int:
    kinds = [kind for kind, needed in TO_DECIDE.items() if desk.may(needed)]
    waiting = select(func.count()).where(Organisation.state == PENDING, Organisation.kind.in_(kinds))
    return session().scalar(waiting) or 0


ORGANISATIONS = StaffList[OrganisationRow](
    "organisations",
    _l("Organisations"),
    "building",
    group="people",
    needs=DECIDING,
    rows=found_organisations,
    search=_l("Name"),
    key=lambda row: ids.show(row.organisation.id),
    columns=(
        Column(_l("Name"), lambda row: row.organisation.name, note=lambda row: FIRM_KINDS[row.organisation.kind]),
        Column(_l("Founded by"), lambda row: row.owner.name if row.owner else ""),
        Column(
            _l("State"),
            lambda row: FIRM_STATES[row.organisation.state],
            "tag",
            tone=lambda row: TONES.get(row.organisation.state, "bad"),
            note=lambda row: row.organisation.reason,
        ),
        Column(_l("Since"), lambda row: row.organisation.made_at, "moment"),
    ),
    filters=(
        Filter("state", _l("State"), tuple(FIRM_STATES.items())),
        Filter("kind", _l("Kind"), tuple(FIRM_KINDS.items())),
    ),
    acts=tuple(
        Act[OrganisationRow](
            label,
            "/api/v1/organisations/{id}/decision",
            "PUT",
            reason=True,
            kind="still" if state == APPROVED else "danger",
            fields={"state": state},
            offered=lambda row, state=state: state in FOLLOWING[row.organisation.state],  # type: ignore[misc]
        )
        for state, label in ((APPROVED, _l("Approve")), (REJECTED, _l("Reject")), (SUSPENDED, _l("Suspend")))
    ),
    order=30,
)
WAITING = Waiting(
    _l("Organisations to approve"),
    "building",
    "/staff/organisations?state=pending",
    DECIDING,
    _waiting_organisations,
)
