"""The front page: one search and the doors of all storefronts, then what each of them has to show today."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g, render_template, request
from markupsafe import Markup

from hutong.kernel import i18n
from hutong.kernel.contribute import Point
from hutong.kernel.pages import menu
from hutong.kernel.web import Pages, viewer

NOTHING = Markup()
KEPT = 2.0  # seconds for which those who are signed out are shown the same page, as nginx does (security.SHARED)
pages = Pages("front", "hutong.kernel", static=False)


@dataclass(frozen=True)
class Strip:
    """What a storefront brings to the front page. It is public and alike for everybody: no name, no token.

    `key` is that of its door in the menu. Where there is nothing to show, `section` is empty and leaves no hole.
    """

    key: str
    lead: str  # a sentence of the headline
    note: str  # on its door: what waits behind it today
    section: Markup
    head: Markup = NOTHING  # its sheets and scripts
    art: Markup = NOTHING  # a drawing on its door


FRONT: Point[Callable[[], Strip]] = Point("front")


@pages.page("/", public=True)
def front() -> str:
    """The front page: what each storefront has to show; one for all who are signed out."""
    if viewer() is not None or request.query_string or current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        return _page()
    kept: dict[str, tuple[float, str]] = current_app.extensions.setdefault("hutong_front", {})
    now, language = time.monotonic(), i18n.language()
    until, page = kept.get(language, (0.0, ""))
    if page and now < until:
        return page
    if page:
        kept[language] = (now + KEPT, page)  # whoever comes while the next one is made is shown this one
    page = _page()
    if "private" not in g:
        kept[language] = (time.monotonic() + KEPT, page)
    return page


def _page() -> str:
    strips = [strip() for strip in FRONT.all()]
    doors = [(door, next((one for one in strips if one.key == door.key), None)) for door in menu("doors")]
    return render_template("kernel/front.html", strips=strips, entrances=doors)


def install(app: Flask) -> None:
    """Serve the front page."""
    app.register_blueprint(pages)
