"""Shapes of reviews. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from hutong_client.shapes.shared import MediaPictureOut, ReviewOut
from hutong_client.wire import Upload


class AppealIn(TypedDict):
    """Why something should not stay hidden."""

    text: str


class AspectNameOut(TypedDict):
    """An aspect that can be scored."""

    code: str
    label: str


class BookingReviewsOut(TypedDict):
    """What the two sides of a booking say about each other, as far as you may read it."""

    state: Literal["open", "written", "early", "late", "none"]
    side: Literal["guest", "host"]
    aspects: list[AspectNameOut]
    until: str
    mine: ReviewOut | None
    theirs: ReviewOut | None


class DecidedOut(TypedDict):
    """One case of several: its state now, or the code of the problem."""

    id: str
    state: Literal["open", "appealed", "hidden", "dismissed", "restored"] | None
    problem: str | None
    detail: str | None


class DecisionsIn(TypedDict):
    """One decision for several cases."""

    action: Literal["hide", "dismiss", "restore"]
    reason: str
    ids: list[str]


class DecisionsOut(TypedDict):
    """What became of each of several cases."""

    items: list[DecidedOut]


class FavouriteOut(TypedDict):
    """Something you want to find again."""

    subject: str
    card: ReviewsCardOut
    at: str


class HelpfulOut(TypedDict):
    """How many found a review helpful."""

    helpful: int
    voted: bool


class OwnCaseOut(TypedDict):
    """What was decided about something of yours."""

    id: str
    subject: str
    title: str
    state: Literal["open", "appealed", "hidden", "dismissed", "restored"]
    decided_at: str
    reason: str
    appeal: str
    appealed_at: str | None
    appeal_decided_at: str | None
    appeal_reason: str
    may_appeal: bool


class ReportIn(TypedDict):
    """Something that should be looked at."""

    subject: str
    reason: Literal["misleading", "spam", "offensive", "illegal", "dangerous", "privacy", "other"]
    text: NotRequired[str]


class ReviewsAnswerIn(TypedDict):
    """What the reviewed side says to a review."""

    text: str


class ReviewsCardOut(TypedDict):
    """What stands behind the name of a subject."""

    kind: str
    title: str
    href: str
    note: str
    picture: MediaPictureOut | None
    live: bool


class ReviewsCaseOut(TypedDict):
    """All that is reported about one subject."""

    id: str
    subject: str
    title: str
    card: ReviewsCardOut | None
    state: Literal["open", "appealed", "hidden", "dismissed", "restored"]
    count: int
    reasons: dict[str, int]
    latest: list[SaidOut]
    last_at: str
    decided_at: str | None
    decided_by: str | None
    reason: str
    appeal: str
    appealed_at: str | None
    appeal_decided_at: str | None
    appeal_decided_by: str | None
    appeal_reason: str
    actions: list[Literal["hide", "dismiss", "restore"]]


class ReviewsDecisionIn(TypedDict):
    """What becomes of what was reported, and why; the owner reads the reason."""

    action: Literal["hide", "dismiss", "restore"]
    reason: str


class ReviewsReportOut(TypedDict):
    """What you reported."""

    subject: str
    reason: Literal["misleading", "spam", "offensive", "illegal", "dangerous", "privacy", "other"]
    text: str
    at: str


class ReviewsReviewIn(TypedDict):
    """A review. Pictures are ids of one's own; a form may send the files themselves as `photos`."""

    overall: int
    scores: NotRequired[dict[str, int]]
    text: NotRequired[str]
    pictures: NotRequired[list[str]]
    photos: NotRequired[list[Upload]]


class SaidOut(TypedDict):
    """One report, without who made it."""

    reason: Literal["misleading", "spam", "offensive", "illegal", "dangerous", "privacy", "other"]
    text: str
    at: str


class TakedownIn(TypedDict):
    """Why; its owner reads it."""

    reason: str


class TakedownsIn(TypedDict):
    """Several things, and why they are hidden; their owners read it."""

    reason: str
    ids: list[str]
