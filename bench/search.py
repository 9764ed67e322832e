"""Searching homes by district, dates and price, uncached: 1,000, 100,000 and a million homes.

.venv/bin/python -m bench.search [--homes 1000 100000 1000000] [--database …]

Up to 100,000 homes lie in one city, with half of a year's nights taken; the others in all other cities.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from bench.fill_homes import BEIJING, fill
from bench.load import get
from bench.report import Row, show
from bench.servers import memory
from bench.setting import READING, Setting, around, in_turns, options, servers, setting
from hutong.kernel import clock
from hutong.regions import actions as regions
from hutong.regions import queries as places

IN_ONE_CITY = 100_000


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--homes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--claims-days", type=int, default=365)
    given = parser.parse_args()
    rows = []
    with setting(given) as here:
        database, present = here.app.extensions["hutong"].database, 0
        with here.app.app_context():
            database.run(regions.ensure)
        for size in given.homes:
            here_too = max(0, min(size, IN_ONE_CITY) - present)
            _homes, claims = fill(database, here_too, BEIJING, given.claims_days, seed=size)
            fill(database, size - present - here_too, "", seed=size)
            print(f"{size:,} homes, {claims:,} more claims", flush=True)
            present = size
            for name, requests in searches(here):
                with servers(here, **READING) as ports:
                    mine, yardstick = in_turns(here, ports, around(requests))
                    used = memory(ports[0])
                rows.append(Row(f"{name}, {size:,} homes", mine, yardstick, 0.10))
        show("Search homes", f"search-{here.engine}", rows, here.circumstances, used)


def searches(here: Setting) -> Iterator[tuple[str, list[bytes]]]:
    """Kinds of searches, each as many different requests."""
    dice, today = random.Random(3), clock.today("Asia/Shanghai")
    with here.app.app_context(), here.app.extensions["hutong"].database.reading():
        districts = places.below(BEIJING)

    def one(**more: object) -> bytes:
        arrival = today + timedelta(days=dice.randrange(1, 300))
        asked = {"region": dice.choice(districts), "check_in": arrival, "check_out": arrival + timedelta(days=2)}
        return get("/api/v1/homes?" + urlencode({**asked, "guests": 2, "max_price": 90_000, **more}))

    yield "district, dates, price", [one() for _ in range(300)]
    yield "the same, cheapest first", [one(sort="price") for _ in range(300)]


if __name__ == "__main__":
    main()
