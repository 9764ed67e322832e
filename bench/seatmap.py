"""The seat map of a show, live: 300 seats of which half are sold, whole and unchanged (304).

.venv/bin/python -m bench.seatmap [--seats 300] [--database …]
"""

import urllib.request

from bench.load import get
from bench.report import Row, show
from bench.servers import memory
from bench.setting import Setting, around, in_turns, options, servers, setting
from hutong.booking.actions import claim
from hutong.cinema.grounds import prepare
from hutong.cinema.models import Screening
from hutong.kernel import ids
from hutong.kernel.db import session


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--seats", type=int, default=300)
    given = parser.parse_args()
    with setting(given) as here:
        path = _show(here, given.seats)
        with servers(here) as ports:
            whole = in_turns(here, ports, around([get(path)]))
            with urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}{path}") as answer:
                tag = answer.headers["ETag"]
            unchanged = get(path).replace(b"Accept-Language: zh", f"If-None-Match: {tag}".encode())
            same = in_turns(here, ports, around([unchanged]))
            used = memory(ports[0])
        rows = [
            Row(f"seat map, {given.seats} seats", *whole, 0.25),
            Row("the same, unchanged", *same, 0.5),
        ]
        show("Seat map", f"seatmap-{here.engine}", rows, here.circumstances, used)


def _show(here: Setting, seats: int) -> str:
    """The address of the seats of a show, every other one sold."""
    with here.app.app_context():
        database = here.app.extensions["hutong"].database
        ground = database.run(lambda: prepare(1, seats))

        def sell() -> None:
            resource_id = session().get_one(Screening, ground.screening_id).resource_id
            claim(resource_id, {slot: str(slot) for slot in range(1, seats + 1, 2)}, ids.new_id())

        database.run(sell)
    return f"/api/v1/screenings/{ids.show(ground.screening_id)}/seats"


if __name__ == "__main__":
    main()
