"""What a seller earns: what is owed, the statement, where it is paid to, and the payouts."""

from flask import Response
from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.kernel import clock, ids, paging, sheets
from hutong.kernel.errors import Forbidden, Invalid, NotFound, TooMany
from hutong.kernel.limits import Limit, spend
from hutong.kernel.paging import Page
from hutong.kernel.state import settings
from hutong.kernel.web import me
from hutong.payments import actions, periods, queries, statements
from hutong.payments.actions import OtherAmount
from hutong.payments.api.base import api, seller_of
from hutong.payments.schemas import (
    EarningsOut,
    EntriesQuery,
    EntryOut,
    PayoutAccountIn,
    PayoutAccountOut,
    PayoutOut,
    PayoutsQuery,
    SellerQuery,
    StatementQuery,
    WaiverIn,
)

SHEETS = Limit("statements", 60, clock.HOUR)


@api.get("/earnings", raises=(NotFound, Forbidden))
def show_earnings(query: SellerQuery) -> EarningsOut:
    """What is owed to you (or to a firm of yours) now, what is still to come, and when it is paid next."""
    seller_id = seller_of(query.seller)
    currency = settings().currency
    ahead = [answer(seller_id, currency) for answer in statements.AHEAD.all()]
    return EarningsOut(
        seller=seller_id,
        currency=currency,
        owed=statements.owed(seller_id, currency),
        ahead=sum(one.amount for one in ahead),
        next_payout_on=periods.next_settlement(),
        account=PayoutAccountOut.of(queries.payout_account(seller_id)),
    )


@api.post(
    "/earnings/waivers",
    scope="browser:money",
    status=204,
    raises=(OtherAmount,),
    done=_l("You have given up what was owed to you."),
)
def waive_earnings(body: WaiverIn) -> None:
    """Give up all that is owed to you, for instance to leave for good."""
    actions.waive(me().id, settings().currency, body.amount)


@api.get("/earnings/entries", raises=(NotFound, Forbidden, Invalid))
def list_entries(query: EntriesQuery) -> Page[EntryOut]:
    """Every entry of your statement for a period, oldest first, with the balance after it."""
    found = statements.statement(seller_of(query.seller), query.of, settings().currency)
    at, number = paging.decode(query.cursor, int, int) if query.cursor else (0, 0)
    rows, more = statements.page(found, query.limit, (at, number) if query.cursor else None)
    following = paging.encode(rows[-1].entry.at, rows[-1].entry.id) if more else None
    return Page(items=[EntryOut.of(row, found.currency) for row in rows], next=following)


@api.get("/earnings/statement", raises=(NotFound, Forbidden, Invalid, TooMany))
def download_statement(query: StatementQuery) -> Response:
    """The statement for a period as a file: csv, xlsx or pdf."""
    seller_id = seller_of(query.seller)
    spend(SHEETS, me().id)
    found = statements.statement(seller_id, query.of, settings().currency)
    name = f"statement-{found.period.name}-{ids.show(seller_id)}"
    if query.format != "pdf":
        return sheets.download(name, statements.head(), statements.cells(found), query.format)
    account = queries.payout_account(seller_id)
    paper = statements.paper(found, queries.name_of(seller_id), account.shown if account else "")
    answer = Response(paper, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


@api.get("/payout-account", raises=(NotFound, Forbidden))
def show_payout_account(query: SellerQuery) -> PayoutAccountOut:
    """Where you are paid to; the number is masked for everybody."""
    found = PayoutAccountOut.of(queries.payout_account(seller_of(query.seller)))
    if found is None:
        raise NotFound
    return found


@api.put(
    "/payout-account",
    scope="browser:money",
    raises=(NotFound, Forbidden, Invalid),
    done=_l("You are paid to this account from now on."),
)
def set_payout_account(body: PayoutAccountIn) -> PayoutAccountOut:
    """Be paid to a bank account or Alipay; number and holder are kept encrypted."""
    seller_id = seller_of(body.seller, Permission.READ_LEDGER | Permission.MANAGE_MEMBERS)
    made = actions.set_account(seller_id, me().id, body.kind, body.holder, body.number, body.bank)
    return PayoutAccountOut.model_validate(made)


@api.delete("/payout-account", scope="browser:money", raises=(NotFound, Forbidden), done=_l("The account was removed."))
def remove_payout_account(query: SellerQuery) -> None:
    """Be paid nowhere; what is owed stays owed."""
    if not actions.end_account(seller_of(query.seller, Permission.READ_LEDGER | Permission.MANAGE_MEMBERS)):
        raise NotFound


@api.get("/payouts", raises=(NotFound, Forbidden))
def list_payouts(query: PayoutsQuery) -> Page[PayoutOut]:
    """What you were paid, or will be, newest first."""
    rows = queries.payouts(seller_of(query.seller), query.limit, query.cursor)
    return paging.page(rows, query.limit, lambda row: paging.encode(row.id), PayoutOut.model_validate)
