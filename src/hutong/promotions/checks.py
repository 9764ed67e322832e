"""What `hutong audit` proves about coupons and points."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.promotions.models import Coupon, CouponUse, PointEntry, PointLot


def faults() -> Iterator[str]:
    """Each coupon above its stock, use beyond a person's share, and lot of points at fault."""
    live = select(func.count()).where(CouponUse.coupon_id == Coupon.id, CouponUse.number.is_not(None))
    uses = live.scalar_subquery()
    rows = select(Coupon.code, Coupon.stock, Coupon.used, uses)
    wrong = rows.where(Coupon.stock.is_not(None), or_(Coupon.used > Coupon.stock, Coupon.used != uses))
    for code, stock, used, found in session().execute(wrong):
        yield f"coupon {code}: of a stock of {stock} there are {used} used, by its rows {found}"
    beyond = select(Coupon.code, CouponUse.person_id, CouponUse.number).join(Coupon, Coupon.id == CouponUse.coupon_id)
    for code, person_id, number in session().execute(beyond.where(CouponUse.number > Coupon.per_person)):
        yield f"coupon {code}: person {ids.show(person_id)} has used it {number} times"
    summed = select(PointEntry.lot_id, func.sum(PointEntry.amount).label("amount")).group_by(PointEntry.lot_id)
    sums = summed.subquery()
    lots = select(PointLot.id, PointLot.left, func.coalesce(sums.c.amount, 0))
    lots = lots.outerjoin(sums, sums.c.lot_id == PointLot.id)
    for lot_id, left, amount in session().execute(
        lots.where(or_(PointLot.left < 0, PointLot.left != func.coalesce(sums.c.amount, 0)))
    ):
        yield f"points {ids.show(lot_id)}: {left} are left, the entries say {amount}"
    homeless = select(PointEntry.id, PointEntry.lot_id).outerjoin(PointLot, PointLot.id == PointEntry.lot_id)
    for entry_id, _lot in session().execute(homeless.where(PointLot.id.is_(None))):
        yield f"points {ids.show(entry_id)}: a change of nothing"
    both = select(PointEntry.subject, func.sum(PointEntry.amount)).where(PointEntry.kind.in_(("spent", "returned")))
    for subject, amount in session().execute(both.group_by(PointEntry.subject)):
        if amount > 0:
            yield f"{subject}: {amount} points more came back than were spent"
