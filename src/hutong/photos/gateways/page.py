"""Pictures of a page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from hutong.photos.gateways import Found
from hutong.photos.gateways.folder import ENDINGS

SMALLEST = 200  # pixels, where a page says how large a picture is: icons and buttons are no photos


def pictures(body: bytes, url: str) -> Iterator[Found]:
    """The pictures of a page, in their order, with the licence and author that the page names."""
    yield from images(body.decode("utf-8", "replace"), url)


def images(text: str, url: str) -> Iterator[Found]:
    """The pictures of a piece of HTML, each once."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only commands need it

    page = LexborHTMLParser(text)
    root = page.css_first("base[href]")
    base = urljoin(url, root.attributes.get("href") or "") if root else url
    licence, author = _licence(page, base), _meta(page, "author")
    seen: set[str] = set()
    for node in page.css("img"):
        address = urljoin(base, _largest(node))
        if not address.startswith(("http://", "https://")) or address in seen or _small(node):
            continue
        seen.add(address)
        alt = (node.attributes.get("alt") or "").strip()
        yield Found(address, title=_caption(node) or alt, author=author, licence=licence, page=url, alt=alt[:300])


def _largest(node: Any) -> str:
    """The picture that a link around it leads to, else the widest of its `srcset`, else its `src`."""
    around = node.parent
    if around is not None and around.tag == "a":
        href = around.attributes.get("href") or ""
        if urlsplit(href).path.lower().endswith(ENDINGS):
            return str(href)
    widest = (0.0, "")
    for part in (node.attributes.get("srcset") or "").split(", "):
        address, _, size = part.strip().partition(" ")
        try:
            widest = max(widest, (float(size.rstrip("wx") or 1), address))
        except ValueError:
            continue
    return widest[1] or str(node.attributes.get("data-src") or node.attributes.get("src") or "")


def _small(node: Any) -> bool:
    sizes = [node.attributes.get(name) or "" for name in ("width", "height")]
    return any(size.isdigit() and int(size) < SMALLEST for size in sizes)


def _caption(node: Any) -> str:
    figure = node.parent
    while figure is not None and figure.tag != "figure":
        figure = figure.parent
    caption = figure.css_first("figcaption") if figure is not None else None
    return " ".join(caption.text().split()) if caption is not None else ""


def _licence(page: Any, base: str) -> str:
    link = page.css_first('a[rel~="license"], link[rel~="license"]')
    if link is None:
        return _meta(page, "license") or _meta(page, "copyright")
    return " ".join(link.text().split()) or urljoin(base, link.attributes.get("href") or "")


def _meta(page: Any, name: str) -> str:
    found = page.css_first(f'meta[name="{name}"]')
    return (found.attributes.get("content") or "").strip() if found is not None else ""
