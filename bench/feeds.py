"""Outside calendars: 10,000 of 1,000 homes, read by one worker within their 15 minutes.

.venv/bin/python -m bench.feeds [--homes 1000] [--database …]

The other sites are one HTTP server on this machine. The first turn finds every calendar new, the second that nothing
has changed (304 for half of them, the same bytes again for the others), the third that one in twenty has.
"""

import argparse
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sqlalchemy import func, select, update

from bench.fill_homes import BEIJING, fill
from bench.report import keep
from bench.servers import free_port
from bench.setting import options, setting
from hutong.kernel import clock
from hutong.kernel.db import Database, session, write
from hutong.kernel.outbound import Guard
from hutong.regions import actions as regions
from hutong.stays.gateways import calendars
from hutong.stays.jobs import poll_calendars
from hutong.stays.models import Block, Feed, Home
from hutong.stays.models.calendars import PERIOD

EACH = 10  # calendars of a home
EVENTS = 12
CHANGED = 20  # one in so many has changed in the third turn


class Elsewhere(BaseHTTPRequestHandler):
    """Another site: a calendar for every number, in the version that the address asks for."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the calendar, or 304."""
        number, _, version = self.path.strip("/").rpartition("/")
        tag = f'"{number}-{version}"' if int(number) % 2 else ""
        same = bool(tag) and self.headers.get("If-None-Match") == tag
        body = b"" if same else calendar(int(number), int(version))
        self.send_response(304 if same else 200)
        self.send_header("Content-Length", str(len(body)))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


def calendar(number: int, version: int) -> bytes:
    """A dozen stays of a few nights, with as much around them as such sites write."""
    first = clock.today("Asia/Shanghai") + timedelta(days=number % 7 + version)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Elsewhere//EN", "CALSCALE:GREGORIAN"]
    for at in range(EVENTS):
        begin = first + timedelta(days=at * 11)
        lines += ["BEGIN:VEVENT", f"UID:{number}-{at}@elsewhere.example", "DTSTAMP:20261101T000000Z"]
        lines += [f"DTSTART;VALUE=DATE:{begin:%Y%m%d}", f"DTEND;VALUE=DATE:{begin + timedelta(days=3):%Y%m%d}"]
        lines += ["SUMMARY:Reserved", "STATUS:CONFIRMED", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _serve(port: int) -> None:
    ThreadingHTTPServer.request_queue_size = 256
    ThreadingHTTPServer(("127.0.0.1", port), Elsewhere).serve_forever()


@contextmanager
def elsewhere() -> Iterator[str]:
    """The address of the other sites, in a process of their own."""
    port = free_port()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(port,), daemon=True)
    server.start()
    try:
        time.sleep(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.join()


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--homes", type=int, default=1_000)
    given = parser.parse_args()
    calendars.GUARD = Guard(allowed_networks=("127.0.0.0/8",), most_bytes=2_000_000, seconds=10.0)
    with setting(given) as here, elsewhere() as address, here.app.app_context():
        database = here.app.extensions["hutong"].database
        database.run(regions.ensure)
        fill(database, given.homes, BEIJING, 0)
        database.run(lambda: _add(address))
        turns = [("every calendar new", _turn(database))]
        turns.append(("nothing has changed", _turn(database)))
        database.run(lambda: _change(address))
        turns.append(("one in twenty has changed", _turn(database)))
        _show(here.engine, given, database, turns)


def _add(address: str) -> None:
    now, homes = clock.now(), session().scalars(select(Home.id).order_by(Home.id)).all()
    for at in range(EACH):
        rows = [
            {
                "home_id": home, "name": f"calendar {at}", "url": f"{address}/{number * EACH + at}/0", "made_at": now,
                "due_at": now, "problem": "", "failures": 0, "etag": "", "changed": "", "digest": "",
            }
            for number, home in enumerate(homes)
        ]  # fmt: skip
        write(Feed, rows)


def _change(address: str) -> None:
    for feed in session().scalars(select(Feed).where(Feed.id % CHANGED == 0)):
        feed.url = feed.url.removesuffix("/0") + "/1"
    assert address


def _turn(database: Database) -> float:
    """The seconds until every calendar was read once, by the job as it runs each minute."""
    database.run(lambda: session().execute(update(Feed).values(due_at=clock.now())))
    began = time.perf_counter()
    while database.run(lambda: session().scalar(select(func.count()).where(Feed.due_at <= clock.now()))):
        poll_calendars.function()
    return time.perf_counter() - began


def _show(engine: str, given: argparse.Namespace, database: Database, turns: list[tuple[str, float]]) -> None:
    with database.reading():
        sick = session().scalar(select(func.count()).where(Feed.failures > 0))
        read = session().scalar(select(func.count()).where(Feed.ok_at.is_not(None))) or 0
        blocks = session().scalar(select(func.count()).select_from(Block))
    lines = [f"## {read:,} calendars of {given.homes:,} homes on {engine}, one worker", ""]
    lines += ["| turn | seconds | of its 900 | calendars per s |", "|---|---|---|---|"]
    lines += [f"| {name} | {took:.0f} | {took * 100_000 / PERIOD:.1f} % | {read / took:.0f} |" for name, took in turns]
    lines += ["", f"{sick} could not be read; {blocks:,} stretches of nights are blocked."]
    keep(f"feeds-{engine}", lines)


if __name__ == "__main__":
    main()
