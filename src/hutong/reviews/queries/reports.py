"""Questions about what was reported."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.paging import Page, decode, encode, ordered, page
from hutong.reviews import subjects
from hutong.reviews.models import APPEALED, DECISIONS, HIDDEN, HIDE, WAITING, Report, ReportCase
from hutong.reviews.schemas import CaseQuery
from hutong.reviews.subjects import Card

LATEST = 3


@dataclass(frozen=True)
class CaseRow:
    """A case and all that a moderator needs to decide it."""

    case: ReportCase
    card: Card | None
    kind: str
    reasons: dict[str, int]
    latest: list[Report]
    actions: list[str]  # what this moderator may decide
    mine: bool  # it is about something of the moderator's own
    mine_before: bool  # this moderator decided what is appealed against


def cases(query: CaseQuery, moderator_id: int) -> "Page[CaseRow]":
    """Cases, the newest first: three statements, and the cards of each kind. Raises Invalid."""
    wanted = select(ReportCase)
    if query.state == "waiting":
        wanted = wanted.where(ReportCase.state.in_(WAITING))
    elif query.state != "all":
        wanted = wanted.where(ReportCase.state == query.state)
    if query.kind:
        wanted = wanted.where(ReportCase.subject.startswith(f"{query.kind}:"))
    values = decode(query.cursor, int) if query.cursor else None
    rows = session().scalars(ordered(wanted, ((ReportCase.id, True),), values).limit(query.limit + 1)).all()
    listed = page(rows, query.limit, lambda row: encode(row.id), lambda row: row)
    return Page(items=_with_reports(listed.items, moderator_id), next=listed.next)


def case_row(case_id: int, moderator_id: int) -> CaseRow:
    """One case; raises NotFound."""
    found = session().get(ReportCase, case_id)
    if found is None:
        raise NotFound
    return _with_reports([found], moderator_id)[0]


def own_case(case_id: int, person_id: int) -> ReportCase:
    """The case about something of a person's own that was decided; raises NotFound."""
    found = session().get(ReportCase, case_id)
    if found is None or found.owner_id != person_id or found.decided_at is None:
        raise NotFound
    return found


def hidden_case(subject: str) -> ReportCase | None:
    """The case by which a subject is hidden, for its owner to read why."""
    hidden = (HIDDEN, APPEALED)
    return session().scalar(select(ReportCase).where(ReportCase.subject == subject, ReportCase.state.in_(hidden)))


def _with_reports(rows: Sequence[ReportCase], moderator_id: int) -> list[CaseRow]:
    if not rows:
        return []
    ids = [row.id for row in rows]
    reasons: dict[int, dict[str, int]] = defaultdict(dict)
    counted = select(Report.case_id, Report.reason, func.count()).where(Report.case_id.in_(ids))
    for case_id, reason, count in session().execute(counted.group_by(Report.case_id, Report.reason)):
        reasons[case_id][reason] = count
    latest = _latest(ids)
    cards = subjects.cards(row.subject for row in rows)
    return [_row(row, cards.get(row.subject), reasons[row.id], latest[row.id], moderator_id) for row in rows]


def _latest(case_ids: list[int]) -> dict[int, list[Report]]:
    """The latest few reports of each case, in one statement."""
    order = (Report.at.desc(), Report.person_id)
    place = func.row_number().over(partition_by=Report.case_id, order_by=order).label("place")
    numbered = select(Report.case_id, Report.person_id, place).where(Report.case_id.in_(case_ids)).subquery()
    same = (Report.case_id == numbered.c.case_id) & (Report.person_id == numbered.c.person_id)
    found: dict[int, list[Report]] = defaultdict(list)
    for row in session().scalars(
        select(Report).join(numbered, same).where(numbered.c.place <= LATEST).order_by(*order)
    ):
        found[row.case_id].append(row)
    return found


def _row(
    case: ReportCase, card: Card | None, reasons: dict[str, int], latest: list[Report], moderator_id: int
) -> CaseRow:
    kind = subjects.kind(case.subject)
    mine = case.owner_id == moderator_id
    before = case.state == APPEALED and case.decided_by == moderator_id
    possible = [action for state, action in DECISIONS if state == case.state]
    if kind is None or kind.hide is None:
        possible = [action for action in possible if action != HIDE]
    return CaseRow(
        case=case,
        card=card,
        kind=str(kind.label) if kind else case.subject.partition(":")[0],
        reasons=dict(sorted(reasons.items(), key=lambda item: -item[1])),
        latest=latest,
        actions=[] if mine or before else possible,
        mine=mine,
        mine_before=before,
    )
