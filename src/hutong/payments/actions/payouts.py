"""Paying sellers: where to, the weekly settlement, and what became of each payout."""

import json
from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from hutong.accounts import realname
from hutong.kernel import audit, clock, ids
from hutong.kernel.contribute import Point
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.payments import news, numbers, queries
from hutong.payments.actions.ledger import post
from hutong.payments.chart import BANK, PAYABLE, PAYOUTS, WAIVED, Side, seller
from hutong.payments.models.ledger import Account
from hutong.payments.models.payouts import DUE, FAILED, SENT, Payout, PayoutAccount, payout_subject
from hutong.payments.periods import Period
from hutong.payments.queries import ledger

HELD_BACK: Point[Callable[[int, str], int]] = Point("held_back")  # what of a seller's is in dispute


class OtherAmount(Conflict):
    """Not what is owed now: nobody gives up what they have not seen."""

    code = "other_amount"
    detail = _l("What is owed to you is another amount now. Please look again.")


class NothingDue(Conflict):
    """The payout was marked before."""

    code = "not_due"
    detail = _l("This payout does not wait any more.")


def set_account(seller_id: int, by: int, kind: str, holder: str, number: str, bank: str) -> PayoutAccount:
    """Pay a seller to another account from now on; raises Invalid for a number that cannot be one."""
    number = numbers.account(kind, number)
    end_account(seller_id)
    made = PayoutAccount(
        id=ids.new_id(),
        seller_id=seller_id,
        live_key=seller_id,
        kind=kind,
        bank=bank,
        sealed=b"",
        shown=numbers.masked(number),
        made_by=by,
    )
    made.sealed = realname.seal(made.id, json.dumps({"holder": holder, "number": number}))
    session().add(made)
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # set twice at once
    audit.record("payout_account.set", f"seller:{seller_id}", after={"kind": kind, "shown": made.shown})
    news.account_changed(made)
    return made


def end_account(seller_id: int) -> bool:
    """Have no account to be paid to; False where there was none."""
    mine = update(PayoutAccount).where(PayoutAccount.live_key == seller_id)
    if rows_changed(mine.values(live_key=None, ended_at=clock.now())) != 1:
        return False
    audit.record("payout_account.ended", f"seller:{seller_id}")
    return True


def reveal(payout_id: int) -> tuple[Payout, PayoutAccount, str, str]:
    """To whom a payout goes, with holder and number in full; it is noted who looked. Raises NotFound."""
    payout = session().get(Payout, payout_id)
    if payout is None:
        raise NotFound
    account = session().get_one(PayoutAccount, payout.account_id)
    if not account.sealed:
        raise NotFound  # the seller has left for good
    plain = json.loads(realname.unseal(account.id, account.sealed))
    audit.record("payout_account.read", payout_subject(payout_id), after={"shown": account.shown})
    return payout, account, plain["holder"], plain["number"]


def settle_seller(seller_id: int, currency: str, period: Period) -> Payout | None:
    """Make the payout of a seller for a period, once; None where nothing is owed or nobody knows where to pay it."""
    account = ledger.account(PAYABLE, seller(seller_id), currency)
    where = queries.payout_account(seller_id)
    if account is None or where is None:
        return None
    in_turn(account)
    amount = min(-ledger.balance(account.id, period.end), -ledger.balance(account.id))
    amount -= sum(answer(seller_id, currency) for answer in HELD_BACK.all())
    mine = select(Payout.id).where(Payout.seller_id == seller_id, Payout.currency == currency)
    if amount <= 0 or session().scalar(mine.where(Payout.period == period.name)) is not None:
        return None
    last = select(func.max(Payout.number)).where(Payout.seller_id == seller_id, Payout.currency == currency)
    made = Payout(
        id=ids.new_id(),
        seller_id=seller_id,
        currency=currency,
        period=period.name,
        number=(session().scalar(last) or 0) + 1,
        amount=amount,
        state=DUE,
        account_id=where.id,
        made_at=clock.now(),
    )
    session().add(made)
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # another run settles this seller: the next look sees what it did
    _post(made, "payout", PAYABLE, PAYOUTS)
    audit.record("payout.made", payout_subject(made.id), after={"amount": amount, "period": period.name})
    news.payout(made)
    return made


def waive(seller_id: int, currency: str, amount: int) -> None:
    """Give up all that one is owed, as whoever wants to leave may do; raises OtherAmount."""
    account = ledger.account(PAYABLE, seller(seller_id), currency)
    if account is not None:
        in_turn(account)
    if account is None or amount <= 0 or amount != -ledger.balance(account.id):
        raise OtherAmount
    made, subject = ids.new_id(), f"seller:{ids.show(seller_id)}"
    sides = [Side(PAYABLE, amount, "waived", subject, seller(seller_id)), Side(WAIVED, -amount, "waived", subject)]
    post(f"waived:{made}", "waived", made, currency, sides)
    audit.record("earnings.waived", subject, after={"amount": amount, "currency": currency})


def sent(payout_id: int, by: int, reference: str = "") -> Payout:
    """The money has left the bank; raises NotFound, NothingDue."""
    made = _done(payout_id, SENT, by, reference)
    _post(made, "payout_sent", PAYOUTS, BANK)
    return made


def failed(payout_id: int, by: int, reason: str) -> Payout:
    """The bank sent it back: it is owed again, and the next settlement pays it. Raises NotFound, NothingDue."""
    made = _done(payout_id, FAILED, by, reason)
    _post(made, "payout_failed", PAYOUTS, PAYABLE)
    return made


def in_turn(account: Account) -> None:
    """One payout or waiver of a seller at a time, or the same money would leave twice; sales do not wait for it."""
    session().get(Account, account.id, with_for_update=True, populate_existing=True)


def _done(payout_id: int, state: str, by: int, said: str) -> Payout:
    made = session().get(Payout, payout_id, populate_existing=True)
    if made is None:
        raise NotFound
    mine = update(Payout).where(Payout.id == payout_id, Payout.state == DUE)
    if rows_changed(mine.values(state=state, done_at=clock.now(), done_by=by, reference=said)) != 1:
        raise NothingDue
    session().refresh(made)
    audit.record(f"payout.{state}", payout_subject(payout_id), after={"amount": made.amount})
    news.payout(made)
    return made


def _post(made: Payout, kind: str, debit: str, credit: str) -> None:
    whose = seller(made.seller_id)
    subject = payout_subject(made.id)
    sides = [
        Side(account, amount, kind, subject, whose if account == PAYABLE else "")
        for account, amount in ((debit, made.amount), (credit, -made.amount))
    ]
    post(f"{kind}:{made.id}", kind, made.id, made.currency, sides)
