"""A rush: 500 buyers for 300 seats, 50 at a time, exactly 300 sold; several times, beside the bare hello.

.venv/bin/python -m bench.rush [--buyers 500] [--seats 300] [--database …]
"""

import json
import random

from bench.load import Result, burst, get
from bench.report import Row, show
from bench.servers import memory
from bench.setting import one_by_one, options, servers, setting
from hutong.cinema.grounds import Ground, double_sold, prepare
from hutong.kernel import ids


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--buyers", type=int, default=500)
    parser.add_argument("--seats", type=int, default=300)
    parser.set_defaults(clients=50)
    given = parser.parse_args()
    mine: list[Result] = []
    yardstick: list[Result] = []
    with setting(given) as here:
        database = here.app.extensions["hutong"].database
        with here.app.app_context():
            grounds = [database.run(lambda: prepare(given.buyers, given.seats)) for _ in range(given.rounds)]
            with servers(here) as ports:
                warm = database.run(lambda: prepare(40, 40))
                burst(ports[0], one_by_one(_requests(warm)), given.clients, 60)
                for ground in grounds:
                    hello = [get("/")] * given.buyers
                    yardstick.append(burst(ports[1], one_by_one(hello), given.clients, 60))
                    mine.append(burst(ports[0], one_by_one(_requests(ground)), given.clients, 60))
                    with database.reading():
                        doubles = double_sold(ground)
                    assert mine[-1].statuses == {201: given.seats, 409: given.buyers - given.seats}, mine[-1].statuses
                    assert doubles == 0, doubles
                used = memory(ports[0])
        row = Row(f"{given.buyers} buyers, {given.seats} seats", mine, yardstick, 0.055)
        took = f"Seconds of each rush: {', '.join(f'{one.seconds:.2f}' for one in mine)} (aim: 2)."
        show("Rush", f"rush-{here.engine}", [row], here.circumstances, took, used)


def _requests(ground: Ground) -> list[bytes]:
    """What every buyer sends, in any order."""
    path = f"/api/v1/screenings/{ids.show(ground.screening_id)}/bookings"
    made = []
    for number, token in enumerate(ground.tokens):
        body = json.dumps({"seats": [ground.labels[number % len(ground.labels)]]})
        head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
        made.append(f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    random.Random(7).shuffle(made)
    return made


if __name__ == "__main__":
    main()
