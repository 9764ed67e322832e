"""Combos: what there is of them, and taking from a stock that others take from too."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from hutong.booking.actions import expire
from hutong.booking.events import BookingNews, LinesCancelled
from hutong.booking.models import PAID, Booking
from hutong.booking.orders import OrderLine
from hutong.cinema.models import KIND
from hutong.cinema.models.tickets import COMBO, Combo, SoldCombo
from hutong.cinema.queries import extras, tickets
from hutong.cinema.schemas.extras import ComboEdit, ComboNew
from hutong.kernel import audit, ids
from hutong.kernel.db import Retry, rows_changed, session, write
from hutong.kernel.errors import Conflict, invalid
from hutong.kernel.web import must_match
from hutong.media import actions as media


class SoldOut(Conflict):
    """There is not enough left of a combo."""

    code = "sold_out"


def take(booking: Booking, combo_ids: Sequence[int]) -> None:
    """Take the combos of a new booking, in the order of its lines, from their stocks; raises SoldOut.

    One that is held in exchange for another booking's takes nothing: they stay that one's until this one is paid.
    """
    lines = [line for line in booking.lines if line.kind == COMBO]
    if not lines:
        return
    rows = [
        {"line_id": line.id, "booking_id": booking.id, "combo_id": combo_id, "taken": not _waits(booking)}
        for line, combo_id in zip(lines, combo_ids, strict=True)
    ]
    write(SoldCombo, rows)
    if not _waits(booking):
        _out_of_stock(combo_ids)


def put_back(event: BookingNews) -> None:
    """What is called off, or was not paid in time, is there for others again: each line of it once.

    What it was exchanged for, if that waited for its payment, takes its own of it first.
    """
    if event.kind != KIND:
        return
    gone = select(SoldCombo.line_id, SoldCombo.combo_id).where(SoldCombo.booking_id == event.booking_id)
    if isinstance(event, LinesCancelled):
        gone = gone.where(SoldCombo.line_id.in_(event.line_ids))
    taken = session().execute(gone.where(SoldCombo.taken)).all()
    waiting = _waiting(event) if taken else []
    for combo_id in sorted({row.combo_id for row in taken}):
        back = _mark([row.line_id for row in taken if row.combo_id == combo_id], taken=False)
        back -= _mark([row.line_id for row in waiting if row.combo_id == combo_id], taken=True)
        mine = update(Combo).where(Combo.id == combo_id, Combo.stock.is_not(None))
        rows_changed(mine.values(stock=Combo.stock + back))


def retake(booking: Booking) -> None:
    """Money came after the hold, when its combos had been put back: take them again; raises SoldOut."""
    if booking.kind != KIND or _waits(booking):
        return
    mine = select(SoldCombo.line_id, SoldCombo.combo_id).where(SoldCombo.booking_id == booking.id, ~SoldCombo.taken)
    rows = session().execute(mine).all()
    if _mark([row.line_id for row in rows], taken=True) != len(rows):
        raise Retry
    _out_of_stock(row.combo_id for row in rows)


def carried(booking_id: int, ticket_id: int) -> tuple[list[OrderLine], list[int]]:
    """The combos that go along with the last living seat of a booking into another one, at the price they had."""
    if any(one.alive and one.id != ticket_id for one in tickets.of_booking(booking_id)):
        return [], []
    lines = tickets.combos_of([booking_id])[booking_id]
    known = extras.sold([line.id for line in lines])
    moved = [
        OrderLine(
            kind=COMBO,
            title_zh=line.title_zh,
            title_en=line.title_en,
            price=line.net,
            label=line.label,
            picture_id=line.picture_id,
        )
        for line in lines
    ]
    return moved, [known[line.id] for line in lines]


def _waits(booking: Booking) -> bool:
    """Whether it is exchanged for lines of another booking that live until it is paid."""
    return booking.given_up is not None and booking.state != PAID


def _waiting(event: BookingNews) -> Sequence[Any]:
    """The combos not taken yet of what a booking is exchanged for, now that it is paid."""
    found = select(SoldCombo.line_id, SoldCombo.combo_id).join(Booking, Booking.id == SoldCombo.booking_id)
    found = found.where(Booking.customer_id == event.customer_id, Booking.origin_id == event.booking_id)
    found = found.where(Booking.state == PAID, ~SoldCombo.taken)
    return session().execute(found).all()


def _out_of_stock(combo_ids: Iterable[int]) -> None:
    for combo_id, count in sorted(Counter(combo_ids).items()):
        combo = extras.combo(combo_id)
        if combo.stock is None or _less(combo_id, count):
            continue
        ended = [expire(booking_id) for booking_id in extras.lapsed(combo_id)]  # like seats of a hold that is over
        if not any(ended) or not _less(combo_id, count):
            raise SoldOut(_("%(combo)s: there are not so many left.", combo=combo.title))


def _less(combo_id: int, count: int) -> bool:
    mine = update(Combo).where(Combo.id == combo_id, Combo.stock >= count)
    return rows_changed(mine.values(stock=Combo.stock - count)) == 1


def _mark(line_ids: Collection[int], taken: bool) -> int:
    """How many of these lines were not marked so before."""
    if not line_ids:
        return 0
    mine = update(SoldCombo).where(SoldCombo.line_id.in_(sorted(line_ids)), SoldCombo.taken.is_(not taken))
    return rows_changed(mine.values(taken=taken))


def create(cinema_id: int, person_id: int, body: ComboNew) -> Combo:
    """Offer a combo; raises Invalid for a picture that is not the person's."""
    _own_picture(person_id, body.picture_id)
    values = {name: getattr(body, name) for name in type(body).model_fields}
    made = Combo(id=ids.new_id(), version=1, cinema_id=cinema_id, **values)
    session().add(made)
    session().flush()
    audit.record("combo.created", f"combo:{made.id}", after=_facts(made))
    return made


def edit(combo: Combo, person_id: int, body: ComboEdit) -> Combo:
    """Change some of a combo; raises Stale, or Invalid for a picture that is not the person's."""
    must_match(combo.version)
    if body.picture_id != combo.picture_id:
        _own_picture(person_id, body.picture_id)
    before, shown = _facts(combo), combo.picture_id
    mine = update(Combo).where(Combo.id == combo.id, Combo.version == combo.version)
    values = {name: getattr(body, name) for name in body.model_fields_set}
    if rows_changed(mine.values(**values, version=combo.version + 1)) != 1:
        raise Retry
    session().refresh(combo)
    media.let_go({shown} - {combo.picture_id})
    audit.record("combo.edited", f"combo:{combo.id}", before, _facts(combo))
    return combo


def _own_picture(person_id: int, picture_id: int | None) -> None:
    if picture_id is not None and not media.take([picture_id], person_id):
        raise invalid("picture_id", _l("There is no such picture of yours."))


def _facts(combo: Combo) -> dict[str, object]:
    return {"title": combo.title_zh, "price": combo.price, "stock": combo.stock, "listed": combo.listed}
