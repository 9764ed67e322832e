"""What the routes of money share."""

from typing import cast

from hutong.accounts.models import Permission
from hutong.accounts.principal import Principal
from hutong.kernel.web import Api, me
from hutong.payments import queries

api = Api("payments")
ACCOUNTANT = Permission.READ_LEDGER  # who looks into the books
CASHIER = Permission.READ_LEDGER | Permission.REFUND  # who moves the platform's money


def seller_of(seller_id: int | None, needs: Permission = Permission.READ_LEDGER) -> int:
    """The seller whose money is meant: whoever is signed in, or a firm of theirs; raises NotFound or Forbidden."""
    return queries.seller_for(cast(Principal, me()), seller_id, needs)
