"""What photos show on the front page: public and alike for everybody, so that it can be cached."""

from flask import get_template_attribute, render_template
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from hutong.kernel.front import Strip
from hutong.photos.queries import counts, picks
from hutong.photos.queries.streams import Stream

SHOWN = 8


def front() -> Strip:
    """Today's pictures: the picks, then what is hot; two statements."""
    shown = picks.today_and_hot(SHOWN)
    section = render_template("photos/front.html", cards=shown, stream=Stream("hot"))
    return Strip(
        key="photos",
        lead=_("A look at the town?"),
        note=_waiting(counts.shared_today() if shown else 0),
        section=Markup(section),  # noqa: S704 - made by a template, which has escaped what people wrote
        head=Markup(render_template("photos/front_head.html")),  # noqa: S704 - likewise
        art=Markup(get_template_attribute("photos/pieces.html", "line")()),  # noqa: S704 - likewise
    )


def _waiting(count: int) -> str:
    if count > counts.MOST:
        return _("More than %(count)s new photos today", count=counts.MOST)
    if count:
        return ngettext("%(num)s new photo today", "%(num)s new photos today", count)
    return _("Look at all photos")
