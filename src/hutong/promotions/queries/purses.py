"""What somebody brings to a price: the coupon they name, and their points; also as parts of a larger statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, func, inspect, literal_column, select

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.promotions.models import Coupon, CouponUse, Holding, PointLot
from hutong.promotions.queries.coupons import key_of

_COUPONS, _USES, _LOTS = inspect(Coupon).local_table, inspect(CouponUse).local_table, inspect(PointLot).local_table
_TERMS = (
    "id", "code", "title", "how", "value", "cap", "minimum", "currency", "starts_at", "ends_at", "kind", "seller_id",
    "borne_by", "per_person", "stock", "used", "holders_only", "state",
)  # fmt: skip


class Lot(NamedTuple):
    """Points that expire together."""

    id: int
    left: int
    expires_at: int


@dataclass(frozen=True)
class Purse:
    """The coupon's terms (as `terms` asks for them; None: no such coupon), and points, what expires first first."""

    terms: Any = None
    lots: Sequence[Lot] = ()

    @property
    def points(self) -> int:
        """How many there are."""
        return sum(lot.left for lot in self.lots)


def terms() -> list[ColumnElement[Any]]:
    """The columns of a coupon, whether the person `:person_id` holds it (`held`), and their next free number of a use.

    Numbers come back with what is given back, so the next one is the first that is not there.
    """
    mine = (_USES.c.coupon_id == _COUPONS.c.id) & (_USES.c.person_id == bindparam("person_id"))
    after = _USES.alias()
    none_after = ~exists().where(
        after.c.coupon_id == _COUPONS.c.id, after.c.person_id == _USES.c.person_id, after.c.number == _USES.c.number + 1
    )
    gap = select(func.min(_USES.c.number) + 1).where(mine, _USES.c.number.is_not(None), none_after).scalar_subquery()
    first = exists().where(mine, _USES.c.number == 1)
    holds = exists().where(Holding.coupon_id == _COUPONS.c.id, Holding.person_id == bindparam("person_id"))
    held = case((holds, literal_column("1")), else_=literal_column("0"))
    number = case((first, gap), else_=literal_column("1"))
    return [*(_COUPONS.c[name] for name in _TERMS), held.label("held"), number.label("next_number")]


def lots() -> Select[Any]:
    """The lots of which the person `:person_id` can spend at `:now`."""
    mine = select(_LOTS.c.id, _LOTS.c.left, _LOTS.c.expires_at).where(_LOTS.c.person_id == bindparam("person_id"))
    return mine.where(_LOTS.c.left > literal_column("0"), _LOTS.c.expires_at > bindparam("now"))


def in_order(found: Sequence[Lot]) -> list[Lot]:
    """As they are spent: what expires first first."""
    return sorted(found, key=lambda lot: (lot.expires_at, lot.id))


_COUPON = select(*terms()).where(_COUPONS.c.code == bindparam("code"))
_POINTS = lots()


def purse(person_id: int, code: str = "", points: bool = False) -> Purse:
    """What of both is wanted: a statement for the coupon, one for the points."""
    who = {"person_id": person_id}
    connection = session().connection()
    found = connection.execute(_COUPON, {**who, "code": key_of(code)}).first() if code else None
    rows = connection.execute(_POINTS, {**who, "now": clock.now()}) if points else ()
    return Purse(found, in_order([Lot(*row) for row in rows]))
