"""What the staff's frame lists of reviews."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from hutong.accounts import queries as accounts
from hutong.accounts.models import Permission
from hutong.accounts.queries import PersonCard
from hutong.kernel import clock, desk, ids
from hutong.kernel.db import session
from hutong.kernel.desk import Act, Asked, Column, Filter, Link, Rows, StaffList, Waiting
from hutong.reviews import subjects
from hutong.reviews.models import WAITING, ReportCase, Review
from hutong.reviews.subjects import Card


@dataclass(frozen=True)
class ReviewRow:
    """A review, who wrote it and about what."""

    review: Review
    author: PersonCard | None
    card: Card | None

    @property
    def state(self) -> str:
        """Hidden, not readable yet, or visible."""
        if self.review.hidden_at is not None:
            return "hidden"
        return "visible" if self.review.visible_at <= clock.now() else "early"


STATES = {"visible": _l("Visible"), "early": _l("Not readable yet"), "hidden": _l("Hidden")}
TONES = {"visible": "free", "early": "waiting", "hidden": "bad"}
STARS = tuple((str(number), "★" * number) for number in range(5, 0, -1))


def found(asked: Asked) -> Rows[ReviewRow]:
    """Reviews, newest first, with authors and cards in a few statements."""
    query = select(Review)
    if asked["stars"]:
        query = query.where(Review.overall == int(asked["stars"]))
    if asked["state"] == "hidden":
        query = query.where(Review.hidden_at.is_not(None))
    elif asked["state"] == "early":
        query = query.where(Review.hidden_at.is_(None), Review.visible_at > clock.now())
    elif asked["state"] == "visible":
        query = query.where(Review.hidden_at.is_(None), Review.visible_at <= clock.now())
    return desk.keyset(query, asked, {"newest": [(Review.id, True)], "oldest": [(Review.id, False)]}, _rows)


def _rows(rows: Sequence[Review]) -> list[ReviewRow]:
    authors = accounts.people(row.author_id for row in rows)
    cards = subjects.cards(row.subject for row in rows)
    return [ReviewRow(row, authors.get(row.author_id), cards.get(row.subject)) for row in rows]


def _waiting() -> int:
    return session().scalar(select(func.count()).where(ReportCase.state.in_(WAITING))) or 0


REVIEWS = StaffList[ReviewRow](
    "reviews",
    _l("Reviews"),
    "star",
    group="content",
    needs=Permission.MODERATE,
    rows=found,
    key=lambda row: f"review:{ids.show(row.review.id)}",
    columns=(
        Column(
            _l("Reported thing"),
            lambda row: row.card.title if row.card else row.review.subject.partition(":")[0],
            href=lambda row: row.card.href if row.card else None,
        ),
        Column(_l("Stars"), lambda row: row.review.overall, "number"),
        Column(_l("Text"), lambda row: row.review.text[:300]),
        Column(_l("By"), lambda row: row.author.name if row.author else ""),
        Column(
            _l("State"),
            lambda row: STATES[row.state],
            "tag",
            tone=lambda row: TONES[row.state],
            note=lambda row: row.review.hidden_reason,
        ),
        Column(_l("Written"), lambda row: row.review.made_at, "moment"),
    ),
    filters=(Filter("state", _l("State"), tuple(STATES.items())), Filter("stars", _l("Stars"), STARS)),
    sorts=(("newest", _l("Newest first")), ("oldest", _l("Oldest first"))),
    acts=(
        Act(
            _l("Hide"),
            "/api/v1/takedowns/{id}",
            "PUT",
            needs=Permission.MODERATE,
            reason=True,
            kind="danger",
            offered=lambda row: row.state != "hidden",
        ),
        Act(
            _l("Show again"),
            "/api/v1/takedowns/{id}/restoration",
            needs=Permission.MODERATE,
            reason=True,
            offered=lambda row: row.state == "hidden",
        ),
    ),
    order=20,
)
REPORTS = Link("content", _l("Reports"), "/staff/reports", "flag", Permission.MODERATE, order=10)
REPORTED = Waiting(_l("Reports to decide"), "flag", "/staff/reports", Permission.MODERATE, _waiting, order=10)
