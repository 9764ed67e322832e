"""Using a coupon for something that is bought, and giving it back: each once, whoever else tries at the same time."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import clock, ids
from hutong.kernel.db import Retry, rows_changed, session, write
from hutong.promotions.models import Coupon, CouponUse
from hutong.promotions.problems import CouponGone
from hutong.promotions.queries.coupons import Offer


def use(offer: Offer, person_id: int, subject: str) -> None:
    """Take one use of a coupon for a subject.

    Two at once with the same number: one is written, the other's transaction is run again and sees it. Raises
    CouponGone where the stock has been used up since the offer was made.
    """
    row = {
        "id": ids.new_id(),
        "coupon_id": offer.coupon_id,
        "person_id": person_id,
        "number": offer.number,
        "subject": subject,
        "amount": offer.off,
        "at": clock.now(),
        "given_back_at": None,
    }
    try:
        write(CouponUse, [row])
    except IntegrityError:
        raise Retry from None
    if offer.counted:
        left = update(Coupon).where(Coupon.id == offer.coupon_id, Coupon.used < Coupon.stock)
        if rows_changed(left.values(used=Coupon.used + 1)) != 1:
            raise CouponGone


def give_back(subject: str) -> bool:
    """The coupon used for a subject can be used again; once, False where there is none or it was given back."""
    found = (
        session()
        .execute(
            select(CouponUse.id, CouponUse.coupon_id).where(CouponUse.subject == subject, CouponUse.number.is_not(None))
        )
        .first()
    )
    if found is None:
        return False
    mine = update(CouponUse).where(CouponUse.id == found.id, CouponUse.number.is_not(None))
    if rows_changed(mine.values(number=None, given_back_at=clock.now())) != 1:
        return False
    counted = update(Coupon).where(Coupon.id == found.coupon_id, Coupon.stock.is_not(None), Coupon.used > 0)
    rows_changed(counted.values(used=Coupon.used - 1))
    return True
