"""The door: a page for a phone's camera."""

from flask import render_template

from hutong.accounts.models import Permission
from hutong.cinema import access
from hutong.cinema.pages.base import pages
from hutong.cinema.queries import door
from hutong.kernel import clock


@pages.page("/cinemas/<id:cinema_id>/door")
def show_door(cinema_id: int) -> str:
    """Let people in, with or without a network."""
    cinema = access.cinema_for(cinema_id, Permission.CHECK_IN)
    today = clock.today(cinema.timezone)
    return render_template(
        "cinema/door.html", cinema=cinema, halls=door.halls(cinema.id), shows=door.shows_of(cinema, today), today=today
    )
