"""Bringing photos in from elsewhere: one transaction a photo, so that it can be stopped and goes on where it was."""

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hutong.kernel import audit
from hutong.kernel.db import session
from hutong.kernel.errors import Problem
from hutong.kernel.outbound import Guard, OutboundRefused
from hutong.kernel.state import state
from hutong.media import actions as media
from hutong.photos import actions
from hutong.photos.actions.posting import AlreadyUploaded, Source
from hutong.photos.gateways import Found, archive, feed, folder, page
from hutong.photos.gateways.fetching import AGENT, Fetcher
from hutong.photos.models import Photo
from hutong.photos.schemas import PhotoIn
from hutong.photos.schemas.asked import BETWEEN

SPIDER = Path(__file__).with_name("gateways") / "spider.py"
SAME = ("place", "visibility", "comments_open")
log = structlog.get_logger("photos.import")
LARGEST = Guard(most_bytes=media.LARGEST, seconds=30.0)


class SourceRefused(Exception):
    """A source from which nothing can be brought in; the text says why."""


@dataclass(frozen=True)
class Wish:
    """What is brought in from where, for whom."""

    source: str
    owner_id: int
    kind: str = "auto"  # folder, archive, feed, page, spider
    licence: str = ""
    tags: tuple[str, ...] = ()
    visibility: str = "public"
    most: int = 200
    pages: int = 20
    delay: float = 1.0
    networks: tuple[str, ...] = ()  # private ones that may be asked all the same

    @property
    def fetcher(self) -> Fetcher:
        """Requests as this wish allows them."""
        return Fetcher(Guard(LARGEST.most_bytes, LARGEST.seconds, allowed_networks=self.networks), self.delay)


@dataclass
class Outcome:
    """What came of it."""

    added: int = 0
    known: int = 0
    refused: list[str] = field(default_factory=list)


def look(wish: Wish, fetcher: Fetcher) -> list[Found]:
    """What there is at the source, at most so many; raises SourceRefused."""
    try:
        return list(_first(_source(wish, fetcher), wish.most))
    except OutboundRefused as refused:
        log.warning("source_refused", source=wish.source, reason=str(refused))
        raise SourceRefused(str(refused)) from None
    except (ValueError, LookupError, TypeError) as broken:  # an archive that was changed by hand
        raise SourceRefused(f"this cannot be read: {type(broken).__name__} {broken}") from None


def bring_in(wish: Wish, found: Iterable[Found], fetcher: Fetcher, outcome: Outcome) -> Iterator[Found]:
    """Bring pictures in one by one, each kept before the next; yields every one when it is done with."""
    for one in found:
        try:
            _bring(wish, one, fetcher, outcome)
        except (OutboundRefused, Problem, OSError, ValueError, LookupError, TypeError) as refused:
            reason = _reason(refused)
            log.warning("picture_refused", url=one.url, reason=reason)
            outcome.refused.append(f"{one.url}: {reason}")
        yield one


def _bring(wish: Wish, one: Found, fetcher: Fetcher, outcome: Outcome) -> None:
    name = f"{wish.owner_id}:{one.said['id']}" if one.said else one.url
    key = hashlib.sha256(name.encode()).hexdigest()
    if _known(key):
        outcome.known += 1
        return
    if one.said:
        _restore(wish, one, key, outcome)
        return
    prepared = media.prepare(_read(one, fetcher))
    title, tags = one.title[:2000], [tag for said in (*wish.tags, *one.tags) for tag in BETWEEN.split(said) if tag]
    wanted = PhotoIn.model_validate(
        {"caption": title, "tags": [tag[:40] for tag in tags][:20], "alt": one.alt, "visibility": wish.visibility}
    )
    source = Source(_web(one.page) or _web(one.url), key, one.author, one.licence or wish.licence)
    try:
        audit.run_sealed(lambda: actions.bring_in(wish.owner_id, wanted, prepared, source))
    except (AlreadyUploaded, IntegrityError):
        outcome.known += 1  # the same picture under another address, or a second importer was faster
        return
    outcome.added += 1


def _restore(wish: Wish, one: Found, key: str, outcome: Outcome) -> None:
    """A photo of an archive: the same file, words, time and comments; what others said is marked with their names."""
    said = one.said
    prepared = media.adopt(archive.read(one.url, media.LARGEST + 1))
    wanted = PhotoIn.model_validate(
        {"caption": one.title, "alt": one.alt, "tags": list(one.tags), **{name: said[name] for name in SAME}}
    )

    def put() -> None:
        photo = actions.bring_in(
            wish.owner_id, wanted, prepared, Source(_web(one.page), key, one.author, one.licence or wish.licence)
        )
        actions.bring_back_words(photo, int(said["shown_at"]), said["comments"])

    try:
        audit.run_sealed(put)
    except (AlreadyUploaded, IntegrityError):
        outcome.known += 1
        return
    outcome.added += 1


def _web(address: str) -> str:
    """An address that may stand as a link on a page: no file of this machine, no other scheme."""
    return address if address.startswith(("http://", "https://")) else ""


def _read(one: Found, fetcher: Fetcher) -> bytes:
    if one.url.startswith(("http://", "https://")):
        return fetcher.get(one.url).body
    with Path(one.url).open("rb") as file:
        return file.read(media.LARGEST + 1)


def _known(key: str) -> bool:
    with state().database.reading():
        return session().scalar(select(Photo.id).where(Photo.source_key == key)) is not None


def _source(wish: Wish, fetcher: Fetcher) -> Iterator[Found]:
    path = Path(wish.source).expanduser()
    if wish.kind == "folder" or (wish.kind == "auto" and path.is_dir()):
        if not path.is_dir():
            raise SourceRefused("this is no folder")
        return folder.pictures(path)
    if wish.kind in ("auto", "archive") and archive.is_archive(path):
        return archive.pictures(path)
    if not wish.source.startswith(("http://", "https://")):
        raise SourceRefused("a folder, an archive, or an address that begins with http:// or https://, is wanted")
    if wish.kind == "spider":
        return _crawled(wish)
    answer = fetcher.get(wish.source)
    reads: Callable[[bytes, str], Iterator[Found]] = page.pictures
    said = answer.headers.get("content-type", "")
    if wish.kind == "feed" or (wish.kind == "auto" and feed.is_feed(answer.body, said)):
        reads = feed.pictures
    return reads(answer.body, answer.url)


def _crawled(wish: Wish) -> Iterator[Found]:
    """The pictures of the pages that the spider prints, in a process of its own; it ends with us."""
    order = [sys.executable, "-P", str(SPIDER), wish.source, "--agent", AGENT]
    order += ["--pages", str(wish.pages), "--delay", str(wish.delay)]
    order += [part for network in wish.networks for part in ("--network", network)]
    with subprocess.Popen(order, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as spider:  # noqa: S603
        try:
            assert spider.stdout is not None  # noqa: S101 - it was asked for
            for line in spider.stdout:
                seen = json.loads(line)
                yield from page.pictures(base64.b64decode(seen["body"]), seen["url"])
            if spider.wait() != 0:
                said = spider.stderr.read() if spider.stderr else ""
                missing = "No module named 'scrapy'" in said
                raise SourceRefused(
                    "the spider needs the extra: pip install 'hutong[spider]'" if missing else said[-500:]
                )
        finally:
            spider.terminate()


def _first(found: Iterator[Found], most: int) -> Iterator[Found]:
    seen: set[str] = set()
    for one in found:
        if len(seen) >= most:
            return
        if one.url not in seen:
            seen.add(one.url)
            yield one


def _reason(refused: Exception) -> str:
    if isinstance(refused, Problem):
        return "; ".join(str(error.message) for error in refused.errors) or str(refused.detail)
    if isinstance(refused, ValidationError):
        return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in refused.errors())
    return str(refused)
