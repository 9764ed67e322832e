"""Questions about reviews."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from flask_babel import gettext as _
from sqlalchemy import BigInteger, Select, bindparam, case, exists, func, select

from hutong.accounts import queries as accounts
from hutong.accounts.queries import PersonCard
from hutong.booking.models import COMPLETED, LIVING, Booking
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.paging import Page, after, decode, encode, ordered, page
from hutong.media import queries as media
from hutong.media.models import Picture
from hutong.reviews import subjects
from hutong.reviews.models import GUEST, HOST, WINDOW_MS, HelpfulVote, Review, ReviewScore
from hutong.reviews.schemas import AspectOut, AuthorOut, ReviewOut, ThumbOut
from hutong.reviews.subjects import Aspect

AVATAR = 320  # pixels
Side = Literal["guest", "host"]
_NEWEST = ((Review.visible_at, True), (Review.id, True))


@dataclass(frozen=True)
class AspectScore:
    """The mean of one aspect."""

    code: str
    label: str
    mean: float
    count: int


@dataclass(frozen=True)
class Score:
    """What the reviews of a subject come to."""

    count: int = 0
    mean: float | None = None
    aspects: tuple[AspectScore, ...] = ()


@dataclass(frozen=True)
class Board:
    """What the reviews of a subject come to, and a page of them."""

    score: Score
    page: Page[ReviewOut]


@dataclass(frozen=True)
class Votes:
    """How many found a review helpful, and whether the reader did."""

    helpful: int = 0
    mine: bool = False


@dataclass(frozen=True)
class Standing:
    """How a person stands to the reviews of a booking. `state` says whether they may write:
    open, written, early, late, or none (this side is not reviewed)."""

    booking: Booking
    side: Side  # whom they review
    subject: str | None
    reviewed_id: int
    state: Literal["open", "written", "early", "late", "none"]
    until: int
    alone: bool  # the other side writes no reviews: nothing to wait for
    mine: Review | None
    theirs: Review | None  # only where it may be read

    @property
    def aspects(self) -> tuple[Aspect, ...]:
        """What they may score."""
        return subjects.aspects(self.subject) if self.subject else ()


def standing(booking_id: int, person_id: int) -> Standing:
    """How a person stands to the reviews of a booking; raises NotFound for strangers."""
    booking = session().get(Booking, booking_id)
    if booking is None or person_id not in (booking.customer_id, booking.seller_id):
        raise NotFound
    side, reviewed_id = (HOST, booking.seller_id) if person_id == booking.customer_id else (GUEST, booking.customer_id)
    known = subjects.reviewable(booking) or subjects.Reviewable()
    subject, other = (known.host, known.guest) if side == HOST else (known.guest, known.host)
    rows = session().scalars(select(Review).where(Review.booking_id == booking_id)).all()
    mine = next((row for row in rows if row.author_id == person_id), None)
    theirs = next((row for row in rows if row.author_id != person_id and row.visible), None)
    return Standing(
        booking=booking,
        side=cast(Side, side),
        subject=subject,
        reviewed_id=reviewed_id,
        state=_state(booking, subject, mine),
        until=booking.ends_at + WINDOW_MS,
        alone=other is None,
        mine=mine,
        theirs=theirs,
    )


def page_of(subject: str, limit: int, cursor: str | None = None, viewer_id: int | None = None) -> Page[ReviewOut]:
    """The reviews of a subject that everybody may read, newest first; at most three statements. Raises Invalid."""
    return board(subject, limit, cursor, viewer_id).page


def board(subject: str, limit: int, cursor: str | None = None, viewer_id: int | None = None) -> Board:
    """The same with the score of the subject, in as many statements; no reviews, no score. Raises Invalid."""
    wanted = _visible(limit)
    if cursor:
        wanted = wanted.where(after(_NEWEST, decode(cursor, int, int)))
    asked = {"subject": subject, "now": clock.now(), "viewer": viewer_id or 0}
    rows = session().execute(wanted, asked).all()
    listed: Page[Any] = page(rows, limit, lambda row: encode(row[0].visible_at, row[0].id), lambda row: row)
    votes = {row[0].id: Votes(row[2], bool(row[3])) for row in listed.items}
    items = _shown_all([row[0] for row in listed.items], votes, viewer_id)
    return Board(_score(rows[0][1]) if rows and rows[0][1] else Score(), Page(items=items, next=listed.next))


@cache
def _visible(limit: int) -> Select[Any]:
    """The newest reviews that everybody may read, with score and votes: every page of a subject asks it, made once."""
    of_review = HelpfulVote.review_id == Review.id
    helpful = select(func.count()).where(of_review).scalar_subquery()
    voted = exists().where(of_review, HelpfulVote.person_id == bindparam("viewer"))
    wanted = select(Review, ReviewScore, helpful, voted).outerjoin(ReviewScore, ReviewScore.subject == Review.subject)
    readable = Review.visible_at <= bindparam("now", type_=BigInteger())
    wanted = wanted.where(Review.subject == bindparam("subject"), readable, Review.hidden_at.is_(None))
    return ordered(wanted, _NEWEST, None).limit(limit + 1)


def shown(rows: Sequence[Review], viewer_id: int | None = None) -> list[ReviewOut]:
    """Reviews as they are read, with their authors, pictures and votes: at most three statements."""
    if not rows:
        return []
    mine = func.sum(case((HelpfulVote.person_id == viewer_id, 1), else_=0))
    counted = select(HelpfulVote.review_id, func.count(), mine).group_by(HelpfulVote.review_id)
    found = session().execute(counted.where(HelpfulVote.review_id.in_([row.id for row in rows])))
    return _shown_all(rows, {row[0]: Votes(int(row[1]), bool(row[2])) for row in found}, viewer_id)


def _shown_all(rows: Sequence[Review], votes: Mapping[int, Votes], viewer_id: int | None) -> list[ReviewOut]:
    people = accounts.people({row.author_id for row in rows} | {row.reviewed_id for row in rows if row.answered_at})
    wanted = {picture for row in rows for picture in row.pictures}
    wanted |= {person.avatar_id for person in people.values() if person.avatar_id}
    pictures = media.pictures(wanted)
    return [_shown(row, people, pictures, votes.get(row.id, Votes()), viewer_id) for row in rows]


def summary(wanted: Iterable[str]) -> dict[str, Score]:
    """What the reviews of subjects come to, in one statement; every subject has an entry."""
    names = set(wanted)
    if not names:
        return {}
    rows = session().scalars(select(ReviewScore).where(ReviewScore.subject.in_(sorted(names))))
    return {**dict.fromkeys(names, Score()), **{row.subject: _score(row) for row in rows}}


def _state(
    booking: Booking, subject: str | None, mine: Review | None
) -> Literal["open", "written", "early", "late", "none"]:
    if mine is not None:
        return "written"
    if subject is None or booking.state not in LIVING:
        return "none"
    if booking.state != COMPLETED or booking.ends_at > clock.now():
        return "early"
    return "open" if clock.now() < booking.ends_at + WINDOW_MS else "late"


def _score(row: ReviewScore) -> Score:
    aspects = tuple(
        AspectScore(
            aspect.code,
            str(aspect.label),
            round(row.aspects[aspect.code][0] / row.aspects[aspect.code][1], 2),
            row.aspects[aspect.code][1],
        )
        for aspect in subjects.aspects(row.subject)
        if aspect.code in row.aspects
    )
    return Score(row.count, round(row.total / row.count, 2) if row.count else None, aspects)


def _shown(
    row: Review,
    people: Mapping[int, PersonCard],
    pictures: Mapping[int, Picture],
    votes: Votes,
    viewer_id: int | None,
) -> ReviewOut:
    author, answering = people.get(row.author_id), people.get(row.reviewed_id)
    avatar = pictures.get(author.avatar_id) if author and author.avatar_id else None
    return ReviewOut(
        id=row.id,
        subject=row.subject,
        side=cast(Side, row.side),
        author=AuthorOut(
            id=row.author_id,
            name=author.name if author else _("Somebody who has left"),
            avatar_url=media.url(avatar, AVATAR) if avatar else None,
        ),
        overall=row.overall,
        aspects=[
            AspectOut(code=aspect.code, label=str(aspect.label), score=row.scores[aspect.code])
            for aspect in subjects.aspects(row.subject)
            if aspect.code in row.scores
        ],
        text=row.text,
        pictures=[ThumbOut.of(pictures[each]) for each in row.pictures if each in pictures],
        visible=row.visible,
        visible_at=row.visible_at,
        made_at=row.made_at,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=answering.name if answering else "",
        helpful=votes.helpful,
        voted=votes.mine,
        mine=row.author_id == viewer_id,
        may_vote=row.visible and viewer_id not in (None, row.author_id, row.reviewed_id),
    )
