"""Cases in and out of the API."""

from typing import Annotated, Any, Literal

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, Field, field_validator, model_validator

from hutong.booking.models import Case, CaseStatement
from hutong.booking.models.cases import MOST_PICTURES
from hutong.booking.queries import CaseView
from hutong.kernel import clock
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, MoneyIn, Out, ShownId, Text, Whole
from hutong.media import queries as media
from hutong.media.models import Picture
from hutong.media.schemas import Upload

SHOWN_FOR = clock.HOUR  # evidence is nobody else's business: its addresses open for so long
MOST_TEXT = 2000


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError(_l("Please fill this in."))
    return text


Said = Annotated[Text, AfterValidator(_said)]


class EvidenceIn(In):
    """What somebody says, with pictures: ids of one's own; a form may send the files themselves as `photos`."""

    text: Text = Field("", max_length=MOST_TEXT)
    pictures: list[ShownId] = Field(default_factory=list, max_length=MOST_PICTURES)
    photos: list[Upload] = Field(default_factory=list, max_length=MOST_PICTURES)


class LineRefundIn(In):
    """How much of a line goes back; a plain form writes it as "line=minor units"."""

    line: ShownId
    amount: MoneyIn

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        line, _, amount = given.partition("=")
        return {"line": line, "amount": int(amount) if amount.isascii() and amount.isdigit() else amount}


class FiguresIn(In):
    """What is to change hands. With `lines`, `refund` is their sum and may be left out."""

    refund: MoneyIn = 0
    deposit: MoneyIn = 0
    lines: list[LineRefundIn] = Field(default_factory=list, max_length=200)

    @field_validator("lines")
    @classmethod
    def _each_once(cls, given: list[LineRefundIn]) -> list[LineRefundIn]:
        if len({part.line for part in given}) != len(given):
            raise ValueError(_l("A line stands here twice."))
        return given

    @property
    def back(self) -> int:
        """What goes back to the guest."""
        return self.refund if "refund" in self.model_fields_set or not self.lines else sum(self.by_line.values())

    @property
    def by_line(self) -> dict[int, int]:
        """What of it is of which line; nothing where only a sum is said."""
        return {part.line: part.amount for part in self.lines if part.amount}


class CaseIn(EvidenceIn, FiguresIn):
    """A case: what happened, and what is wanted: a refund for the guest, or so much of the deposit for the host."""

    kind: Literal["dispute", "deposit"] = "dispute"
    text: Said = Field(max_length=MOST_TEXT)


class OfferIn(EvidenceIn, FiguresIn):
    """An offer; only staff can say that the platform bears the refund."""

    borne_by: Literal["seller", "platform"] = "seller"


class AnswerIn(EvidenceIn):
    """Yes or no to the offer of this number."""

    accept: bool
    offer: Whole = Field(ge=1, le=10_000)


class CaseDecisionIn(FiguresIn):
    """How staff settle a case."""

    borne_by: Literal["seller", "platform"] = "seller"
    reason: Said = Field(max_length=MOST_TEXT)


class CasesQuery(PageQuery):
    """Which cases staff look at."""

    state: Literal["open", "review", "agreed", "decided", "withdrawn"] | None = None


class CaseStepOut(Out):
    """One step of a case; pictures open for an hour."""

    at: At
    by: str
    step: str
    text: str
    pictures: list[str]
    figures: dict[str, Any] | None

    @classmethod
    def of(cls, row: CaseStatement, shown: dict[int, Picture]) -> "CaseStepOut":
        """From the row."""
        until = clock.now() + SHOWN_FOR
        urls = [media.url(shown[number], 960, until=until) for number in row.pictures if number in shown]
        return cls(at=row.at, by=row.role, step=row.step, text=row.text, pictures=urls, figures=row.figures)


class LineRefundOut(Out):
    """What goes back of a line."""

    line: ShownId
    amount: int


class CaseOut(Out):
    """A case. `offer` is the one on the table, `offer_lines` of which lines where it says so; `refund` and `deposit`
    are what came of it.
    """

    id: ShownId
    booking: ShownId
    kind: str
    state: str
    opened_by: str
    made_at: At
    answer_by: At
    offer: int
    offer_refund: int
    offer_deposit: int
    offer_borne_by: str
    offer_lines: list[LineRefundOut]
    guest_agrees: bool
    host_agrees: bool
    refund: int
    deposit: int
    borne_by: str
    settled_at: At | None
    currency: str
    steps: list[CaseStepOut]

    @classmethod
    def of(cls, view: CaseView) -> "CaseOut":
        """With all its steps."""
        case = view.case
        return cls(
            **{name: getattr(case, name) for name in _SAME},
            booking=case.booking_id,
            offer_deposit=case.offer_taken,
            offer_lines=[LineRefundOut(line=line, amount=amount) for line, amount in case.offer_by_line.items()],
            deposit=case.taken,
            currency=view.booking.currency,
            steps=[CaseStepOut.of(step, view.pictures) for step in view.steps],
        )


class CaseRowOut(Out):
    """A case in a list."""

    id: ShownId
    booking: ShownId
    kind: str
    state: str
    opened_by: str
    made_at: At
    offer_refund: int
    offer_deposit: int

    @classmethod
    def of(cls, case: Case) -> "CaseRowOut":
        """From the row."""
        same = {name: getattr(case, name) for name in ("id", "kind", "state", "opened_by", "made_at", "offer_refund")}
        return cls(**same, booking=case.booking_id, offer_deposit=case.offer_taken)


class CasesOut(Out):
    """The cases of a booking, newest first."""

    items: list[CaseRowOut]


_SAME = (
    "id", "kind", "state", "opened_by", "made_at", "answer_by", "offer", "offer_refund", "offer_borne_by",
    "guest_agrees", "host_agrees", "refund", "borne_by", "settled_at",
)  # fmt: skip
