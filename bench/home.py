"""One home as guests read it: its page, its detail, a year of its calendar, a quote of 90 nights.

.venv/bin/python -m bench.home [--homes 1000] [--database …]
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import select

from bench.fill_homes import BEIJING, fill
from bench.load import get
from bench.report import Row, show
from bench.setting import READING, Setting, around, in_turns, options, servers, setting
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.regions import actions as regions
from hutong.stays.models import Home

YEAR, LONG = 365, 90


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--homes", type=int, default=1_000)
    given = parser.parse_args()
    rows = []
    with setting(given) as here:
        database = here.app.extensions["hutong"].database
        with here.app.app_context():
            database.run(regions.ensure)
        fill(database, given.homes, BEIJING)
        for name, requests in _readings(here):
            with servers(here, **READING) as ports:
                mine, yardstick = in_turns(here, ports, around(requests))
            rows.append(Row(name, mine, yardstick, 0.10))
        show("Read a home", f"home-{here.engine}", rows, here.circumstances)


def _readings(here: Setting) -> Iterator[tuple[str, list[bytes]]]:
    dice, today = random.Random(5), clock.today("Asia/Shanghai")
    with here.app.app_context(), here.app.extensions["hutong"].database.reading():
        homes = [ids.show(home_id) for home_id in session().scalars(select(Home.id).limit(300))]
    year = urlencode({"from": today, "to": today + timedelta(days=YEAR)})

    def stay() -> str:
        arrival = today + timedelta(days=dice.randrange(1, 300))
        return urlencode({"check_in": arrival, "check_out": arrival + timedelta(days=LONG), "guests": 1})

    yield "detail", [get(f"/api/v1/homes/{home}") for home in homes]
    yield "calendar of a year", [get(f"/api/v1/homes/{home}/calendar?{year}") for home in homes]
    yield "quote of 90 nights", [get(f"/api/v1/homes/{home}/quote?{stay()}") for home in homes]
    yield "page, with its calendar and reviews", [get(f"/homes/{home}") for home in homes]


if __name__ == "__main__":
    main()
