"""Points: earned, spent from what expires first, given back, expired; each change is an entry, made once by its key."""

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from hutong.kernel import clock, ids
from hutong.kernel.db import Retry, rows_changed, session
from hutong.promotions.models import (
    EARNED,
    EXPIRED,
    GRANTED,
    POINTS_LIVE_MS,
    RETURNED,
    RETURNED_LIVE_MS,
    SPENT,
    PointEntry,
    PointLot,
)
from hutong.promotions.problems import PointsRefused
from hutong.promotions.queries.points import earned_by, lots_of, spent_for


def earn(person_id: int, amount: int, currency: str, subject: str) -> int:
    """The points that a price of this amount earns, once for a subject; how many."""
    points = earned_by(amount, currency)
    return points if _add(person_id, points, EARNED, subject, f"earned:{subject}", POINTS_LIVE_MS) else 0


def give(person_id: int, points: int, key: str, subject: str = "") -> bool:
    """Hand points to somebody, once for a key."""
    return _add(person_id, points, GRANTED, subject, key, POINTS_LIVE_MS)


def spend(person_id: int, points: int, subject: str) -> None:
    """Take points from what expires first; raises PointsRefused where there are not so many, and then takes none.

    Each lot is lowered only if it still has what was seen; where it has not, the transaction is run again and looks.
    """
    left, now = points, clock.now()
    rows = []
    for lot in lots_of(person_id):
        part = min(left, lot.left)
        if part <= 0:
            break
        mine = update(PointLot).where(PointLot.id == lot.id, PointLot.left >= part, PointLot.expires_at > now)
        if rows_changed(mine.values(left=PointLot.left - part)) != 1:
            raise Retry
        rows.append(_entry(person_id, lot.id, SPENT, -part, subject, f"spent:{subject}:{lot.id}:{now}"))
        left -= part
    if left:
        raise PointsRefused
    if rows:
        session().execute(insert(PointEntry), rows)


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
