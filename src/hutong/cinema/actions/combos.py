"""Combos: what there is of them, and taking from a stock that others take from too."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from hutong.booking.events import BookingNews
from hutong.booking.models import Booking
from hutong.cinema.models import KIND
from hutong.cinema.models.tickets import Combo
from hutong.cinema.queries import extras
from hutong.cinema.schemas.extras import ComboEdit, ComboNew
from hutong.kernel import audit, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, invalid
from hutong.kernel.web import must_match
from hutong.media import queries as media


class SoldOut(Conflict):
    """There is not enough left of a combo."""

    code = "sold_out"


def take(wishes: Mapping[int, int]) -> None:
    """Take so many of each combo from its stock, where it has one; raises SoldOut, and then nothing is taken."""
    for combo_id, count in sorted(wishes.items()):
        combo = extras.combo(combo_id)
        if combo.stock is None:
            continue
        mine = update(Combo).where(Combo.id == combo_id, Combo.stock >= count)
        if rows_changed(mine.values(stock=Combo.stock - count)) != 1:
            raise SoldOut(_("%(combo)s: there are not so many left.", combo=combo.title))


def put_back(event: BookingNews) -> None:
    """A booking that will not be used gives its combos back."""
    if event.kind != KIND:
        return
    booking = session().get(Booking, event.booking_id)
    for shown, count in (booking.facts.get("combos", {}) if booking else {}).items():
        mine = update(Combo).where(Combo.id == ids.read(shown), Combo.stock.is_not(None))
        rows_changed(mine.values(stock=Combo.stock + count))


def create(cinema_id: int, person_id: int, body: ComboNew) -> Combo:
    """Offer a combo; raises Invalid for a picture that is not the person's."""
    _own_picture(person_id, body.picture_id)
    made = Combo(id=ids.new_id(), version=1, cinema_id=cinema_id, **body.model_dump())
    session().add(made)
    session().flush()
    audit.record("combo.created", f"combo:{made.id}", after=_facts(made))
    return made


def edit(combo: Combo, person_id: int, body: ComboEdit) -> Combo:
    """Change some of a combo; raises Stale, or Invalid for a picture that is not the person's."""
    must_match(combo.version)
    if body.picture_id != combo.picture_id:
        _own_picture(person_id, body.picture_id)
    before = _facts(combo)
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(combo, name, value)
    combo.version += 1
    audit.record("combo.edited", f"combo:{combo.id}", before, _facts(combo))
    return combo


def _own_picture(person_id: int, picture_id: int | None) -> None:
    if picture_id is None:
        return
    found = media.pictures([picture_id]).get(picture_id)
    if found is None or found.owner_id != person_id:
        raise invalid("picture_id", _l("There is no such picture of yours."))


def _facts(combo: Combo) -> dict[str, object]:
    return {"title": combo.title_zh, "price": combo.price, "stock": combo.stock, "listed": combo.listed}
