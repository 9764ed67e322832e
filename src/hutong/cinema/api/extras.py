"""Combos and cards for programs."""

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.booking.actions import OwnBooking, TooManyUnpaid
from hutong.booking.api import shown
from hutong.booking.schemas import BookingOut
from hutong.cinema import access
from hutong.cinema.actions import cards, combos
from hutong.cinema.api.base import api
from hutong.cinema.models import Cinema
from hutong.cinema.models.tickets import Combo
from hutong.cinema.queries import extras
from hutong.cinema.schemas.extras import (
    CardIn,
    CardOut,
    ComboEdit,
    ComboNew,
    ComboOut,
    LevelNew,
    LevelOut,
    LevelStateIn,
)
from hutong.kernel.db import session
from hutong.kernel.errors import Forbidden, Invalid, NotFound, Stale
from hutong.kernel.paging import Page
from hutong.kernel.web import etag, me

MANAGE = Permission.MANAGE_HALLS


@api.get("/cinemas/<id:cinema_id>/combos", public=True, raises=(NotFound,))
def list_combos(cinema_id: int) -> Page[ComboOut]:
    """The combos that a cinema sells with its tickets."""
    cinema = _cinema(cinema_id)
    return Page[ComboOut](items=[ComboOut.of(one, cinema.currency) for one in extras.combos(cinema_id)], next=None)


@api.post(
    "/cinemas/<id:cinema_id>/combos",
    raises=(NotFound, Forbidden, Invalid),
    done=_l("The combo is on sale."),
)
def create_combo(cinema_id: int, body: ComboNew) -> ComboOut:
    """Offer a combo."""
    cinema = access.cinema_for(cinema_id, MANAGE)
    return _combo(combos.create(cinema.id, me().id, body), cinema)


@api.patch(
    "/combos/<id:combo_id>",
    if_match=True,
    raises=(NotFound, Forbidden, Invalid, Stale),
    done=_l("Saved."),
)
def edit_combo(combo_id: int, body: ComboEdit) -> ComboOut:
    """Change some of a combo: price, stock, whether it is sold."""
    combo = extras.combo(combo_id)
    cinema = access.cinema_for(combo.cinema_id, MANAGE)
    return _combo(combos.edit(combo, me().id, body), cinema)


@api.get("/cinemas/<id:cinema_id>/card-levels", public=True, raises=(NotFound,))
def list_levels(cinema_id: int) -> Page[LevelOut]:
    """The levels of a cinema's card."""
    cinema = _cinema(cinema_id)
    return Page[LevelOut](items=[LevelOut.of(one, cinema.currency) for one in extras.levels(cinema_id)], next=None)


@api.post(
    "/cinemas/<id:cinema_id>/card-levels",
    raises=(NotFound, Forbidden, Invalid),
    done=_l("The card is on sale."),
)
def create_level(cinema_id: int, body: LevelNew) -> LevelOut:
    """Offer a level of the card."""
    cinema = access.cinema_for(cinema_id, MANAGE)
    return LevelOut.of(cards.create_level(cinema, body), cinema.currency)


@api.put("/card-levels/<id:level_id>/state", raises=(NotFound, Forbidden, Invalid), done=_l("Saved."))
def offer_level(level_id: int, body: LevelStateIn) -> LevelOut:
    """Sell a level, or no longer."""
    level = extras.level(level_id)
    cinema = access.cinema_for(level.cinema_id, MANAGE)
    return LevelOut.of(cards.offer(level, body.offered), cinema.currency)


@api.post(
    "/cinemas/<id:cinema_id>/cards",
    idempotent=True,
    raises=(NotFound, Invalid, cards.NotOffered, TooManyUnpaid, OwnBooking),
    done=_l("Pay, and the card is yours."),
)
def buy_card(cinema_id: int, body: CardIn) -> BookingOut:
    """Buy a cinema's card: it counts as soon as it is paid."""
    return shown(cards.buy(_cinema(cinema_id), extras.level(body.level), me().id), new=True)


@api.get("/me/cards")
def list_cards() -> Page[CardOut]:
    """Your cards of cinemas."""
    return Page[CardOut](items=[CardOut.of(one) for one in extras.cards(me().id)], next=None)


def _cinema(cinema_id: int) -> Cinema:
    found = session().get(Cinema, cinema_id)
    if found is None or not (found.open or access.works_at(found.organisation_id)):
        raise NotFound
    return found


def _combo(combo: Combo, cinema: Cinema) -> ComboOut:
    out = ComboOut.of(combo, cinema.currency)
    etag(out.version)
    return out
