"""Points: earned, spent from what expires first, given back, expired; each change is an entry, made once by its key."""

from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import audit, clock, ids
from hutong.kernel.db import Retry, rows_changed, session, write
from hutong.kernel.errors import Forbidden
from hutong.notices import actions as notices
from hutong.promotions.models import (
    EARNED,
    EXPIRED,
    GRANTED,
    POINTS_LIVE_MS,
    RECLAIMED,
    RETURNED,
    RETURNED_LIVE_MS,
    SPENT,
    PointEntry,
    PointLot,
)
from hutong.promotions.problems import PointsRefused
from hutong.promotions.queries.holders import named
from hutong.promotions.queries.points import earned_by, spent_for
from hutong.promotions.queries.purses import Lot, purse

KIND = "promotions.points"  # of the notice that somebody was given some


def earn(person_id: int, amount: int, currency: str, subject: str) -> int:
    """The points that a price of this amount earns, once for a subject; how many."""
    points = earned_by(amount, currency)
    return points if _add(person_id, points, EARNED, subject, f"earned:{subject}", POINTS_LIVE_MS) else 0


def lower_earned(person_id: int, amount: int, currency: str, subject: str) -> int:
    """Less was kept in the end: what a subject earned beyond this amount is taken back, as far as there are points.

    First from the lot that was earned, then from what expires first; how many.
    """
    earned = select(PointEntry.lot_id, PointEntry.amount).where(PointEntry.key == f"earned:{subject}")
    found = session().execute(earned).first()
    if found is None:
        return 0
    gone = select(func.sum(PointEntry.amount)).where(PointEntry.subject == subject, PointEntry.kind == RECLAIMED)
    beyond = found.amount + int(session().scalar(gone) or 0) - earned_by(amount, currency)
    held = purse(person_id, points=True)
    points = max(0, min(int(beyond), held.points))
    if points:
        _take(person_id, points, RECLAIMED, subject, sorted(held.lots, key=lambda lot: lot.id != found.lot_id))
    return points


def give(person_id: int, points: int, key: str, subject: str = "") -> bool:
    """Hand points to somebody, once for a key."""
    return _add(person_id, points, GRANTED, subject, key, POINTS_LIVE_MS)


def grant(logins: Collection[str], points: int, reason: str, by: int) -> int:
    """Hand points to these people in the platform's name and tell them why; to how many.

    Raises Invalid that names the logins which are nobody's, Forbidden for one's own; then nobody gets any.
    """
    people = named(logins)
    if by in people:
        raise Forbidden(_l("Somebody else must give points to you."))
    for person_id in sorted(people):
        give(person_id, points, f"granted:{ids.new_id()}", "")
        audit.record("points.granted", f"person:{person_id}", after={"points": points, "reason": reason})
        notices.tell(person_id, KIND, {"points": points, "reason": reason}, "/wallet")
    return len(people)


def spend(person_id: int, points: int, subject: str, lots: Sequence[Lot]) -> None:
    """Take points from these lots, in this order; raises PointsRefused where there are not so many."""
    if points <= 0 or points > sum(lot.left for lot in lots):
        raise PointsRefused
    _take(person_id, points, SPENT, subject, lots)


def give_back_points(person_id: int, points: int, subject: str, key: str) -> int:
    """Points spent for a subject come back, once for a key, never more than were spent; how many.

    They live as long as they would have, and a month at least.
    """
    spent, back, last = spent_for(subject)
    points = min(points, spent - back)
    if points <= 0:
        return 0
    lives = max(RETURNED_LIVE_MS, last - clock.now())
    return points if _add(person_id, points, RETURNED, subject, f"back:{key}", lives) else 0


def expire(lot_id: int) -> int:
    """What is left of a lot whose time is over is gone; how many points."""
    lot = session().get(PointLot, lot_id, populate_existing=True)
    if lot is None or lot.left <= 0 or lot.expires_at > clock.now():
        return 0
    points = lot.left
    mine = update(PointLot).where(PointLot.id == lot_id, PointLot.left == points, PointLot.expires_at <= clock.now())
    if rows_changed(mine.values(left=0)) != 1:
        return 0
    gone = _entry(lot.person_id, lot_id, EXPIRED, -points, "", f"expired:{lot_id}:{clock.now()}")
    session().execute(insert(PointEntry), [gone])
    return points


def _take(person_id: int, points: int, kind: str, subject: str, lots: Sequence[Lot]) -> None:
    """Lower each lot only if it still has so many: where one has not, the transaction is run again and looks anew."""
    left, now, parts = points, clock.now(), {}
    for lot in lots:
        if left:
            parts[lot.id] = min(left, lot.left)
            left -= parts[lot.id]
    part = case(parts, value=PointLot.id, else_=0)
    mine = update(PointLot).where(PointLot.id.in_(sorted(parts)), PointLot.left >= part, PointLot.expires_at > now)
    if rows_changed(mine.values(left=PointLot.left - part)) != len(parts):
        raise Retry
    keys = f"{kind}:{subject}:%s:{now}"
    write(
        PointEntry,
        [_entry(person_id, lot_id, kind, -amount, subject, keys % lot_id) for lot_id, amount in parts.items()],
    )


def _add(person_id: int, points: int, kind: str, subject: str, key: str, lives: int) -> bool:
    """A lot of its own for points that come; False where there are none, or the key is known."""
    if points <= 0 or session().scalar(select(PointEntry.id).where(PointEntry.key == key).limit(1)) is not None:
        return False
    lot_id = ids.new_id()
    lot = {"id": lot_id, "person_id": person_id, "left": points, "expires_at": clock.now() + lives}
    session().execute(insert(PointLot).values(lot))
    try:
        session().execute(insert(PointEntry), [_entry(person_id, lot_id, kind, points, subject, key)])
    except IntegrityError:
        raise Retry from None
    return True


def _entry(person_id: int, lot_id: int, kind: str, amount: int, subject: str, key: str) -> dict[str, object]:
    return {
        "id": ids.new_id(),
        "person_id": person_id,
        "lot_id": lot_id,
        "kind": kind,
        "amount": amount,
        "subject": subject,
        "key": key,
        "at": clock.now(),
    }
