"""Shapes of booking. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from hutong_client.wire import Upload


class AttachedOut(TypedDict):
    """A picture of a message."""

    id: str
    url: str
    srcset: str
    width: int
    height: int
    alt: str


class BookingsDecisionIn(TypedDict):
    """The host's yes or no; a no says why."""

    accept: bool
    reason: NotRequired[str]


class CancellationIn(TypedDict):
    """Calling off; `refund` is what was shown, `lines` which of them (none: all)."""

    lines: NotRequired[list[str]]
    refund: NotRequired[int | None]
    reason: NotRequired[str]


class CancellationOut(TypedDict):
    """What calling off would give back now, and how that shrinks."""

    refund: int
    currency: str
    lines: list[RefundLineOut]
    steps: list[RefundStepOut]


class CancelledOut(TypedDict):
    """What became of a booking that staff called off."""

    id: str
    state: str
    refund: int
    currency: str


class CaseDecisionIn(TypedDict):
    """How staff settle a case."""

    refund: NotRequired[int]
    deposit: NotRequired[int]
    lines: NotRequired[list[LineRefundIn]]
    borne_by: NotRequired[Literal["seller", "platform"]]
    reason: str


class CaseIn(TypedDict):
    """A case: what happened, and what is wanted: a refund for the guest, or so much of the deposit for the host."""

    refund: NotRequired[int]
    deposit: NotRequired[int]
    lines: NotRequired[list[LineRefundIn]]
    text: str
    pictures: NotRequired[list[str]]
    photos: NotRequired[list[Upload]]
    kind: NotRequired[Literal["dispute", "deposit"]]


class CaseRowOut(TypedDict):
    """A case in a list."""

    id: str
    booking: str
    kind: str
    state: str
    opened_by: str
    made_at: str
    offer_refund: int
    offer_deposit: int


class CaseStepOut(TypedDict):
    """One step of a case; pictures open for an hour."""

    at: str
    by: str
    step: str
    text: str
    pictures: list[str]
    figures: dict[str, Any] | None


class CasesAnswerIn(TypedDict):
    """Yes or no to the offer of this number."""

    text: NotRequired[str]
    pictures: NotRequired[list[str]]
    photos: NotRequired[list[Upload]]
    accept: bool
    offer: int


class CasesCaseOut(TypedDict):
    """A case. `offer` is the one on the table, `offer_lines` of which lines where it says so; `refund` and `deposit`"""

    id: str
    booking: str
    kind: str
    state: str
    opened_by: str
    made_at: str
    answer_by: str
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
    settled_at: str | None
    currency: str
    steps: list[CaseStepOut]


class CasesOut(TypedDict):
    """The cases of a booking, newest first."""

    items: list[CaseRowOut]


class EvidenceIn(TypedDict):
    """What somebody says, with pictures: ids of one's own; a form may send the files themselves as `photos`."""

    text: NotRequired[str]
    pictures: NotRequired[list[str]]
    photos: NotRequired[list[Upload]]


class InvoiceAskIn(TypedDict):
    """For whom an invoice is to be written; a firm's carries its tax number."""

    kind: Literal["personal", "company"]
    title: str
    tax_number: NotRequired[str]
    email: str


class LineRefundIn(TypedDict):
    """How much of a line goes back; a plain form writes it as "line=minor units"."""

    line: str
    amount: int


class LineRefundOut(TypedDict):
    """What goes back of a line."""

    line: str
    amount: int


class MessageIn(TypedDict):
    """A message: a text, pictures, or both."""

    text: NotRequired[str]
    picture_ids: NotRequired[list[str]]


class MessageOut(TypedDict):
    """A message; `mine` says on whose side it was written. Ways to reach each other show once it is confirmed."""

    id: str
    author: str
    mine: bool
    text: str
    pictures: list[AttachedOut]
    made_at: str


class MessagesOut(TypedDict):
    """Messages, oldest first; `read` is the last one that the other side has read."""

    items: list[MessageOut]
    read: str | None
    earlier: str | None


class MessagesReadIn(TypedDict):
    """Up to which message one has read."""

    until: str


class OfferIn(TypedDict):
    """An offer; only staff can say that the platform bears the refund."""

    refund: NotRequired[int]
    deposit: NotRequired[int]
    lines: NotRequired[list[LineRefundIn]]
    text: NotRequired[str]
    pictures: NotRequired[list[str]]
    photos: NotRequired[list[Upload]]
    borne_by: NotRequired[Literal["seller", "platform"]]


class RefundLineOut(TypedDict):
    """What comes back of one line."""

    id: str
    title: str
    price: int
    percent: int
    refund: int


class RefundStepOut(TypedDict):
    """Until an instant, so much comes back; null: from the last one on."""

    until: str | None
    percent: int
    refund: int


class StaffCancellationIn(TypedDict):
    """Calling off in the staff's name, all of it or these `lines` of a paid one; both sides read the reason."""

    lines: NotRequired[list[str]]
    whole: NotRequired[bool]
    refund: NotRequired[int | None]
    reason: str


class ThreadOut(TypedDict):
    """A booking in the inbox."""

    booking_id: str
    title: str
    other: str
    as_host: bool
    unread: bool
    last: str
    at: str
