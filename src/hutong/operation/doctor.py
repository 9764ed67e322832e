"""`hutong doctor`: what a person would look at first, looked at by the program."""

import shutil
import stat
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import text

from hutong.kernel import clock, jobs, schema
from hutong.kernel.settings import Environment
from hutong.kernel.state import settings, state
from hutong.media.gateways import store
from hutong.notices.gateways import smtp

LEAST_DISK = 1 << 30
LATEST_JOB = 5 * clock.MINUTE
MOST_SKEW = 5 * clock.SECOND
PROBE = "doctor-probe.txt"
VERSIONS = {"mysql": "SELECT version()", "postgresql": "SHOW server_version", "sqlite": "SELECT sqlite_version()"}


class Finding(NamedTuple):
    """One thing that was looked at; `good` None means that it is as it is, to be known."""

    name: str
    good: bool | None
    text: str


def findings() -> list[Finding]:
    """Everything, each look on its own: one that fails by itself is a finding too."""
    found: list[Finding] = []
    for look in (_settings, _secrets, _database, _kv, _storage, _disk, _mail, _jobs):
        name = look.__name__.strip("_")
        try:
            found.extend(Finding(name, good, said) for good, said in look())
        except Exception as error:
            found.append(Finding(name, False, f"{type(error).__name__}: {error}"))
    return found


Look = Callable[[], Iterator[tuple[bool | None, str]]]


def _settings() -> Iterator[tuple[bool | None, str]]:
    here = settings()
    yield None, f"environment {here.env}, time zone {here.timezone}, currency {here.currency}"
    if here.env in (Environment.PRODUCTION, Environment.STAGING):
        given = bool(here.public_url)
        yield given, f"HUTONG_PUBLIC_URL is {here.url if given else 'not set: links in mails would be wrong'}"
        safe = here.url.startswith("https://")
        yield safe, "cookies travel by HTTPS only" if safe else "the site is not served by HTTPS"
        yield None, f"{here.trusted_proxies} trusted proxies in front"


def _secrets() -> Iterator[tuple[bool | None, str]]:
    for name in ("secret-key", "data-key"):
        file = settings().data / name
        if file.exists():
            private = not stat.S_IMODE(file.stat().st_mode) & 0o077
            yield private, f"{file} {'is for its owner only' if private else 'can be read by others: chmod 600'}"


def _database() -> Iterator[tuple[bool | None, str]]:
    database = state().database
    began = time.perf_counter()
    with database.reader.connect() as connection:
        version = connection.scalar(text(VERSIONS.get(database.dialect, VERSIONS["mysql"])))
    took = (time.perf_counter() - began) * 1000
    yield True, f"{database.dialect} {version} answers in {took:.1f} ms"
    current = schema.current(database)
    yield current, "the schema is current" if current else "the schema is old: run hutong db upgrade"
    if database.dialect != "sqlite":
        with database.reader.connect() as connection:
            now = (
                "SELECT UNIX_TIMESTAMP(NOW(3))"
                if database.dialect != "postgresql"
                else "SELECT extract(epoch FROM now())"
            )
            theirs = int(float(connection.scalar(text(now)) or 0) * 1000)
        skew = abs(theirs - clock.now())
        yield skew < MOST_SKEW, f"its clock differs from ours by {skew / 1000:.1f} s"


def _kv() -> Iterator[tuple[bool | None, str]]:
    state().kv.set(PROBE, b"well", clock.MINUTE)
    good = state().kv.getdel(PROBE) == b"well"
    yield good, f"{'Redis' if settings().redis_url else 'the table'} keeps what it is given"


def _storage() -> Iterator[tuple[bool | None, str]]:
    keeper = store()
    keeper.put(PROBE, b"well")
    good = keeper.read(PROBE) == b"well"
    keeper.remove(PROBE)
    yield good, f"{type(keeper).__name__} keeps what it is given"


def _disk() -> Iterator[tuple[bool | None, str]]:
    folder = settings().data.absolute()
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    yield free > LEAST_DISK, f"{free / (1 << 30):.1f} GB free in {folder}"


def _mail() -> Iterator[tuple[bool | None, str]]:
    url = settings().mail_url
    if not url:
        yield None, "no HUTONG_MAIL_URL: mails are kept and not sent"
        return
    yield smtp.reach(url), f"{urlsplit(url).hostname} takes our mails"


def _jobs() -> Iterator[tuple[bool | None, str]]:
    with state().database.reading():
        late, waiting, failed = jobs.latest(), jobs.waiting(), len(jobs.given_up())
    yield (
        late < LATEST_JOB,
        f"{waiting} jobs wait, the longest for {late // 1000} s"
        + ("" if late < LATEST_JOB else ": is a worker running?"),
    )
    yield failed == 0, f"{failed} jobs were given up" if failed else "no job was given up"
