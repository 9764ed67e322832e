"""A booking told to its readers: what state it is in, how it came there, and what comes next."""

from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking.models import (
    ACCEPTED,
    CANCELLED,
    COMPLETED,
    EXPIRED,
    HELD,
    LIVING,
    PAID,
    REFUNDED,
    REJECTED,
    REQUESTED,
    Booking,
    Transition,
)
from hutong.booking.parties import GUEST, HOST
from hutong.booking.queries import View
from hutong.kernel.pages import show_moment, show_money


class Tag(NamedTuple):
    """A word about a state, its colour and icon."""

    text: Any
    kind: str
    icon: str


class Stage(NamedTuple):
    """A step in the list of steps."""

    label: str
    when: str
    note: str
    state: str


TAGS = {
    REQUESTED: Tag(_l("Waiting for an answer"), "waiting", "hourglass-split"),
    ACCEPTED: Tag(_l("Accepted, to be paid"), "waiting", "credit-card"),
    HELD: Tag(_l("To be paid"), "waiting", "credit-card"),
    PAID: Tag(_l("Confirmed"), "free", "check-circle"),
    COMPLETED: Tag(_l("Completed"), "over", "check2"),
    REJECTED: Tag(_l("Rejected"), "bad", "x-circle"),
    EXPIRED: Tag(_l("Expired"), "over", "clock-history"),
    CANCELLED: Tag(_l("Cancelled"), "over", "x-circle"),
    REFUNDED: Tag(_l("Refunded"), "over", "arrow-counterclockwise"),
}
LABELS = {
    REQUESTED: _l("Requested"),
    ACCEPTED: _l("Accepted"),
    HELD: _l("Reserved"),
    PAID: _l("Paid"),
    COMPLETED: _l("Completed"),
    REJECTED: _l("Rejected"),
    EXPIRED: _l("Expired"),
    CANCELLED: _l("Cancelled"),
    REFUNDED: _l("Refunded"),
}
COMING = {
    REQUESTED: (_l("The host answers"), _l("You pay"), _l("You arrive")),
    ACCEPTED: (_l("You pay"), _l("You arrive")),
    HELD: (_l("You pay"), _l("You arrive")),
    PAID: (_l("You arrive"),),
}
COMING_HOST = {
    REQUESTED: (_l("You answer"), _l("The guest pays"), _l("The stay")),
    ACCEPTED: (_l("The guest pays"), _l("The stay")),
    HELD: (_l("The guest pays"), _l("The stay")),
    PAID: (_l("The stay"),),
}
GONE = (REJECTED, EXPIRED, CANCELLED, REFUNDED)
BY = {
    "": LABELS[CANCELLED],
    "you": _l("You cancelled"),
    GUEST: _l("The guest cancelled"),
    HOST: _l("The host cancelled"),
}
PLAIN = {"you": _l("You called it off."), GUEST: _l("The guest called it off."), HOST: _l("The host called it off.")}
WHY = {
    "you": _l('You called it off: "%(reason)s"'),
    GUEST: _l('The guest called it off: "%(reason)s"'),
    HOST: _l('The host called it off: "%(reason)s"'),
}


def tag(booking: Booking) -> Tag:
    """The word about a booking's state."""
    return TAGS[booking.state]


def steps(view: View, as_host: bool) -> list[Stage]:
    """How it came here, and what is still to come."""
    done = [_past(step, view.booking, as_host) for step in view.history]
    coming = (COMING_HOST if as_host else COMING).get(view.booking.state, ())
    if coming and "check_in" not in view.booking.facts:
        coming = (*coming[:-1], _l("It begins"))  # a show, or whatever else nobody stays at
    return done + [Stage(str(label), "", "", "now" if n == 0 else "todo") for n, label in enumerate(coming)]


def _past(step: Transition, booking: Booking, as_host: bool) -> Stage:
    said = _('"%(reason)s"', reason=step.reason) if step.reason else ""
    label = _("Partly cancelled") if step.before == step.after else str(LABELS[step.after])
    if step.after == CANCELLED != step.before:
        label = str(BY[_side(booking, as_host, step.role)])
    return Stage(label, show_moment(step.at), said, "done" if step.after in LIVING else "bad")


def _side(booking: Booking, as_host: bool, role: str) -> str:
    """Who did something, as the reader sees it: they themselves, the other side, or somebody else."""
    if role == (HOST if as_host else GUEST):
        return "you"
    return role if role in (GUEST, HOST) and "check_in" in booking.facts else ""


def following(booking: Booking, as_host: bool) -> str:
    """What happens next, in plain words."""
    if booking.state in (REQUESTED, ACCEPTED, HELD):
        return _waiting(booking, as_host)
    if booking.state == PAID:
        return _confirmed(booking, as_host)
    text = _over(booking, as_host)
    return f"{text} {_back(booking, False)}" if booking.refund and not as_host else text


def told(view: View, as_host: bool, sent_back: bool) -> str:
    """The same on the page of a booking, which knows who called it off and whether the refund was `sent_back`."""
    booking = view.booking
    last = view.history[-1] if view.history else None
    if booking.state != CANCELLED or last is None or last.after != CANCELLED:
        return following(booking, as_host)
    side = _side(booking, as_host, last.role)
    text = _over(booking, as_host)
    if side:
        text = str(WHY[side]) % {"reason": booking.reason} if booking.reason else str(PLAIN[side])
    return f"{text} {_back(booking, sent_back)}" if booking.refund and not as_host else text


def _back(booking: Booking, sent_back: bool) -> str:
    amount = show_money(booking.refund, booking.currency)
    if sent_back:
        return _("%(amount)s was sent back to you.", amount=amount)
    return _("%(amount)s goes back to you.", amount=amount)


def _waiting(booking: Booking, as_host: bool) -> str:
    until = show_moment(booking.expires_at or 0)
    if booking.state == REQUESTED:
        if as_host:
            return _("Please answer by %(until)s. After that the request expires.", until=until)
        return _("The host answers by %(until)s. You pay nothing before that.", until=until)
    if as_host:
        return _("The guest has until %(until)s to pay. Until then it is kept.", until=until)
    return _("It is kept for you until %(until)s. Pay before then, and it is yours.", until=until)


def _confirmed(booking: Booking, as_host: bool) -> str:
    if as_host:
        return _("It is paid. Nothing is left to do until the guest comes.")
    if booking.deposit:
        amount = show_money(booking.deposit, booking.currency)
        return _("Everything is settled. The deposit of %(amount)s comes back two days after the end.", amount=amount)
    return _("Everything is settled. We wish you a good time!")


def _over(booking: Booking, as_host: bool) -> str:
    if booking.state == REJECTED and not as_host:
        text = _('The host writes: "%(reason)s"', reason=booking.reason)
    elif booking.state == EXPIRED and not as_host and "check_in" not in booking.facts:
        text = _("It was not paid in time. Should a payment of yours still arrive, it is booked or repaid.")
    elif booking.state == EXPIRED and not as_host:
        text = _(
            "It was not answered or not paid in time. Should a payment of yours still arrive, it is booked or repaid."
        )
    elif booking.state == EXPIRED:
        text = _("It was not answered or not paid in time. What was held is free again.")
    elif booking.state == REFUNDED:
        text = _("The payment came after the time to pay, when it was no longer to be had.")
    elif booking.state == COMPLETED:
        text = _("It has taken place.")
    elif booking.state == CANCELLED and booking.reason:
        text = _('It was called off: "%(reason)s"', reason=booking.reason)
    else:
        text = _("It was called off.") if booking.state == CANCELLED else _("You rejected it.")
    return text
