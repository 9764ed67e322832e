"""Pages of homes as everybody reads them who is signed out: drawn once for equal contents, and never by the clock.

A page is found again by all that it is drawn from, as the database says it at this moment: the home's row, the nights
somebody holds, unusual nights, pictures, host, reviews, today. Whatever changes, the next reader gets a new page.
"""

import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from flask import current_app, g, request

from hutong.kernel import i18n, site
from hutong.kernel.forms import refused_form
from hutong.kernel.pages import menu
from hutong.kernel.settings import Environment
from hutong.kernel.state import settings
from hutong.kernel.web import viewer

MOST = 500  # pages; packed, with what they are drawn from, some five megabytes


class Kept:
    """The pages that were read last."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> str | None:
        """The page drawn from these values."""
        with self._lock:
            packed = self._pages.get(key)
            if packed is None:
                return None
            self._pages.move_to_end(key)
        return zlib.decompress(packed).decode()

    def keep(self, key: Hashable, page: str) -> None:
        """Keep a page, and let go of the one that nobody has read for longest."""
        packed = zlib.compress(page.encode(), 1)
        with self._lock:
            self._pages[key] = packed
            if len(self._pages) > self.most:
                self._pages.popitem(last=False)


def alike() -> bool:
    """Whether this request asks for a page as all who are signed out see it, without dates or anything else."""
    plain = request.method == "GET" and not request.query_string and refused_form() is None
    return plain and viewer() is None and settings().env is not Environment.DEVELOPMENT


def once(values: Hashable, draw: Callable[[], str]) -> str:
    """The page that `draw` makes of these values, or the one that was made of equal ones."""
    kept: Kept = current_app.extensions.setdefault("hutong_homes", Kept())
    key = request.path, i18n.language(), _frame(), values
    page = kept.find(key)
    if page is None:
        page = draw()
        if "private" not in g:
            kept.keep(key, page)
    return page


def _frame() -> Hashable:
    """What the frame around a page says that staff can change."""
    said = site.shown()
    links = tuple((entry.key, entry.href) for place in ("doors", "footer") for entry in menu(place))
    return said["name"], said["logo"], said["footer"], tuple(said["languages"]), settings().currency, links
