"""Speaking to providers, outside of any transaction; what they say is written afterwards."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import delete, select, update

from hutong.kernel import clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.jobs import job
from hutong.kernel.state import settings, state
from hutong.payments import actions, periods, queries
from hutong.payments.events import PaymentEnded, PaymentStarted, RefundAsked
from hutong.payments.gateways import Bill, Gateway, Payer, ProviderSilent, Said, Untrusted, gateway
from hutong.payments.models import (
    CLOSED,
    FAILED,
    GRACE_MS,
    LAPSED,
    LIVE,
    WAITING,
    Callback,
    Payment,
    Refund,
)
from hutong.payments.periods import Period

RECONCILE = 30 * clock.SECOND
ASK_AGAIN = 45 * clock.SECOND
LONGEST = 10 * clock.MINUTE
BATCH = 100
REFUSED_KEPT = 90 * clock.DAY
REFUND_ASKED_EVERY = 10 * clock.MINUTE
SETTLED = clock.HOUR  # after so long no transaction is under way that would post into the past
GIVE_UP = clock.DAY  # a provider that says nothing for so long after the end is not asked any more

Write = Callable[[], object]


def prepare_soon(event: PaymentStarted) -> None:
    """A payment was started: let its provider prepare it."""
    prepare.later(payment_id=event.payment_id)


def refund_soon(event: RefundAsked) -> None:
    """Money is to go back: tell the provider."""
    send_refund.later(refund_id=event.refund_id)


def close_soon(event: PaymentEnded) -> None:
    """A payment was given up: nobody shall pay it any more."""
    if event.state == CLOSED:
        close.later(payment_id=event.payment_id)


@job("payments.prepare", outside=True)
def prepare(payment_id: int) -> Write | None:
    """Ask the provider where the payer goes."""
    found = _payment(payment_id)
    if found is None or found[0].state not in LIVE or found[0].action is not None:
        return None
    payment, way = found
    return partial(actions.opened, payment_id, way.prepare(_bill(payment), Payer(**(payment.payer or {}))))


@job("payments.apply")
def apply(callback_id: int) -> None:
    """What a verified callback said becomes the payment's state."""
    row = session().get(Callback, callback_id)
    if row is None or row.said is None or row.verdict != "good" or row.applied_at is not None:
        return
    said = Said(**row.said)
    row.applied_at = clock.now()
    take(said)


@job("payments.reconcile", every=RECONCILE)
def reconcile() -> None:
    """Ask the providers about payments of which nothing was heard: each by a job of its own, ever less often."""
    now = clock.now()
    due = select(Payment.id, Payment.ask_at, Payment.asked).where(Payment.ask_at <= now)
    for payment_id, ask_at, asked in session().execute(due.order_by(Payment.ask_at).limit(BATCH)).all():
        wait = min(LONGEST, ASK_AGAIN * max(1, 2 ** (asked - 4)))
        mine = update(Payment).where(Payment.id == payment_id, Payment.ask_at == ask_at)
        if rows_changed(mine.values(ask_at=now + wait, asked=Payment.asked + 1)) == 1:
            ask.later(payment_id=payment_id)


@job("payments.ask", outside=True)
def ask(payment_id: int) -> Write | None:
    """Ask the provider about one payment."""
    found = _payment(payment_id)
    if found is None or found[0].ask_at is None:
        return None
    payment, way = found
    over = clock.now() - payment.expires_at - GRACE_MS
    if over > GIVE_UP:
        return partial(_lapse, payment_id)
    try:
        said = way.query(_bill(payment))
    except (ProviderSilent, Untrusted):
        return None  # the next round asks again
    if said.state in ("paid", "failed"):
        return partial(take, said)
    return partial(_lapse, payment_id) if over > 0 else None


@job("payments.close", outside=True)
def close(payment_id: int) -> Write | None:
    """Tell the provider that a payment was given up; it may say that it was paid."""
    found = _payment(payment_id)
    if found is None or found[0].state != CLOSED:
        return None
    payment, way = found
    return partial(take, way.close(_bill(payment)))


@job("payments.refund", outside=True)
def send_refund(refund_id: int) -> Write | None:
    """Tell the provider to give money back."""
    with state().database.reading() as reader:
        refund = reader.get(Refund, refund_id)
    if refund is None or refund.state != WAITING:
        return None
    found = _payment(refund.payment_id)
    if found is None:
        return partial(actions.refund_ended, refund_id, "done")  # nothing was ever paid: 0 of 0
    payment, way = found
    told = way.refund(_bill(payment), ids.show(refund_id), refund.amount, refund.reason)
    return partial(actions.refund_ended, refund_id, told) if told != WAITING else partial(_ask_again, refund_id)


@job("payments.forget_refused", every=clock.DAY)
def forget_refused() -> None:
    """Remove refused callbacks that nobody will look into any more."""
    old = delete(Callback).where(Callback.verdict != "good", Callback.at < clock.now() - REFUSED_KEPT)
    session().execute(old)


@job("payments.close_books", every=6 * clock.HOUR)
def close_books() -> None:
    """Note what every account came to until this day began, so that statements need not sum from the beginning."""
    zone = settings().timezone
    morning = clock.local(clock.now() - SETTLED, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    actions.close_books(clock.instant(morning))


@job("payments.settle_week", every=6 * clock.HOUR)
def settle_week() -> None:
    """Let the week that is over be settled."""
    settle.later(period=periods.last_week().name)


@job("payments.settle", outside=True)
def settle(period: str) -> None:
    """Make a payout for everybody who is owed money of a week, each in a transaction of its own, once."""
    settle_all(periods.read(period))


def settle_all(period: Period) -> tuple[int, int]:
    """How many payouts were made, and of how much."""
    if period.end > clock.now():
        return 0, 0  # it is not over
    database = state().database
    with database.reading():
        owed = queries.sellers_owed()
    made = [
        payout
        for seller_id, currency in owed
        if (payout := database.run(partial(actions.settle_seller, seller_id, currency, period))) is not None
    ]
    return len(made), sum(payout.amount for payout in made)


def take(said: Said) -> bool:
    """Believe what a provider said of a payment; a paid amount that is not the payment's is not believed."""
    try:
        payment = session().get(Payment, ids.read(said.number), populate_existing=True)
    except ValueError:
        return False
    if payment is None:
        return False
    if said.state == "paid":
        if (said.amount, said.currency) != (payment.amount, payment.currency):
            raise ValueError(f"payment {said.number}: {said.amount} {said.currency} were paid, not {payment.amount}")
        return actions.settle(payment, said.reference)
    if said.state == "failed":
        return actions.end(payment, FAILED)
    return False


def _ask_again(refund_id: int) -> None:
    """The provider has taken a refund on but not made it yet: asking once more is safe, its number is the same."""
    send_refund.at(clock.now() + REFUND_ASKED_EVERY)(refund_id=refund_id)


def _lapse(payment_id: int) -> None:
    payment = session().get(Payment, payment_id, populate_existing=True)
    if payment is not None:
        actions.end(payment, LAPSED)


def _payment(payment_id: int) -> tuple[Payment, Gateway] | None:
    """A payment and its provider, read for a job that runs outside of transactions."""
    with state().database.reading() as reader:
        payment = reader.get(Payment, payment_id)
    if payment is None or not payment.provider:
        return None
    way = gateway(payment.provider)
    if way is None:
        raise LookupError(f"the provider {payment.provider} is not installed")
    return payment, way


def _bill(payment: Payment) -> Bill:
    number = ids.show(payment.id)
    return Bill(number, payment.title, payment.amount, payment.currency, payment.expires_at, f"/payments/{number}")
