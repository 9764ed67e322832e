"""The ledger by itself: what it takes, what it refuses, and what `hutong audit` says of rows changed by hand."""

import itertools
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import update

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.ids import show
from hutong.kernel.prepared import Prepared
from hutong.kernel.state import state
from hutong.payments.actions import Unbalanced, close_books, post
from hutong.payments.chart import CLEARING, HELD, PAYABLE, Side
from hutong.payments.models import Closing, Entry, Movement
from hutong.payments.models.ledger import Written
from hutong.payments.queries import ledger
from tests.booking.world import faults


def sides(amount: int, subject: str = "thing:1") -> list[Side]:
    return [Side(HELD, amount, "sale", subject), Side(PAYABLE, -amount, "sale", subject, "A")]


def write(app: Flask, key: str, given: list[Side], currency: str = "CNY") -> bool:
    return state().database.run(lambda: post(key, "test", 1, currency, given))


@pytest.mark.parametrize(
    ("given", "currency"),
    [
        ([Side(HELD, 100, "sale")], "CNY"),
        ([Side(HELD, 100, "sale"), Side(PAYABLE, -99, "sale", party="A")], "CNY"),
        ([Side(HELD, 0.5, "sale"), Side(HELD, -0.5, "sale")], "CNY"),
        ([Side(HELD, True, "sale"), Side(HELD, -1, "sale")], "CNY"),
        ([Side(HELD, 2**64, "sale"), Side(HELD, -(2**64), "sale")], "CNY"),
        ([Side("pockets", 1, "sale"), Side(HELD, -1, "sale")], "CNY"),
        ([Side(PAYABLE, 1, "sale"), Side(HELD, -1, "sale")], "CNY"),
        ([Side(HELD, 1, "sale"), Side(HELD, -1, "sale")], "yuan"),
    ],
)
def test_what_does_not_balance_is_not_posted(within: Flask, given: list[Side], currency: str) -> None:
    """M-06: sides left over, fractions, more than 64 bits, unknown accounts and currencies leave nothing behind."""
    with pytest.raises(Unbalanced):
        write(within, "x:1", given, currency)
    with state().database.reading():
        assert (session().query(Movement).count(), session().query(Entry).count()) == (0, 0)


def test_a_movement_is_posted_once_and_stays(within: Flask) -> None:
    """M-06: the same key again changes nothing; nothing is ever changed or removed; nothing at all is no movement."""
    assert [write(within, "x:1", sides(500)), write(within, "x:1", sides(700)), write(within, "x:2", sides(0))] == [
        True,
        False,
        False,
    ]
    for change in (alter, remove):
        with pytest.raises(Written):
            state().database.run(change)
    with state().database.reading():
        assert [(line.kind, line.amount) for line in ledger.balances()] == [("held", 500), ("payable", -500)]


def alter() -> None:
    session().query(Entry).first().amount = 1


def remove() -> None:
    session().delete(session().query(Entry).first())


def test_closings_shorten_sums_and_change_none(within: Flask) -> None:
    """M-06: balances before, between and after closings are the same as without them."""
    start = clock.now()
    for day in range(6):
        with clock.moved(day * clock.DAY):
            write(within, f"x:{day}", sides(100 + day, f"thing:{day}"))
    with state().database.reading():
        account = ledger.account(PAYABLE, "A").id
        plain = [ledger.balance(account, start + day * clock.DAY) for day in range(8)]
    assert plain == [0, -100, -201, -303, -406, -510, -615, -615]
    for day in (2, 4):
        assert state().database.run(partial(close_books, start + day * clock.DAY)) == 2
    assert state().database.run(lambda: close_books(start + 4 * clock.DAY)) == 0
    with state().database.reading():
        assert [ledger.balance(account, start + day * clock.DAY) for day in range(8)] == plain
        for begin, end in itertools.combinations(range(8), 2):
            moved = ledger.sums(account, start + begin * clock.DAY, start + end * clock.DAY)
            assert moved == ({"sale": plain[end] - plain[begin]} if begin < min(end, 6) else {})
        every = ledger.entries(account, start, start + 9 * clock.DAY)
        assert [ledger.balance_after(account, (one.at, one.id)) for one in every] == plain[1:7]
        assert (ledger.balance(account), ledger.balances()[1].amount) == (-615, -615)
        first, second = ledger.entries(account, start, start + 9 * clock.DAY, 2)
        rest = list(ledger.entries(account, start, start + 9 * clock.DAY, None, (second.at, second.id)))
        assert ([first.amount, second.amount], len(rest)) == ([-100, -101], 4)


@pytest.mark.parametrize("question", [ledger._BALANCE, ledger._BALANCE_AFTER, ledger._EDGES, ledger._SUMS])
def test_sums_read_indexes_only(within: Flask, question: Prepared) -> None:
    """M-06: no sum of a statement looks at a row of the ledger itself, or at more of it than lies between closings."""
    if state().database.dialect != "sqlite":
        pytest.skip("the plan is read as SQLite tells it")
    asked = dict.fromkeys(("account_id", "begin", "end", "first", "last", "last_at", "last_id", "most"), 1)
    with state().database.reading():
        connection = session().connection()
        text, values = question.text(connection.dialect, asked)
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
    entries = [step for step in plan if "ledger_entries" in step]
    assert all("USING COVERING INDEX ledger_entries_account (account_id=? AND at" in step for step in entries)
    assert [step for step in plan if step.startswith("SCAN") and "ledger_" in step] == []


def test_audit_names_what_was_changed_by_hand(app: Flask) -> None:
    """M-06: an entry or a closing altered in the database."""
    with app.app_context():
        start = clock.now()
        write(app, "x:1", sides(500))
        state().database.run(lambda: close_books(start + clock.DAY))
        assert faults(app) == []
        with state().database.reading():
            account, movement = ledger.account(HELD).id, session().query(Movement.id).scalar()
        wrong = update(Closing).where(Closing.account_id == account).values(balance=1)
        state().database.run(lambda: session().execute(wrong) and None)
        closed = f"ledger: account {show(account)} was closed at {start + clock.DAY} with 1, its entries sum to"
        assert faults(app) == [f"{closed} 500"]
        more = update(Entry).where(Entry.account_id == account).values(amount=700)
        state().database.run(lambda: session().execute(more) and None)
        left = f"ledger: movement {show(movement)} does not balance: 200 CNY are left over"
        parts = f"ledger: account {show(account)}, closed at {start + clock.DAY}: 200 of sale are not in its parts"
        assert faults(app) == [left, f"{closed} 700", parts]


def test_money_that_the_ledger_does_not_know_is_named(app: Flask) -> None:
    """M-06: a movement for a payment that does not exist."""
    with app.app_context():
        given = [Side(CLEARING, 5, "payment", "thing:1", "sandbox"), Side(HELD, -5, "payment", "thing:1")]
        state().database.run(lambda: post("payment:7", "payment", 7, "CNY", given))
    assert faults(app) == [f"ledger: a payment is posted for payment {show(7)}, which does not exist"]
