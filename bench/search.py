"""Searching homes by district, dates and price, uncached: 1,000 and 100,000 homes in one city.

.venv/bin/python -m bench.search [--homes 1000 100000] [--database …]
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from bench.fill_homes import fill
from bench.load import get
from bench.report import Row, show
from bench.servers import memory
from bench.setting import Setting, around, in_turns, options, servers, setting
from hutong.kernel import clock
from hutong.regions import actions as regions
from hutong.regions import queries as places

BEIJING = "110100"


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--homes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--claims-days", type=int, default=60)
    given = parser.parse_args()
    rows = []
    with setting(given) as here:
        database, present = here.app.extensions["hutong"].database, 0
        with here.app.app_context():
            database.run(regions.ensure)
        for size in given.homes:
            fill(database, size - present, BEIJING, given.claims_days, seed=size)
            present = size
            for name, requests in _searches(here):
                with servers(here) as ports:
                    mine, yardstick = in_turns(here, ports, around(requests))
                    sizes = memory(ports[0])
                rows.append(Row(f"{name}, {size:,} homes", mine, yardstick, 0.10))
        show("Search homes", f"search-{here.engine}", rows, here.circumstances)
        print(f"\nmemory of the web processes: {sizes} MiB")


def _searches(here: Setting) -> Iterator[tuple[str, list[bytes]]]:
    """Kinds of searches, each as many different requests."""
    dice, today = random.Random(3), clock.today("Asia/Shanghai")
    with here.app.app_context(), here.app.extensions["hutong"].database.reading():
        districts = places.below(BEIJING)

    def one(**more: object) -> bytes:
        arrival = today + timedelta(days=dice.randrange(1, 40))
        asked = {"region": dice.choice(districts), "check_in": arrival, "check_out": arrival + timedelta(days=2)}
        return get("/api/v1/homes?" + urlencode({**asked, "guests": 2, "max_price": 90_000, **more}))

    yield "district, dates, price", [one() for _ in range(300)]
    yield "the same, cheapest first", [one(sort="price") for _ in range(300)]


if __name__ == "__main__":
    main()
