"""Sellers in debt: refunds took more than they had earned. Their next sales pay for it, or one of these does."""

from flask_babel import lazy_gettext as _l

from hutong.kernel import audit, ids
from hutong.kernel.errors import Conflict
from hutong.payments.actions.ledger import post
from hutong.payments.actions.payouts import in_turn
from hutong.payments.chart import BANK, GOODWILL, PAYABLE, Side, seller
from hutong.payments.queries import ledger

REPAID, FORGIVEN = "repaid", "forgiven"
BORNE_BY = {REPAID: BANK, FORGIVEN: GOODWILL}  # what it is booked to instead


class NoDebt(Conflict):
    """The seller owes less than that, or nothing."""

    code = "no_debt"
    detail = _l("This seller owes less than that now, or nothing.")


def settle_debt(seller_id: int, currency: str, amount: int, how: str, reference: str) -> None:
    """A seller has paid (part of) a debt to the platform's bank, or is let off it; raises NoDebt."""
    account = ledger.account(PAYABLE, seller(seller_id), currency)
    if account is not None:
        in_turn(account)
    if account is None or amount > ledger.balance(account.id):
        raise NoDebt
    made, subject = ids.new_id(), f"seller:{ids.show(seller_id)}"
    sides = [Side(BORNE_BY[how], amount, how, subject), Side(PAYABLE, -amount, how, subject, seller(seller_id))]
    post(f"debt:{made}", f"debt_{how}", made, currency, sides)
    after = {"amount": amount, "currency": currency, "reference": reference}
    audit.record(f"debt.{how}", subject, after=after)
