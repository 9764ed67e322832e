"""Questions about invoices."""

from collections.abc import Sequence

from sqlalchemy import select

from hutong.kernel import paging
from hutong.kernel.db import session
from hutong.payments.models.invoices import Invoice

NEWEST = [(Invoice.id, True)]


def invoice(invoice_id: int) -> Invoice | None:
    """An invoice."""
    return session().get(Invoice, invoice_id)


def invoice_of(subject: str) -> Invoice | None:
    """The last invoice that was asked for about something."""
    return session().scalar(select(Invoice).where(Invoice.subject == subject).order_by(Invoice.id.desc()).limit(1))


def invoices(seller_id: int, state: str | None, limit: int, cursor: str | None = None) -> Sequence[Invoice]:
    """One more than the wanted number of the invoices asked of a seller, newest first."""
    mine = select(Invoice).where(Invoice.seller_id == seller_id)
    mine = mine if state is None else mine.where(Invoice.state == state)
    last = paging.decode(cursor, int) if cursor else None
    return session().scalars(paging.ordered(mine, NEWEST, last).limit(limit + 1)).all()
