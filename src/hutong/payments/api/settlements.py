"""What the platform's accountant does: settle a week, mark payouts, look at all accounts, note provider transfers."""

from flask_babel import lazy_gettext as _l

from hutong.kernel.errors import Conflict, Invalid, NotFound
from hutong.kernel.state import settings
from hutong.kernel.web import me
from hutong.payments import actions, jobs
from hutong.payments.actions import NoDebt
from hutong.payments.api.base import ACCOUNTANT, CASHIER, api
from hutong.payments.queries import ledger
from hutong.payments.schemas import (
    BalanceOut,
    BalancesOut,
    DebtIn,
    DoneIn,
    FailureIn,
    FullAccountOut,
    PayoutOut,
    SettlementIn,
    SettlementOut,
    TransferIn,
)


@api.get("/ledger/balances", needs=ACCOUNTANT)
def show_balances() -> BalancesOut:
    """What every kind of account comes to (the trial balance); debits and credits are equal."""
    return BalancesOut(items=[BalanceOut.of(line) for line in ledger.balances()])


@api.post("/ledger/transfers", needs=CASHIER, idempotent=True, raises=(Conflict,), done=_l("The transfer was noted."))
def note_transfer(body: TransferIn) -> BalancesOut:
    """Note that a provider has sent its money to the platform's bank, and what it kept as its fee; once a reference."""
    actions.note_transfer(body.provider, body.amount, body.fee, body.reference)
    return show_balances()


@api.post(
    "/ledger/debts", needs=CASHIER, idempotent=True, raises=(NoDebt, Invalid), done=_l("The debt was written down.")
)
def settle_debt(body: DebtIn) -> BalancesOut:
    """Note that a seller has paid what it owed (refunds were more than its sales), or is let off it."""
    actions.settle_debt(body.seller, settings().currency, body.amount, body.how, body.reference)
    return show_balances()


@api.post("/settlements", needs=CASHIER, raises=(Invalid,), done=_l("The settlement runs."))
def settle(body: SettlementIn) -> SettlementOut:
    """Settle a week that is over (the last one unless you say which): a payout for every seller who is owed money."""
    jobs.settle.later(period=body.of.name)
    return SettlementOut(period=body.of.name)


@api.put("/payouts/<id:payout_id>/sending", needs=CASHIER, raises=(NotFound, Conflict), done=_l("Marked as sent."))
def mark_sent(payout_id: int, body: DoneIn) -> PayoutOut:
    """Mark a payout as sent, with the bank's reference."""
    return PayoutOut.model_validate(actions.sent(payout_id, me().id, body.reason))


@api.put("/payouts/<id:payout_id>/failure", needs=CASHIER, raises=(NotFound, Conflict), done=_l("Marked as failed."))
def mark_failed(payout_id: int, body: FailureIn) -> PayoutOut:
    """Mark a payout as failed: it is owed again, and the seller reads why."""
    return PayoutOut.model_validate(actions.failed(payout_id, me().id, body.reason))


@api.post("/payouts/<id:payout_id>/account", status=200, needs=CASHIER, raises=(NotFound,))
def reveal_account(payout_id: int) -> FullAccountOut:
    """Where a payout goes, with the number in full; the audit log keeps who looked."""
    payout, account, holder, number = actions.reveal(payout_id)
    return FullAccountOut(
        id=payout.id,
        amount=payout.amount,
        currency=payout.currency,
        kind=account.kind,
        bank=account.bank,
        holder=holder,
        number=number,
    )
