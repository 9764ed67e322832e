"""How bookings stand in a seller's statement, and what of them is still to be earned."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, func, select

from hutong.booking.models import BOOKING, PAID, Booking, subject_of
from hutong.booking.rates import WHOLE
from hutong.kernel import i18n, ids
from hutong.kernel.db import session
from hutong.kernel.prepared import Prepared
from hutong.payments.statements import Ahead, Coming, Named

FIRST = 5
_GROSS = Booking.total - Booking.refund - Booking.moved + Booking.subsidy
_NET: Any = _GROSS - (_GROSS * Booking.commission * 2 + WHOLE) // (2 * WHOLE)
_MINE = (
    Booking.seller_id == bindparam("seller_id"),
    Booking.state == PAID,
    Booking.method == "",
    Booking.currency == bindparam("currency"),
)
_ALL = Prepared(lambda: select(func.count(), func.sum(_NET)).where(*_MINE))
_NEXT = Prepared(
    lambda: (
        select(Booking.id, Booking.ends_at, Booking.title_zh, Booking.title_en, _NET.label("net"))
        .where(*_MINE)
        .order_by(Booking.ends_at, Booking.id)
        .limit(FIRST)
    )
)


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
    asked = {"seller_id": seller_id, "currency": currency}
    count, amount = _ALL.rows(asked)[0]
    rows = _NEXT.rows(asked) if count else []
    first = [Coming(row.ends_at, Named(_title(row), _page(row.id)), int(row.net)) for row in rows]
    return Ahead(int(amount or 0), count, first)


def _page(booking_id: int) -> str:
    return f"/bookings/{ids.show(booking_id)}"


def _title(row: Any) -> str:
    return str(row.title_zh if i18n.language() == "zh" else row.title_en)
