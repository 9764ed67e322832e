"""Booking a night: signed in, validated, priced, claimed, audited, with its notice in the outbox.

.venv/bin/python -m bench.book [--database mysql+pymysql://…] [--clients 16]
"""

import json
import random
from datetime import timedelta

from tests.accounts.world import person
from tests.stays.world import home

from bench.load import post
from bench.people import browsers
from bench.report import Row, show
from bench.servers import memory
from bench.setting import audited, in_turns, one_by_one, options, servers, setting
from hutong.kernel import clock, ids

HOMES, UNPAID = 60, 3


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--people", type=int, default=2500)
    given = parser.parse_args()
    with setting(given) as here:
        host = person(here.app, "13900000000", verified=True)
        homes = [home(here.app, host, instant=True, min_nights=1) for _ in range(HOMES)]
        guests = browsers(here.app, given.people)
        today = clock.today("Asia/Shanghai")
        stays = [(flat, night) for night in range(2, 500, 2) for flat in homes]
        random.Random(7).shuffle(stays)
        requests = []
        for guest, (flat, night) in zip(guests * UNPAID, stays, strict=False):
            body = {"check_in": str(today + timedelta(days=night)), "check_out": str(today + timedelta(days=night + 2))}
            path = f"/api/v1/homes/{ids.show(flat)}/bookings"
            requests.append(post(path, json.dumps(body).encode(), guest.cookie, guest.token))
        with servers(here) as ports:
            mine, yardstick = in_turns(here, ports, one_by_one(requests))
            used = memory(ports[0])
        aim = 0.15 if here.engine != "sqlite" else 0.20
        ready = f"Empty database to ready: {here.ready_seconds:.1f} s (aim: 10)."
        row = Row("book", mine, yardstick, aim)
        show("Book a home", f"book-{here.engine}", [row], here.circumstances, used, ready, audited(here))


if __name__ == "__main__":
    main()
