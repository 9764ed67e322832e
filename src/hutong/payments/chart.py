"""The chart of accounts, and how an entry is meant; docs/operating/money.md shows every posting."""

from typing import NamedTuple

from hutong.kernel import ids

# What the platform has
CLEARING = "clearing"  # at a payment provider
TILL = "till"  # taken by a seller at its own counter, in cash or by card
BANK = "bank"  # on the platform's bank account
# What it owes
HELD = "held"  # customers' money for what has not taken place yet
DEPOSITS = "deposits"  # customers' deposits
REFUNDS = "refunds"  # on its way back to customers
PAYABLE = "payable"  # what a seller has earned and not been paid yet
PAYOUTS = "payouts"  # on its way to sellers
# What it earns and what that costs
COMMISSION = "commission"
WAIVED = "waived"  # what sellers gave up
PROMOTIONS = "promotions"  # coupons and points that the platform bears
GOODWILL = "goodwill"  # refunds that the platform bears
FEES = "fees"  # what providers keep

ASSETS = (CLEARING, TILL, BANK)
LIABILITIES = (HELD, DEPOSITS, REFUNDS, PAYABLE, PAYOUTS)
INCOME = (COMMISSION, WAIVED)
EXPENSES = (PROMOTIONS, GOODWILL, FEES)
KINDS = ASSETS + LIABILITIES + INCOME + EXPENSES
OF_A_PARTY = (CLEARING, TILL, PAYABLE)


class Side(NamedTuple):
    """One side of a movement that is to be posted: more than zero is a debit, less a credit."""

    kind: str
    amount: int
    what: str
    subject: str = ""
    party: str = ""


def seller(seller_id: int) -> str:
    """The party of a seller's accounts."""
    return ids.show(seller_id)


def till(seller_id: int, method: str) -> str:
    """The party of what a seller took at its counter: "cash" or "card"."""
    return f"{method}:{ids.show(seller_id)}"
