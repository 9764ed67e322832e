"""What a cinema sells beside seats: its card for clients, and the manager's lists of combos and levels."""

from flask import render_template

from hutong.accounts.models import Permission
from hutong.cinema import access
from hutong.cinema.models import Cinema
from hutong.cinema.pages.base import pages, uploaded
from hutong.cinema.pages.desk import frame
from hutong.cinema.queries import extras
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.web import viewer
from hutong.media import queries as media


@pages.page("/cinemas/<id:cinema_id>/card", public=True)
def show_card(cinema_id: int) -> str:
    """The card of a cinema: its levels, and one's own."""
    cinema = session().get(Cinema, cinema_id)
    if cinema is None or not (cinema.open or access.works_at(cinema.organisation_id)):
        raise NotFound
    reader = viewer()
    return render_template(
        "cinema/card.html",
        cinema=cinema,
        levels=extras.levels(cinema_id),
        card=extras.card(reader.id, cinema_id) if reader else None,
    )


@pages.page("/cinemas/<id:cinema_id>/extras")
def show_extras(cinema_id: int) -> str:
    """Combos and levels of the card, for the manager."""
    cinema = access.cinema_for(cinema_id, Permission.MANAGE_HALLS)
    combos = extras.combos(cinema_id, all_of_them=True)
    return render_template(
        "cinema/extras.html",
        **frame(cinema, "extras"),
        fresh={one.id: uploaded(f"picture-{ids.show(one.id)}") for one in combos},
        combos=combos,
        levels=extras.levels(cinema_id, all_of_them=True),
        pictures=media.pictures(one.picture_id for one in combos if one.picture_id),
    )
