"""Pictures of a feed: RSS, Atom, Media RSS."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from hutong.photos.gateways import Found
from hutong.photos.gateways.page import images

PICTURE = ("image/jpeg", "image/png", "image/webp", "image/gif", "image/avif", "image/heic")


def is_feed(body: bytes, kind: str) -> bool:
    """Whether an answer is a feed rather than a page."""
    head = body[:2000].lstrip().lower()
    return ("xml" in kind and b"<html" not in head) or any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf"))


def pictures(body: bytes, url: str) -> Iterator[Found]:
    """The pictures of a feed's entries, in their order, each with what is said about it."""
    import feedparser  # noqa: PLC0415 - only commands need it

    feed = feedparser.parse(body, sanitize_html=True)
    for entry in feed.entries:
        tags = tuple(str(tag.get("term") or "")[:40] for tag in entry.get("tags", []) if tag.get("term"))
        page = urljoin(url, str(entry.get("link") or ""))
        for address in dict.fromkeys(_addresses(entry, page)):
            yield Found(
                urljoin(url, address),
                title=str(entry.get("title") or ""),
                tags=tags,
                author=_author(entry, feed.feed),
                licence=_licence(entry, feed.feed),
                page=page,
            )


def _addresses(entry: Any, page: str) -> Iterator[str]:
    """The picture itself where the entry names it, else those in its text."""
    named = [one.get("url", "") for one in entry.get("media_content", []) if _is_picture(one, "medium")]
    named += [one.get("href", "") for one in entry.get("enclosures", []) if _is_picture(one, "type")]
    found = [address for address in named if address]
    if not found:
        texts = [part.get("value", "") for part in entry.get("content", [])] + [entry.get("summary", "")]
        found = [one.url for text in texts for one in images(text, page)]
    yield from found


def _is_picture(item: Any, name: str) -> bool:
    said = str(item.get("type") or "")
    return said in PICTURE or (not said and (item.get(name) == "image" or name == "medium"))


def _author(entry: Any, feed: Any) -> str:
    credit = entry.get("media_credit") or []
    return str((credit[0].get("content") if credit else "") or entry.get("author") or feed.get("author") or "")


def _licence(entry: Any, feed: Any) -> str:
    media = entry.get("media_license")
    if isinstance(media, dict):
        media = media.get("content") or media.get("href")
    linked = [link.get("href", "") for link in entry.get("links", []) if link.get("rel") == "license"]
    said = media or entry.get("license") or (linked[0] if linked else "") or entry.get("rights")
    return str(said or feed.get("license") or feed.get("rights") or "")
