"""Making coupons, stopping them, and who gets one into the wallet."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import audit, clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.kernel.errors import Conflict
from hutong.kernel.state import settings
from hutong.notices import actions as notices
from hutong.promotions.models import (
    GIVEN,
    OPEN,
    PLATFORM,
    SELLER,
    STOPPED,
    TAKEN,
    Coupon,
    Holding,
    coupon_subject,
)
from hutong.promotions.problems import CouponGone, CouponNotYours, CouponUnknown
from hutong.promotions.queries import by_code
from hutong.promotions.queries.coupons import key_of, must_be_open
from hutong.promotions.queries.holders import named
from hutong.promotions.schemas import CouponIn

KIND = "promotions.coupon"  # of the notice that somebody got one


class CodeTaken(Conflict):
    """Another coupon has this code."""

    code = "code_taken"
    detail = _l("Another coupon has this code.")


def make(body: CouponIn, made_by: int, seller_id: int = 0) -> Coupon:
    """A coupon of the platform, or of a seller who bears it; raises CodeTaken."""
    code = key_of(body.code)
    if session().scalar(select(Coupon.id).where(Coupon.code == code)) is not None:
        raise CodeTaken
    made = Coupon(
        id=ids.new_id(),
        code=code,
        title=body.title,
        how=body.how,
        value=body.value,
        cap=body.cap,
        minimum=body.minimum,
        currency=settings().currency,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        kind=body.kind,
        seller_id=seller_id,
        borne_by=SELLER if seller_id else PLATFORM,
        per_person=body.per_person,
        stock=body.stock,
        used=0,
        holders_only=body.holders_only,
        listed=body.listed and not body.holders_only,
        state=OPEN,
        made_by=made_by,
        made_at=clock.now(),
    )
    session().add(made)
    try:
        session().flush()
    except IntegrityError:
        raise Retry from None  # the same code at the same time
    after = {"code": code, "how": made.how, "value": made.value, "seller": seller_id}
    audit.record("coupon.made", coupon_subject(made.id), after=after)
    return made


def stop(coupon_id: int) -> bool:
    """Nobody can use it from now on; what was bought with it stays. False where it was stopped before."""
    mine = update(Coupon).where(Coupon.id == coupon_id, Coupon.state == OPEN)
    if rows_changed(mine.values(state=STOPPED)) != 1:
        return False
    audit.record("coupon.stopped", coupon_subject(coupon_id), {"state": OPEN}, {"state": STOPPED})
    return True


def take(code: str, person_id: int) -> Coupon:
    """Put a coupon into one's wallet by its code; raises what is wrong with it (problems.py). Twice is once."""
    coupon = by_code(code)
    if coupon is None:
        raise CouponUnknown
    held = session().get(Holding, (coupon.id, person_id)) is not None
    if coupon.holders_only and not held:
        raise CouponNotYours
    if clock.now() >= coupon.starts_at or coupon.state != OPEN:
        must_be_open(coupon, clock.now())
    if coupon.stock is not None and coupon.used >= coupon.stock:
        raise CouponGone
    if not held:
        _hold(coupon.id, [person_id], TAKEN)
    return coupon


def hand_out(coupon: Coupon, logins: Collection[str]) -> int:
    """Put a coupon into the wallets of these people and tell them; how many had it not yet.

    Raises Invalid that names the logins which are nobody's; then nobody gets it.
    """
    wanted = named(logins)
    held = set(
        session().scalars(
            select(Holding.person_id).where(Holding.coupon_id == coupon.id, Holding.person_id.in_(sorted(wanted)))
        )
    )
    fresh = sorted(wanted - held)
    _hold(coupon.id, fresh, GIVEN)
    for person_id in fresh:
        data = {"title": coupon.title, "code": coupon.code, "ends_at": coupon.ends_at}
        notices.tell(person_id, KIND, data, "/wallet")
    audit.record("coupon.handed_out", coupon_subject(coupon.id), after={"people": len(fresh)})
    return len(fresh)


def _hold(coupon_id: int, person_ids: Collection[int], how: str) -> None:
    rows = [{"coupon_id": coupon_id, "person_id": one, "how": how, "at": clock.now()} for one in person_ids]
    if not rows:
        return
    try:
        session().execute(insert(Holding), rows)
    except IntegrityError:
        raise Retry from None
