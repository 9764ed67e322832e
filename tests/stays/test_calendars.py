"""Calendars of other sites: read, written, and where they disagree with bookings."""

import gzip
import threading
from contextlib import suppress
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hutong.kernel import clock, ids, jobs
from hutong.kernel.outbound import Guard
from hutong.stays.gateways import calendars
from hutong.stays.gateways.calendars import Unreadable, read, write
from hutong.stays.jobs import poll_calendars
from tests.accounts.world import person, signed_in
from tests.booking.world import faults
from tests.stays import world

FRIDAY = date(2026, 11, 27)
CHINA = ZoneInfo("Asia/Shanghai")
PRESENT = clock.day_number(date(2026, 11, 23))
HERE = Guard(allowed_networks=("127.0.0.0/8",), most_bytes=200_000, seconds=5)
numbers = count(1)


def day(number):
    return (FRIDAY + timedelta(days=number)).isoformat()


def event(first, until, *lines, uid=None):
    dates = [f"DTSTART;VALUE=DATE:{first.replace('-', '')}", f"DTEND;VALUE=DATE:{until.replace('-', '')}"]
    name = uid or f"{next(numbers)}@elsewhere.example"
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{name}", "DTSTAMP:20261101T000000Z", *dates, *lines, "END:VEVENT"])


def ics(*events, head=()):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *head, *events, "END:VCALENDAR", ""]).encode()


def raw(*lines):
    return ics("\r\n".join(["BEGIN:VEVENT", "UID:one", *lines, "END:VEVENT"]))


def nights(body):
    return [
        (clock.day_of(busy.first).isoformat(), clock.day_of(busy.until).isoformat())
        for busy in read(body, CHINA, PRESENT)
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ics(event("2026-11-27", "2026-11-29")), [("2026-11-27", "2026-11-29")]),
        (raw("DTSTART;VALUE=DATE:20261127"), [("2026-11-27", "2026-11-28")]),
        (raw("DTSTART;VALUE=DATE:20261127", "DURATION:P3D"), [("2026-11-27", "2026-11-30")]),
        (raw("DTSTART:20261127T150000", "DTEND:20261129T110000"), [("2026-11-27", "2026-11-29")]),
        (raw("DTSTART:20261126T170000Z", "DTEND:20261128T020000Z"), [("2026-11-27", "2026-11-28")]),
        (
            raw("DTSTART;TZID=America/New_York:20261126T200000", "DTEND;TZID=America/New_York:20261127T230000"),
            [("2026-11-27", "2026-11-28")],
        ),
        (
            ics("BEGIN:VEVENT\r\nDTSTART:20261126T200000\r\nDTEND:20261128T100000\r\nEND:VEVENT",
                head=("X-WR-TIMEZONE:America/New_York",)),
            [("2026-11-27", "2026-11-28")],
        ),
        (ics(event("2026-11-27", "2026-11-29", "TRANSP:TRANSPARENT")), []),
        (ics(event("2026-12-01", "2026-12-02", "STATUS:CANCELLED")), []),
        (ics(event("2026-11-27", "2026-11-29", "STATUS:TENTATIVE")), [("2026-11-27", "2026-11-29")]),
        (
            ics(event("2026-11-27", "2026-11-29", "SEQUENCE:1", uid="a"),
                event("2026-12-01", "2026-12-02", "SEQUENCE:2", uid="a")),
            [("2026-12-01", "2026-12-02")],
        ),
        (ics(event("2020-01-01", "2020-01-05"), event("2026-11-20", "2026-11-25")), [("2026-11-23", "2026-11-25")]),
        (ics(), []),
        (
            raw("DTSTART;VALUE=DATE:20261127", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261204"),
            [("2026-11-27", "2026-11-28"), ("2026-12-11", "2026-12-12")],
        ),
        (
            ics("BEGIN:VEVENT\r\nUID:r\r\nDTSTART;VALUE=DATE:20261127\r\nRRULE:FREQ=DAILY;INTERVAL=7;UNTIL=20261204\r\nEND:VEVENT",
                "BEGIN:VEVENT\r\nUID:r\r\nRECURRENCE-ID;VALUE=DATE:20261204\r\nDTSTART;VALUE=DATE:20261206\r\nEND:VEVENT"),
            [("2026-11-27", "2026-11-28"), ("2026-12-06", "2026-12-07")],
        ),
    ],
)  # fmt: skip
def test_reading(body, expected):
    """S-03: exclusive ends, times of every kind at the home's own day, only what is busy, moved and repeated events."""
    assert nights(body) == expected


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<html>", "calendar"),
        (b"", "calendar"),
        (ics(*["BEGIN:VEVENT\r\nEND:VEVENT"] * 2_001), "many"),
        (raw("SUMMARY:no dates"), "dates"),
        (raw("DTSTART:soon"), "dates"),
        (raw("DTSTART;VALUE=DATE:20261127", "RRULE:FREQ=SECONDLY"), "repeats"),
        (raw("DTSTART;VALUE=DATE:20261127", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "repeats"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2026", "dates"),
    ],
)
def test_what_is_no_calendar(body, problem):
    """S-03: what cannot be understood is a problem, never a free night."""
    with pytest.raises(Unreadable, match=f"^{problem}$"):
        read(body, CHINA, PRESENT)


RANGES = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 30)), max_size=12)


@given(RANGES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.differing_executors], deadline=None)
def test_export_imported_elsewhere_blocks_the_same_nights(ranges):
    """S-03: what one Hutong writes, another reads as the same nights."""
    spans = [(clock.day_of(PRESENT + first), clock.day_of(PRESENT + first + length)) for first, length in ranges]
    written = write(
        "院子 “x”; y, z", [(f"{at}@a", "Reserved", *span) for at, span in enumerate(spans)], clock.local(0, "UTC")
    )
    seen = {night for busy in read(written, CHINA, PRESENT) for night in range(busy.first, busy.until)}
    assert seen == {night for first, length in ranges for night in range(PRESENT + first, PRESENT + first + length)}


class Elsewhere(BaseHTTPRequestHandler):
    """Another site with calendars, good and bad."""

    pages: dict[str, bytes] = {}
    asked: list[dict[str, str]] = []

    def log_message(self, *_args):
        """Silence."""

    def do_GET(self):
        body, name = self.pages.get(self.path), self.path.strip("/")
        self.asked.append({**self.headers})
        if self.headers.get("If-None-Match") == '"same"':
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(302 if name == "inwards" else 200 if body else 500)
        headers = {"Location": "http://10.0.0.1/", "Content-Encoding": "gzip"}
        wanted = {"inwards": "Location", "bomb": "Content-Encoding"}.get(name)
        if wanted:
            self.send_header(wanted, headers[wanted])
        if name == "tagged":
            self.send_header("ETag", '"same"')
        body = gzip.compress(b"\0" * 3_000_000, 1) if name == "bomb" else body or b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)


@pytest.fixture
def site(monkeypatch):
    """Its address on this machine."""
    monkeypatch.setattr(calendars, "GUARD", HERE)
    Elsewhere.pages, Elsewhere.asked = {}, []
    monkeypatch.setattr(ThreadingHTTPServer, "request_queue_size", 400)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def host_id(app):
    return person(app, "13800001002", verified=True)


@pytest.fixture
def host(app, host_id):
    return signed_in(app, host_id)


@pytest.fixture
def guest(app):
    return signed_in(app, person(app, "13800001001"))


def poll(app):
    with app.app_context():
        poll_calendars.function()
        jobs.run_all()


def states(client, path, until=6):
    days = client.get(f"{path}/calendar", **{"from": day(0), "to": day(until)}).json["days"]
    return "".join(one["state"][0] for one in days)


@pytest.mark.usefixtures("monday")
def test_importing(app, site, host, host_id, guest):
    """S-03: several calendars block the union of their nights; what moves or vanishes is followed (scenario S10)."""
    path = world.path(world.home(app, host_id, instant=True))
    pages = Elsewhere.pages
    pages["/a"] = ics(event(day(0), day(2)), event(day(4), day(5), "STATUS:CANCELLED"))
    pages["/tagged"] = ics(event(day(1), day(3)))
    first = host.post(f"{path}/feeds", {"name": "A", "url": f"{site}/a"})
    assert (first.status_code, first.json["well"]) == (201, False)
    assert guest.get(path).json["instant"] is False  # until it has been read
    host.post(f"{path}/feeds", {"name": "B", "url": f"{site}/tagged"})
    poll(app)
    assert states(guest, path) == "bbbfff"
    assert guest.get(path).json["instant"] is True
    assert guest.get("/homes", check_in=day(2), check_out=day(3)).json["items"] == []
    pages["/a"] = ics(event(day(4), day(5)))
    with clock.moved(16 * clock.MINUTE):
        poll(app)
        assert states(guest, path) == "fbbfbf"
        feeds = host.get(f"{path}/feeds").json["feeds"]
        assert [(feed["well"], feed["problem"]) for feed in feeds] == [(True, ""), (True, "")]
        assert feeds[1]["ok_at"] == feeds[0]["ok_at"]  # 304 is well, too
    assert {one.get("If-None-Match") for one in Elsewhere.asked[-2:]} == {None, '"same"'}
    assert host.delete(f"{path}/feeds/{first.json['id']}").status_code == 204
    assert states(guest, path) == "fbbfff"
    assert faults(app) == []


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("page", ["gone", "inwards", "bomb", "html"])
def test_a_sick_calendar(app, site, host, host_id, guest, page):
    """S-03: a calendar that cannot be read keeps its nights, and guests ask before they book until it is well."""
    Elsewhere.pages = {"/a": ics(event(day(0), day(1))), "/html": b"<html>"}
    path = world.path(world.home(app, host_id, instant=True))
    feed = host.post(f"{path}/feeds", {"name": "A", "url": f"{site}/a"}).json
    poll(app)
    problem = {"gone": "answer", "inwards": "private", "bomb": "large", "html": "calendar"}[page]
    turn = lambda url: app.extensions["hutong"].database.run(lambda: world.turn(ids.read(feed["id"]), url))  # noqa: E731
    with app.app_context():
        turn(f"{site}/{page}")
    with clock.moved(20 * clock.MINUTE):
        poll(app)
        shown = host.get(f"{path}/feeds").json["feeds"][0]
        assert (shown["problem"], shown["failures"], shown["well"]) == (problem, 1, False)
        assert states(guest, path, 2) == "bf"
        stay = {"check_in": day(2), "check_out": day(3)}
        assert guest.get("/homes", **stay, instant="true").json["items"] == []
        asked = guest.post(f"{path}/bookings", stay)
        assert (asked.status_code, asked.json["state"]) == (201, "requested")
        text = host.page(f"/host{path}").text
        assert "cannot be read" in text
    with app.app_context():
        turn(f"{site}/a")
    with clock.moved(40 * clock.MINUTE):
        poll(app)
        assert guest.get(path).json["instant"] is True
    assert faults(app) == []


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "http://10.0.0.1/a.ics"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "http://127.0.0.1:25/"}, "url"),
        ({"url": ""}, "url"),
        ({"name": ""}, "name"),
    ],
)
def test_addresses_that_are_not_read(app, host, host_id, body, field):
    """S-03: private networks and what is no web address are refused beside the field."""
    path = world.path(world.home(app, host_id))
    refused = host.post(f"{path}/feeds", {"name": "A", "url": "http://8.8.8.8/a.ics", **body})
    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, [field])
    assert host.get(f"{path}/feeds").json["feeds"] == []


@pytest.mark.usefixtures("monday")
def test_export_and_echo(app, site, host, host_id, guest):
    """S-03: whole days with exclusive ends, no names, nothing imported; our own events come back as echoes (S10)."""
    path = world.path(world.home(app, host_id, instant=True, title="Yard"))
    booked = guest.post(f"{path}/bookings", {"check_in": day(0), "check_out": day(2), "message": "Secret"}).json
    host.put(f"{path}/blocks", {"from": day(3), "to": day(4)})
    Elsewhere.pages["/a"] = ics(event(day(5), day(6)))
    host.post(f"{path}/feeds", {"name": "A", "url": f"{site}/a"})
    poll(app)
    address = host.get(f"{path}/feeds").json["address"]
    local = address[address.index("/calendars/") :]
    export = guest.http.get(local)
    assert (export.status_code, export.mimetype) == (200, "text/calendar")
    assert nights(export.data) == [(day(0), day(2)), (day(3), day(4))]
    assert "DTEND;VALUE=DATE:20261129" in export.text
    assert not {"Secret", "138", "13800001001"} & set(export.text.replace(":", " ").split())
    Elsewhere.pages["/a"] = export.data
    world.pay(app, guest, booked["id"])
    with clock.moved(16 * clock.MINUTE):
        poll(app)
        assert states(guest, path) == "ttfbff"  # what it had told has gone, its echo of us is nothing
        guest.post(f"/bookings/{booked['id']}/cancellation", {})
        assert states(guest, path) == "fffbff"
    assert host.post(f"{path}/calendar-address").json["address"] != address
    assert guest.http.get(local).status_code == 404
    other = world.path(world.home(app, host_id))
    Elsewhere.pages["/b"] = export.data
    host.post(f"{other}/feeds", {"name": "B", "url": f"{site}/b"})
    poll(app)
    assert states(guest, other) == "bbfbff"
    assert faults(app) == []


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("keep", [True, False])
def test_a_conflict(app, site, host, host_id, guest, keep):
    """S-03: nights sold twice wait for the host, who keeps our booking or calls it off; the notice says so (S10)."""
    path = world.path(world.home(app, host_id, instant=True))
    Elsewhere.pages["/a"] = ics()
    host.post(f"{path}/feeds", {"name": "Elsewhere", "url": f"{site}/a"})
    poll(app)
    booking = guest.post(f"{path}/bookings", {"check_in": day(0), "check_out": day(2)}).json
    Elsewhere.pages["/a"] = ics(event(day(1), day(4)))
    world.pay(app, guest, booking["id"])
    with clock.moved(16 * clock.MINUTE):
        poll(app)
        assert states(guest, path) == "ttbbff"
        found = host.get(f"{path}/conflicts").json["items"]
        assert [(one["from"], one["to"], one["booking_id"]) for one in found] == [(day(1), day(4), booking["id"])]
        desk = host.page(f"/host{path}").text
        assert ["Booked twice" in desk, "1 stay is booked twice" in desk] == [True, True]
        assert "booked twice" in host.page("/notices").text
        one = f"{path}/conflicts/{found[0]['id']}"
        assert guest.put(one, {"keep": keep}).status_code == 404
        assert host.put(one, {}).status_code == 422
        assert host.put(one, {"keep": keep}).json["state"] == ("kept" if keep else "cancelled")
        assert (host.put(one, {"keep": keep}).status_code, host.get(f"{path}/conflicts").json["items"]) == (409, [])
        assert guest.get(f"/bookings/{booking['id']}").json["state"] == ("paid" if keep else "cancelled")
        assert states(guest, path) == ("ttbbff" if keep else "fbbbff")
    with clock.moved(40 * clock.MINUTE):
        poll(app)
        assert host.get(f"{path}/conflicts").json["items"] == []


@pytest.mark.usefixtures("monday")
def test_many_calendars_in_one_turn(app, site, host_id):
    """S-03: three hundred calendars are read in one turn, many at once, and not again before theirs."""
    Elsewhere.pages["/a"] = ics(event(day(0), day(1)))
    home_id = world.home(app, host_id)
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: world.feeds(home_id, f"{site}/a", 300))
    poll(app)
    asked = len(Elsewhere.asked)
    poll(app)
    assert (asked, len(Elsewhere.asked)) == (300, 300)
