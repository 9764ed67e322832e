"""The photo stream, signed in: the first page and the thousandth, of 10,000 and of a million photos.

.venv/bin/python -m bench.stream [--photos 10000 1000000] [--database …]
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from bench.fill_photos import fill
from bench.load import get
from bench.people import Browser, browsers
from bench.report import Row, show
from bench.servers import memory
from bench.setting import Setting, around, in_turns, options, servers, setting
from hutong.kernel import paging
from hutong.kernel.db import session
from hutong.photos.models import Photo

PER_PAGE = 20


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--photos", type=int, nargs="+", default=[10_000, 1_000_000])
    given = parser.parse_args()
    rows = []
    with setting(given) as here:
        people, present = browsers(here.app, 200), 0
        for size in given.photos:
            database = here.app.extensions["hutong"].database
            fill(database, size - present, [one.person_id for one in people], seed=1 if not present else 2)
            present = size
            for name, request in _pages(here, people[0]):
                with servers(here) as ports:
                    mine, yardstick = in_turns(here, ports, around([request]))
                    used = memory(ports[0])
                rows.append(Row(f"{name}, {size:,} photos", mine, yardstick, 0.15))
        show("Photo stream", f"stream-{here.engine}", rows, here.circumstances, used)


def _pages(here: Setting, reader: Browser) -> Iterator[tuple[str, bytes]]:
    """Pages of streams as one person asks for them."""

    def asked(**more: object) -> bytes:
        return get("/api/v1/photos?" + urlencode({"limit": PER_PAGE, **more}), reader.cookie)

    yield "newest, page 1", asked()
    with here.app.app_context(), here.app.extensions["hutong"].database.reading():
        newest = session().query(Photo.shown_at, Photo.id).order_by(Photo.shown_at.desc(), Photo.id.desc())
        deep = newest.offset(min(999 * PER_PAGE, newest.count() - 2 * PER_PAGE)).limit(1).one()
    yield "newest, page 1,000", asked(cursor=paging.encode(*deep))
    yield "hot, page 1", asked(stream="hot")
    yield "of 50 people one follows", asked(stream="following")


if __name__ == "__main__":
    main()
