"""How each engine goes about searches: the plans, and the milliseconds, of a filled city.

.venv/bin/python -m bench.explain [--homes 20000] [--database …]
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bench.fill_homes import BEIJING, fill
from bench.report import keep
from bench.setting import options, setting
from hutong.kernel import clock
from hutong.kernel import db as kernel
from hutong.kernel.db import Database
from hutong.kernel.prepared import Prepared
from hutong.regions import actions as regions
from hutong.stays.queries import finding
from hutong.stays.schemas import HomeQuery

DISTRICT = "110105"
SHOWN = ("table", "type", "key", "key_len", "ref", "rows", "Extra")  # of what MariaDB says


def main() -> None:
    """Fill, explain, print and keep."""
    parser = options(__doc__ or "")
    parser.add_argument("--homes", type=int, default=20_000)
    given: argparse.Namespace = parser.parse_args()
    with setting(given) as here, here.app.app_context():
        database = here.app.extensions["hutong"].database
        database.run(regions.ensure)
        fill(database, given.homes, BEIJING, 365)
        study(database)
        lines = [f"# Searches on {here.engine}, {given.homes:,} homes in one city, half of a year's nights taken"]
        for name, query in queries():
            lines += ["", f"## {name}", "", "```", *plans(database, query), "```"]
        keep(f"explain-{here.engine}", lines)


def study(database: Database) -> None:
    """Have a server count what it has, as it does by itself before long."""
    words = {"postgresql": ("ANALYZE",), "mysql": ("ANALYZE TABLE homes", "ANALYZE TABLE claims")}
    with database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for text in words.get(database.dialect, ()):
            connection.exec_driver_sql(text).close()


def queries() -> Iterator[tuple[str, HomeQuery]]:
    """Searches whose plans are worth a look."""
    arrival = clock.today("Asia/Shanghai") + timedelta(days=30)
    dates: Any = {"check_in": arrival, "check_out": arrival + timedelta(days=2), "guests": 2}
    yield "District, dates, price; newest first", HomeQuery(region=DISTRICT, max_price=90_000, **dates)
    yield "City, dates; cheapest first", HomeQuery(region=BEIJING, sort="price", **dates)
    yield "A part of the map", HomeQuery(box="39.9,116.38,39.92,116.42", **dates)


def plans(database: Database, query: HomeQuery) -> list[str]:
    """What the engine says about each statement of a search, and how long that took."""
    found: list[str] = []
    with _told(found), database.reading():
        finding.search(query)
    return found


@contextmanager
def _told(found: list[str]) -> Iterator[None]:
    """While the block runs, every prepared statement is explained as well as run."""
    plain = Prepared.rows

    def rows(self: Prepared, values: Any) -> Any:
        connection = kernel.session().connection()
        plain(self, values)  # so that its text is there, and the cache warm
        began = time.perf_counter()
        answer = plain(self, values)
        took = (time.perf_counter() - began) * 1000
        found.append(f"-- {len(answer)} rows in {took:.1f} ms")
        found.extend(_explained(connection, *self.text(connection.dialect, values)))
        return answer

    Prepared.rows = rows  # type: ignore[method-assign]
    try:
        yield
    finally:
        Prepared.rows = plain  # type: ignore[method-assign]


def _explained(connection: Connection, sql: str, given: Any) -> Iterator[str]:
    name = connection.dialect.name
    if name == "sqlite":
        depth = {0: -1}
        for at, above, _, text in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given):
            depth[at] = depth.get(above, -1) + 1
            yield "  " * depth[at] + text
    elif name == "postgresql":
        for (line,) in connection.exec_driver_sql(f"EXPLAIN {sql}", given):
            yield line if len(line) < 160 else f"{line[:157]}…"
    else:
        for row in connection.exec_driver_sql(f"EXPLAIN {sql}", given).mappings():
            yield "  ".join(f"{key}={row[key]}" for key in SHOWN if row[key] is not None)


if __name__ == "__main__":
    main()
