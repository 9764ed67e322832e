"""Reviews, favourites and reports as JSON."""

from typing import Annotated, Any, Literal

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field, model_validator

from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, Out, ShownId, Text, Whole
from hutong.media import queries
from hutong.media.models import Picture
from hutong.media.schemas import PictureOut, Upload
from hutong.reviews.models import MOST_PICTURES, MOST_TEXT
from hutong.reviews.subjects import SubjectName

REASONS = {
    "misleading": _l("It is not as described"),
    "spam": _l("Spam or fraud"),
    "offensive": _l("Insulting or hateful"),
    "illegal": _l("Forbidden by law"),
    "dangerous": _l("Dangerous"),
    "privacy": _l("It shows private matters of somebody"),
    "other": _l("Something else"),
}
Reason = Literal["misleading", "spam", "offensive", "illegal", "dangerous", "privacy", "other"]
Action = Literal["hide", "dismiss", "restore"]
State = Literal["open", "appealed", "hidden", "dismissed", "restored"]
Score = Annotated[Whole, Field(ge=1, le=5)]


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError(_l("Please fill this in."))
    return text


Said = Annotated[Text, AfterValidator(_said)]


class ReviewIn(In):
    """A review. Pictures are ids of one's own; a form may send the files themselves as `photos`."""

    overall: Score = Field(description="1 to 5")
    scores: dict[Annotated[str, Field(max_length=32)], Score] = Field(
        default_factory=dict, max_length=20, description="1 to 5 for each aspect; forms send `scores.<aspect>`"
    )
    text: Text = Field("", max_length=MOST_TEXT)
    pictures: list[ShownId] = Field(default_factory=list, max_length=MOST_PICTURES)
    photos: list[Upload] = Field(default_factory=list, max_length=MOST_PICTURES)

    @model_validator(mode="before")
    @classmethod
    def gather(cls, data: Any) -> Any:
        """Forms are flat: `scores.cleanliness` goes into `scores`."""
        if not isinstance(data, dict) or "scores" in data:
            return data
        flat = {key: value for key, value in data.items() if not key.startswith("scores.")}
        scores = {key.removeprefix("scores."): value for key, value in data.items() if key.startswith("scores.")}
        return {**flat, "scores": {code: value for code, value in scores.items() if value != ""}}


class AnswerIn(In):
    """What the reviewed side says to a review."""

    text: Said = Field(max_length=MOST_TEXT)


class ThumbOut(PictureOut):
    """A picture with a small one to stand in a list."""

    thumb: str

    @classmethod
    def of(cls, picture: Picture) -> "ThumbOut":
        """A picture as it is shown."""
        return cls(**dict(PictureOut.of(picture)), thumb=queries.url(picture, 320))


class AuthorOut(Out):
    """Who wrote."""

    id: ShownId
    name: str
    avatar_url: str | None


class AspectOut(Out):
    """One aspect and its score; in a summary the mean."""

    code: str
    label: str
    score: float


class ReviewOut(Out):
    """A review as it is read; every author has taken part in a completed booking."""

    id: ShownId
    subject: SubjectName
    side: Literal["guest", "host"] = Field(description="who is reviewed")
    author: AuthorOut
    overall: int
    aspects: list[AspectOut]
    text: str
    pictures: list[ThumbOut]
    visible: bool
    visible_at: At = Field(description="when everybody can read it, at the latest")
    made_at: At
    answer: str
    answered_at: At | None
    answered_by: str
    helpful: int = Field(description="how many found it helpful")
    voted: bool = Field(description="whether you did")
    mine: bool = Field(description="whether you wrote it")
    may_vote: bool = Field(description="whether you may find it helpful: it is neither yours nor about you")


class HelpfulOut(Out):
    """How many found a review helpful."""

    helpful: int
    voted: bool


class AspectNameOut(Out):
    """An aspect that can be scored."""

    code: str
    label: str


class BookingReviewsOut(Out):
    """What the two sides of a booking say about each other, as far as you may read it."""

    state: Literal["open", "written", "early", "late", "none"] = Field(description="whether you may write")
    side: Literal["guest", "host"] = Field(description="whom you review")
    aspects: list[AspectNameOut]
    until: At = Field(description="until when both sides may write")
    mine: ReviewOut | None
    theirs: ReviewOut | None


class CardOut(Out):
    """What stands behind the name of a subject."""

    kind: str
    title: str
    href: str
    note: str
    picture: PictureOut | None
    live: bool = Field(description="whether everybody can see it now")


class FavouriteOut(Out):
    """Something you want to find again."""

    subject: SubjectName
    card: CardOut
    at: At


class ReportIn(In):
    """Something that should be looked at."""

    subject: SubjectName
    reason: Reason
    text: Text = Field("", max_length=1_000)

    @model_validator(mode="after")
    def explained(self) -> "ReportIn":
        """Something else must be said in words."""
        if self.reason == "other" and not self.text:
            raise ValueError(_l("Please say in words what is wrong."))
        return self


class ReportOut(Out):
    """What you reported."""

    subject: SubjectName
    reason: Reason
    text: str
    at: At


class CaseQuery(PageQuery):
    """Which cases."""

    state: Literal["waiting", "open", "appealed", "hidden", "dismissed", "restored", "all"] = Field(
        "waiting", description="waiting: open and appealed"
    )
    kind: str | None = Field(None, max_length=20, pattern="^[a-z]+$", description="of the subject: home, review")


class TakedownIn(In):
    """Why; its owner reads it."""

    reason: Said = Field(max_length=500)


class TakedownsIn(TakedownIn):
    """Several things, and why they are hidden; their owners read it."""

    ids: list[SubjectName] = Field(min_length=1, max_length=100, description="subjects such as home:0123456789ABC")


class SaidOut(Out):
    """One report, without who made it."""

    reason: Reason
    text: str
    at: At


class CaseOut(Out):
    """All that is reported about one subject."""

    id: ShownId
    subject: SubjectName
    title: str
    card: CardOut | None
    state: State
    count: int
    reasons: dict[str, int]
    latest: list[SaidOut]
    last_at: At
    decided_at: At | None
    decided_by: ShownId | None
    reason: str
    appeal: str
    appealed_at: At | None
    appeal_decided_at: At | None
    appeal_decided_by: ShownId | None
    appeal_reason: str
    actions: list[Action] = Field(description="what you may decide now")


class OwnCaseOut(Out):
    """What was decided about something of yours."""

    id: ShownId
    subject: SubjectName
    title: str
    state: State
    decided_at: At
    reason: str
    appeal: str
    appealed_at: At | None
    appeal_decided_at: At | None
    appeal_reason: str
    may_appeal: bool


class DecisionIn(In):
    """What becomes of what was reported, and why; the owner reads the reason."""

    action: Action
    reason: Said = Field(max_length=500)


class DecisionsIn(DecisionIn):
    """One decision for several cases."""

    ids: list[ShownId] = Field(min_length=1, max_length=100)


class DecidedOut(Out):
    """One case of several: its state now, or the code of the problem."""

    id: ShownId
    state: State | None
    problem: str | None
    detail: str | None


class DecisionsOut(Out):
    """What became of each of several cases."""

    items: list[DecidedOut]


class AppealIn(In):
    """Why something should not stay hidden."""

    text: Said = Field(max_length=MOST_TEXT)
