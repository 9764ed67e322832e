"""What every page of cinema shares: the blueprint, and times where the cinema is."""

from typing import Any

from flask import request
from flask_babel import format_datetime

from hutong.cinema.queries.shows import Showing
from hutong.cinema.words import hall
from hutong.kernel import clock, i18n, ids
from hutong.kernel.web import Pages, viewer
from hutong.media import queries as media
from hutong.media.models import Picture

pages = Pages("cinema")


@pages.app_context_processor
def words() -> dict[str, Any]:
    """What the templates of cinema name."""
    return {
        "show_when": when,
        "show_time": time_of,
        "show_hall": lambda room: hall(room.name),
        "cinema_picture_url": media.url,
    }


def uploaded(name: str) -> Picture | None:
    """The picture that whoever looks has just uploaded, if the address names one under this name."""
    try:
        picture_id = ids.read(request.args[name])
    except (KeyError, ValueError):
        return None
    reader = viewer()
    return media.owned([picture_id], reader.id).get(picture_id) if reader else None


def when(shown: Showing, whole: bool = True) -> str:
    """Day and times of a show where it is: "11月22日 周日 19:30 – 21:28"."""
    zone = shown.cinema.timezone
    first = clock.local(shown.screening.starts_at, zone)
    pattern = "M月d日 EEE HH:mm" if i18n.language() == "zh" else "EEE d MMM, HH:mm"
    text = str(format_datetime(first, pattern, rebase=False))
    return f"{text} – {clock.local(shown.screening.ends_at, zone):%H:%M}" if whole else text


def time_of(at: int, zone: str) -> str:
    """The time of day of an instant at a place."""
    return f"{clock.local(at, zone):%H:%M}"
