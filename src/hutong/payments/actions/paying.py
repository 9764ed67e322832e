"""Starting payments, what becomes of them, and giving money back."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import audit, clock, ids, money
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.kernel.events import tell
from hutong.kernel.state import settings
from hutong.payments.events import PaymentEnded, PaymentSettled, PaymentStarted, RefundAsked, RefundSettled
from hutong.payments.gateways import NOBODY, Payer, chosen
from hutong.payments.models import (
    CLOSED,
    FAILED,
    LIVE,
    OPEN,
    PAID,
    PENDING,
    PREPARING,
    WAITING,
    Payment,
    Refund,
    payment_subject,
    refund_subject,
)

FIRST_ASK = 30 * clock.SECOND


class RefundTooLarge(Conflict):
    """More than what was paid and not given back yet."""

    code = "refund_too_large"
    detail = _l("This is more than what was paid.")


class NotFailed(Conflict):
    """It is under way, or done."""

    code = "refund_not_failed"
    detail = _l("This refund has not failed: it is under way, or done.")


def start(
    subject: str,
    payer_id: int,
    amount: int,
    currency: str,
    provider: str | None,
    title: str,
    expires_at: int,
    link: str = "",
    payer: Payer = NOBODY,
) -> Payment:
    """A payment for a subject: the one under way where it is the same, else a new one that takes its place.

    Nothing to pay is paid at once. Raises Invalid for a provider that is not here, ValueError for what is no amount
    or not in the site's currency.
    """
    if type(amount) is not int or not 0 <= amount <= money.MOST or currency != settings().currency:
        raise ValueError(f"{amount!r} {currency} cannot be paid here")
    way = chosen(provider) if amount else None
    live = session().scalar(select(Payment).where(Payment.live_key == subject))
    if live is not None:
        same = (live.provider, live.amount, live.currency) == (way.name if way else "", amount, currency)
        if same and live.expires_at > clock.now():
            return live
        end(live, CLOSED)
    now = clock.now()
    made = Payment(
        id=ids.new_id(),
        subject=subject,
        live_key=subject,
        payer_id=payer_id,
        title=title[:200],
        link=link,
        amount=amount,
        currency=currency,
        provider=way.name if way else "",
        payer=payer.plain() if way and payer != NOBODY else None,
        state=PREPARING,
        made_at=now,
        expires_at=expires_at,
        ask_at=now + FIRST_ASK if way else None,
        refunded=0,
        asked=0,
        reference="",
    )
    session().add(made)
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # started twice at once: the other one is found the next time
    audit.record("payment.started", payment_subject(made.id), after={"amount": amount, "for": subject})
    if way is None:
        settle(made, "")
    else:
        tell(PaymentStarted(made.id))
    return made


def opened(payment_id: int, action: dict[str, Any]) -> None:
    """The provider is ready: the payer may go there."""
    mine = update(Payment).where(Payment.id == payment_id)
    session().execute(mine.values(action=action))
    session().execute(mine.where(Payment.state == PREPARING).values(state=OPEN))


def declare(payment_id: int, payer_id: int) -> Payment:
    """Take the payer's word for what it is: the payment is pending, and the provider is asked. Raises NotFound."""
    found = session().get(Payment, payment_id, populate_existing=True)
    if found is None or found.payer_id != payer_id:
        raise NotFound
    mine = update(Payment).where(Payment.id == payment_id, Payment.state.in_((PREPARING, OPEN)))
    if rows_changed(mine.values(state=PENDING, declared_at=clock.now())) == 1:
        audit.record("payment.declared", payment_subject(payment_id))
        session().refresh(found)
    return found


def settle(payment: Payment, reference: str) -> bool:
    """The provider has the money: once, whatever state the payment was in. False where it was known."""
    mine = update(Payment).where(Payment.id == payment.id, Payment.state != PAID)
    paid = {"state": PAID, "live_key": None, "ask_at": None, "paid_at": clock.now(), "reference": reference[:64]}
    if rows_changed(mine.values(**paid)) != 1:
        return False
    session().refresh(payment)
    audit.record("payment.paid", payment_subject(payment.id), after={"amount": payment.amount, "reference": reference})
    tell(PaymentSettled(payment.id, payment.subject, payment.amount, payment.currency))
    return True


def close(subject: str) -> None:
    """End the payment under way for a subject, if there is one; the provider is told."""
    live = session().scalar(select(Payment).where(Payment.live_key == subject))
    if live is not None:
        end(live, CLOSED)


def end(payment: Payment, state: str) -> bool:
    """A payment will not be paid: "failed", "expired" or "closed". False where it was no longer under way."""
    mine = update(Payment).where(Payment.id == payment.id, Payment.state.in_(LIVE))
    if rows_changed(mine.values(state=state, live_key=None, ask_at=None)) != 1:
        return False
    session().refresh(payment)
    audit.record(f"payment.{state}", payment_subject(payment.id))
    tell(PaymentEnded(payment.id, payment.subject, state))
    return True


def refund(subject: str, amount: int, key: str, reason: str) -> list[Refund]:
    """Give back so much of what was paid for a subject, newest payment first; the same key again changes nothing.

    Raises RefundTooLarge where less than that is left.
    """
    if amount <= 0:
        return []
    done = list(session().scalars(select(Refund).where(Refund.key.in_([key, *(f"{key}#{n}" for n in range(1, 9))]))))
    if done:
        return done
    paid = select(Payment).where(Payment.subject == subject, Payment.state == PAID).order_by(Payment.id.desc())
    made: list[Refund] = []
    for payment in session().scalars(paid, execution_options={"populate_existing": True}):
        part = min(amount, payment.amount - payment.refunded)
        if part > 0:
            made.append(refund_payment(payment, part, f"{key}#{len(made)}" if made else key, reason))
            amount -= part
    if amount:
        raise RefundTooLarge
    return made


def refund_payment(payment: Payment, amount: int, key: str, reason: str) -> Refund:
    """Give back so much of one payment; the same key again changes nothing. Raises RefundTooLarge."""
    known = session().scalar(select(Refund).where(Refund.key == key))
    if known is not None:
        return known
    left = update(Payment).where(Payment.id == payment.id, Payment.state == PAID)
    left = left.where(Payment.refunded + amount <= Payment.amount)
    wrong = type(amount) is not int or not 0 < amount <= payment.amount
    if wrong or rows_changed(left.values(refunded=Payment.refunded + amount)) != 1:
        raise RefundTooLarge
    session().refresh(payment)
    made = Refund(
        id=ids.new_id(),
        payment_id=payment.id,
        key=key,
        amount=amount,
        reason=reason[:200],
        state=WAITING,
        made_at=clock.now(),
    )
    session().add(made)
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # the same key at the same time
    audit.record("payment.refund", refund_subject(made.id), after={"amount": amount, "payment": payment.id, "key": key})
    tell(RefundAsked(made.id, payment.id, payment.subject, amount, payment.currency))
    return made


def refund_ended(refund_id: int, state: str) -> None:
    """The provider said what became of a refund: "done" or "failed"."""
    mine = update(Refund).where(Refund.id == refund_id, Refund.state == WAITING)
    if rows_changed(mine.values(state=state, done_at=clock.now())) != 1:
        return
    made = session().get_one(Refund, refund_id, populate_existing=True)
    payment = session().get_one(Payment, made.payment_id, populate_existing=True)
    audit.record(f"refund.{state}", refund_subject(refund_id))
    tell(RefundSettled(made.id, payment.id, payment.subject, made.amount, payment.currency, state))


def retry_refund(refund_id: int) -> Refund:
    """Ask the provider once more for a refund that failed, under the same number; raises NotFound or NotFailed."""
    if session().get(Refund, refund_id) is None:
        raise NotFound
    mine = update(Refund).where(Refund.id == refund_id, Refund.state == FAILED)
    if rows_changed(mine.values(state=WAITING, done_at=None)) != 1:
        raise NotFailed
    made = session().get_one(Refund, refund_id, populate_existing=True)
    payment = session().get_one(Payment, made.payment_id)
    audit.record("refund.tried_again", refund_subject(refund_id), {"state": FAILED}, {"state": WAITING})
    tell(RefundAsked(made.id, payment.id, payment.subject, made.amount, payment.currency))
    return made
