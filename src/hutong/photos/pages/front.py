"""What photos show on the front page: public and alike for everybody, so that it can be cached."""

from flask import render_template
from markupsafe import Markup

from hutong.photos.queries import picks, streams
from hutong.photos.queries.streams import Stream

SHOWN = 8


def front() -> str:
    """Today's pictures: the picks, then what is hot."""
    picked = picks.picked(None)
    known = {card.id for card in picked}
    hot = streams.page(Stream("hot"), None, SHOWN + len(known)).cards
    shown = (picked + [card for card in hot if card.id not in known])[:SHOWN]
    section = render_template("photos/front.html", cards=shown, stream=Stream("hot"))
    return Markup(section)  # noqa: S704 - made by a template, which has escaped what people wrote
