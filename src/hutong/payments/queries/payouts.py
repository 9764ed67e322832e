"""Questions about payouts."""

from collections.abc import Sequence

from sqlalchemy import select

from hutong.accounts.models import Permission
from hutong.accounts.principal import Principal
from hutong.accounts.queries import organisations, people
from hutong.kernel import ids, paging
from hutong.kernel.db import session
from hutong.kernel.errors import Forbidden, NotFound
from hutong.payments.chart import PAYABLE
from hutong.payments.models import Account
from hutong.payments.models.payouts import Payout, PayoutAccount

NEWEST = [(Payout.id, True)]


def seller_for(reader: Principal, seller_id: int | None, needs: Permission = Permission.READ_LEDGER) -> int:
    """The seller whose money is meant: oneself, or a firm in which one may; raises NotFound or Forbidden."""
    if seller_id is None or seller_id == reader.id:
        return reader.id
    if reader.can(needs, seller_id):
        return seller_id
    if organisations.role_in(seller_id, reader.id) is None:
        raise NotFound
    raise Forbidden(permission=needs.name)


def firms_of(reader: Principal) -> dict[int, str]:
    """The firms whose money somebody may see, by their ids."""
    mine = organisations.of_person(reader.id)
    return {firm.id: firm.name for firm, _role in mine if reader.can(Permission.READ_LEDGER, firm.id)}


def payout_account(seller_id: int) -> PayoutAccount | None:
    """Where a seller is paid now."""
    return session().scalar(select(PayoutAccount).where(PayoutAccount.live_key == seller_id))


def payouts(seller_id: int, limit: int, cursor: str | None = None) -> Sequence[Payout]:
    """One more than the wanted number of a seller's payouts, newest first."""
    last = paging.decode(cursor, int) if cursor else None
    mine = select(Payout).where(Payout.seller_id == seller_id)
    return session().scalars(paging.ordered(mine, NEWEST, last).limit(limit + 1)).all()


def name_of(seller_id: int) -> str:
    """How a seller is called: a firm's name, or a person's."""
    firm = organisations.named([seller_id]).get(seller_id)
    if firm is not None:
        return firm
    found = people([seller_id]).get(seller_id)
    return found.name if found else ""


def sellers_owed() -> list[tuple[int, str]]:
    """Everybody who has an account of what they are owed: seller and currency."""
    rows = select(Account.party, Account.currency).where(Account.kind == PAYABLE).order_by(Account.id)
    return [(ids.read(party), currency) for party, currency in session().execute(rows)]
