"""How bookings stand in a seller's statement, and what of them is still to be earned."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from hutong.booking.models import BOOKING, PAID, Booking, subject_of
from hutong.booking.rates import WHOLE
from hutong.kernel import i18n, ids
from hutong.kernel.db import session
from hutong.payments.statements import Ahead, Coming, Named

FIRST = 5


def names(subjects: Collection[str]) -> dict[str, Named]:
    """Bookings by the names under which the ledger knows them."""
    numbers = [int(number) for kind, _, number in (one.partition(":") for one in subjects) if kind == BOOKING]
    if not numbers:
        return {}
    rows = select(Booking.id, Booking.title_zh, Booking.title_en).where(Booking.id.in_(sorted(numbers)))
    return {subject_of(row.id): Named(_title(row), _page(row.id)) for row in session().execute(rows)}


def ahead(seller_id: int, currency: str) -> Ahead:
    """What is paid and has not taken place yet: what of it the seller will have earned, and the first of it.

    Sales at the counter are not counted: the seller has that money.
    """
    gross = Booking.total - Booking.refund - Booking.moved + Booking.subsidy
    net = gross - (gross * Booking.commission * 2 + WHOLE) // (2 * WHOLE)
    mine = (
        Booking.seller_id == seller_id,
        Booking.state == PAID,
        Booking.method == "",
        Booking.currency == currency,
    )
    count, amount = session().execute(select(func.count(), func.sum(net)).where(*mine)).one()
    rows = select(Booking.id, Booking.ends_at, Booking.title_zh, Booking.title_en, net.label("net")).where(*mine)
    first = [
        Coming(row.ends_at, Named(_title(row), _page(row.id)), int(row.net))
        for row in session().execute(rows.order_by(Booking.ends_at, Booking.id).limit(FIRST))
    ]
    return Ahead(int(amount or 0), count, first)


def _page(booking_id: int) -> str:
    return f"/bookings/{ids.show(booking_id)}"


def _title(row: Any) -> str:
    return str(row.title_zh if i18n.language() == "zh" else row.title_en)
