"""What a seller earns: owed, to come, the statement, the payouts and the account they go to."""

from typing import cast
from urllib.parse import urlencode

from flask import render_template
from pydantic import Field

from hutong.accounts.principal import Principal
from hutong.kernel import ids, paging
from hutong.kernel.input import read_page_query
from hutong.kernel.schemas import ShownId
from hutong.kernel.state import settings
from hutong.kernel.web import me
from hutong.payments import periods, queries, statements
from hutong.payments.models.payouts import ALIPAY, BANK
from hutong.payments.pages.base import pages
from hutong.payments.schemas import EntriesQuery, InvoicesQuery, SellerQuery

MONTHS, PAYOUTS = 13, 12


class EarningsQuery(EntriesQuery):
    """Whose money, which period, from where on."""

    limit: int = Field(30, ge=1, le=paging.MOST)


@pages.page("/earnings")
def earnings() -> str:
    """What I am owed, when it comes, and the statement of a month or week."""
    query = read_page_query(EarningsQuery)
    seller_id = _seller(query.seller)
    currency = settings().currency
    found = statements.statement(seller_id, query.of, currency)
    last = cast(tuple[int, int], tuple(paging.decode(query.cursor, int, int))) if query.cursor else None
    rows, more = statements.page(found, query.limit, last)
    return render_template(
        "payments/earnings.html",
        seller=None if seller_id == me().id else ids.show(seller_id),
        firms=queries.firms_of(cast(Principal, me())),
        currency=currency,
        owed=statements.owed_on(found),
        ahead=[answer(seller_id, currency) for answer in statements.AHEAD.all()],
        next_settlement=periods.next_settlement(),
        account=queries.payout_account(seller_id),
        payouts=queries.payouts(seller_id, PAYOUTS)[:PAYOUTS],
        statement=found,
        words=statements.WORDS,
        rows=rows,
        months=periods.months(MONTHS),
        address=_address,
        first=query.cursor is None,
        next=paging.encode(rows[-1].entry.at, rows[-1].entry.id) if more else None,
    )


@pages.page("/earnings/account")
def payout_account() -> str:
    """Where I am paid to."""
    seller_id = _seller(read_page_query(SellerQuery).seller)
    return render_template(
        "payments/account.html",
        seller=None if seller_id == me().id else ids.show(seller_id),
        name=queries.name_of(seller_id),
        account=queries.payout_account(seller_id),
        kinds=(BANK, ALIPAY),
        address=_address,
    )


@pages.page("/invoices")
def invoices() -> str:
    """The invoices that were asked of me, to issue or to refuse."""
    query = read_page_query(InvoicesQuery)
    seller_id = _seller(query.seller)
    rows = queries.invoices(seller_id, query.state, query.limit, query.cursor)
    return render_template(
        "payments/invoices.html",
        seller=None if seller_id == me().id else ids.show(seller_id),
        invoices=rows[: query.limit],
        address=_address,
        first=query.cursor is None,
        next=paging.encode(rows[query.limit - 1].id) if len(rows) > query.limit else None,
    )


def _seller(seller_id: ShownId | None) -> int:
    return queries.seller_for(cast(Principal, me()), seller_id)


def _address(path: str = "/earnings", **wanted: str | None) -> str:
    """An address with what of these is said."""
    said = urlencode({name: value for name, value in wanted.items() if value})
    return f"{path}?{said}" if said else path
