"""The statement of a seller with 100,000 movements: the earnings page, a page of entries, and what is owed.

.venv/bin/python -m bench.statement [--movements 100000] [--database mysql+pymysql://…]
"""

import time

from sqlalchemy import insert

from bench.load import get
from bench.people import browsers
from bench.report import Row, show
from bench.setting import READING, around, in_turns, options, servers, setting
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.payments import periods
from hutong.payments.actions import close_books, post
from hutong.payments.chart import COMMISSION, HELD, PAYABLE, Side, seller
from hutong.payments.models import Account, Entry, Movement

DAYS, PIECE = 400, 5000


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--movements", type=int, default=100_000)
    given = parser.parse_args()
    with setting(given) as here, here.app.app_context():
        (host,) = browsers(here.app, 1)
        database = here.app.extensions["hutong"].database
        database.run(lambda: first(host.person_id))
        began = time.perf_counter()
        fill(database, given.movements)
        filled = time.perf_counter() - began
        for day in range(DAYS, 0, -1):  # as the job does it: every day
            database.run(lambda: close_books(clock.now() - day * clock.DAY))  # noqa: B023
        month = periods.this_month().name
        paths = ["/earnings", f"/api/v1/earnings/entries?period={month}&limit=50", "/api/v1/earnings"]
        with servers(here, **READING) as ports:
            rows = []
            for path in paths:
                mine, yardstick = in_turns(here, ports, around([get(path, host.cookie)]))
                rows.append(Row(path.partition("?")[0], mine, yardstick, 0.03))
        show(f"Statement, {given.movements} movements", f"statement-{here.engine}", rows, here.circumstances)
        print(f"filled in {filled:.0f} s")


def first(seller_id: int) -> None:
    """One movement through the front door: it opens the accounts."""
    sides = (
        Side(HELD, 1000, "sale", "thing:0"),
        Side(PAYABLE, -1000, "sale", "thing:0", seller(seller_id)),
        Side(PAYABLE, 100, "commission", "thing:0", seller(seller_id)),
        Side(COMMISSION, -100, "commission", "thing:0"),
    )
    post("bench:0", "earned", 0, "CNY", sides)


def fill(database: object, movements: int) -> None:
    """The same again and again, over a year and more, written in pieces."""
    with database.reading() as reader:  # type: ignore[attr-defined]
        account = {row.kind: row.id for row in reader.query(Account)}
    now = clock.now()
    step = DAYS * clock.DAY // movements
    for begin in range(1, movements, PIECE):
        heads, entries = [], []
        for number in range(begin, min(begin + PIECE, movements)):
            movement, at = ids.new_id(), now - (movements - number) * step
            heads.append({"id": movement, "key": f"bench:{number}", "kind": "earned", "about": number, "at": at})
            parts = ((HELD, 1000, "sale"), (PAYABLE, -1000, "sale"), (PAYABLE, 100, "commission"))
            for kind, amount, what in (*parts, (COMMISSION, -100, "commission")):
                entry = {"id": ids.new_id(), "movement_id": movement, "account_id": account[kind], "what": what}
                entries.append({**entry, "amount": amount, "subject": f"thing:{number}", "at": at})

        def write(heads: list = heads, entries: list = entries) -> None:
            session().execute(insert(Movement), heads)
            session().execute(insert(Entry), entries)

        database.run(write)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
