"""Bookings in and out of the API."""

from typing import Literal

from pydantic import Field

from hutong.accounts import mobiles
from hutong.accounts.queries import Contact, PersonCard
from hutong.booking import policies
from hutong.booking.models import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    EXPIRED,
    HELD,
    PAID,
    REFUNDED,
    REJECTED,
    REQUESTED,
    Booking,
    Line,
    Transition,
)
from hutong.booking.policies import LineRefund, Step
from hutong.booking.queries import View
from hutong.kernel import clock, i18n
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, MoneyIn, Out, ShownId, Text
from hutong.media import queries as media
from hutong.payments.schemas import PaymentOut

GROUPS: dict[str, tuple[str, ...]] = {
    "waiting": (REQUESTED, ACCEPTED, HELD),
    "coming": (PAID,),
    "past": (COMPLETED,),
    "ended": (REJECTED, EXPIRED, CANCELLED, REFUNDED),
}
STATES = (REQUESTED, ACCEPTED, HELD, PAID, COMPLETED, REJECTED, EXPIRED, CANCELLED, REFUNDED)
PICTURE = 640  # pixels


class BookingsQuery(PageQuery):
    """Which bookings are listed; a state may also be a group: waiting, coming, past, ended."""

    side: Literal["guest", "seller"] = Field("guest", alias="as")
    state: list[Literal["waiting", "coming", "past", "ended", *STATES]] = Field([], max_length=9)  # type: ignore[valid-type]

    @property
    def states(self) -> set[str]:
        """The states that are asked for; none: all."""
        return {state for name in self.state for state in GROUPS.get(name, (name,))}


class DecisionIn(In):
    """The host's yes or no; a no says why."""

    accept: bool
    reason: Text = Field("", max_length=500)


class CancellationQuery(In):
    """Which lines would be called off; none: all."""

    lines: list[ShownId] = Field([], max_length=100)


class CancellationIn(In):
    """Calling off; `refund` is what was shown, `lines` which of them (none: all)."""

    lines: list[ShownId] = Field([], max_length=100)
    refund: MoneyIn | None = None
    reason: Text = Field("", max_length=500)


class StaffCancellationIn(In):
    """Calling off in the staff's name, all of it or these `lines` of a paid one; both sides read the reason.

    `whole` gives all back that was paid for it, else its policy says.
    """

    lines: list[ShownId] = Field([], max_length=100)
    whole: bool = False
    refund: MoneyIn | None = None
    reason: Text = Field(min_length=1, max_length=500)


class CancelledOut(Out):
    """What became of a booking that staff called off."""

    id: ShownId
    state: str
    refund: int
    currency: str


class PartyOut(Out):
    """Guest or host; the number is masked until the booking is paid."""

    id: ShownId
    name: str
    verified: bool
    mobile: str | None = None

    @classmethod
    def of(cls, person: PersonCard | None, person_id: int, contact: Contact | None, name: str = "") -> "PartyOut":
        """A person as the other side sees them."""
        mobile = contact.mobile if contact else None
        return cls(
            id=person_id,
            name=person.name if person else name,
            verified=person.verified if person else False,
            mobile=mobiles.national(mobile) if mobile else None,
        )


class LineOut(Out):
    """One line of the price; `discount` is its share of coupon and points, `refund` what came back of it."""

    id: ShownId
    kind: str
    title: str
    slot: str | None
    price: int
    discount: int
    state: str
    refund: int

    @classmethod
    def of(cls, line: Line) -> "LineOut":
        """In the reader's language."""
        return cls(
            id=line.id,
            kind=line.kind,
            title=named(line),
            slot=line.label or None,
            price=line.price,
            discount=line.discount,
            state=line.state,
            refund=line.refund,
        )


class StepOut(Out):
    """One step of a booking."""

    at: At
    by: str
    before: str
    state: str
    reason: str

    @classmethod
    def of(cls, step: Transition) -> "StepOut":
        """From the row."""
        return cls(at=step.at, by=step.role, before=step.before, state=step.after, reason=step.reason)


class BookingOut(Out):
    """A booking. `actions` is what the reader may do now; `due` is what it costs: the total and the deposit.

    `discount` is what a coupon and points took off; `credit` what an exchanged booking brought; `to_pay` what is left.
    A sale at the counter has a `method`.
    """

    id: ShownId
    kind: str
    state: str
    title: str
    total: int
    deposit: int
    due: int
    to_pay: int
    credit: int
    discount: int
    coupon: str
    points: int
    method: str
    refund: int
    currency: str
    created_at: At
    expires_at: At | None
    starts_at: At
    ends_at: At
    check_in: str | None
    check_out: str | None
    nights: int | None
    guests: int | None
    message: str
    reason: str
    link: str
    picture: str | None
    lines: list[LineOut]
    history: list[StepOut]
    customer: PartyOut
    seller: PartyOut
    actions: list[str]
    payment: PaymentOut | None = None

    @classmethod
    def of(
        cls, view: View, reader_id: int, contact: Contact | None = None, payment: PaymentOut | None = None
    ) -> "BookingOut":
        """As guest or host see it; `contact` is the other side's."""
        booking, facts = view.booking, view.booking.facts
        reads_as_host = reader_id != booking.customer_id
        return cls(
            id=booking.id,
            kind=booking.kind,
            state=booking.state,
            title=named(booking),
            total=booking.total,
            deposit=booking.deposit,
            due=booking.due,
            to_pay=booking.to_pay,
            credit=booking.credit,
            discount=booking.discount,
            coupon=booking.coupon,
            points=booking.points,
            method=booking.method,
            refund=booking.refund,
            currency=booking.currency,
            created_at=booking.made_at,
            expires_at=booking.expires_at,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            check_in=facts.get("check_in"),
            check_out=facts.get("check_out"),
            nights=facts.get("nights"),
            guests=facts.get("guests"),
            message=facts.get("message", ""),
            reason=booking.reason,
            link=booking.link,
            picture=media.url(view.picture, PICTURE) if view.picture else None,
            lines=[LineOut.of(line) for line in view.lines],
            history=[StepOut.of(step) for step in view.history],
            customer=PartyOut.of(view.customer, booking.customer_id, contact if reads_as_host else None),
            seller=PartyOut.of(view.seller, booking.seller_id, None if reads_as_host else contact, view.seller_name),
            actions=policies.allowed(booking, reader_id),
            payment=payment,
        )


class RefundLineOut(Out):
    """What comes back of one line."""

    id: ShownId
    title: str
    price: int
    percent: int
    refund: int

    @classmethod
    def of(cls, part: LineRefund) -> "RefundLineOut":
        """In the reader's language; the price is what was paid for it and has not gone back."""
        line = part.line
        return cls(
            id=line.id, title=named(line), price=line.net - line.refund, percent=part.percent, refund=part.amount
        )


class RefundStepOut(Out):
    """Until an instant, so much comes back; null: from the last one on."""

    until: At | None
    percent: int
    refund: int

    @classmethod
    def of(cls, step: Step) -> "RefundStepOut":
        """From the value."""
        return cls(until=step.until, percent=step.percent, refund=step.amount)


class CancellationOut(Out):
    """What calling off would give back now, and how that shrinks."""

    refund: int
    currency: str
    lines: list[RefundLineOut]
    steps: list[RefundStepOut]

    @classmethod
    def of(cls, booking: Booking, lines: list[Line], by_host: bool) -> "CancellationOut":
        """For this booking at this moment."""
        now = clock.now()
        parts = policies.refund_of(booking, lines, now, whole=by_host)
        return cls(
            refund=policies.sum_of(parts, booking),
            currency=booking.currency,
            lines=[RefundLineOut.of(part) for part in parts],
            steps=[] if by_host else [RefundStepOut.of(step) for step in policies.steps_of(booking, lines, now)],
        )


def named(row: Booking | Line) -> str:
    """A title in the reader's language."""
    return row.title_zh if i18n.language() == "zh" else row.title_en
