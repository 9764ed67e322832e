"""Questions about points: how many, until when, and what they are worth."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from hutong.kernel import clock, money, paging
from hutong.kernel.db import session
from hutong.kernel.state import settings
from hutong.promotions.models import PointEntry, PointLot
from hutong.promotions.problems import PointsRefused

SOON = 30 * clock.DAY


@dataclass(frozen=True)
class Balance:
    """A person's points; how many of them expire within a month, and when the first do."""

    points: int
    soon: int
    soon_at: int | None


def balance(person_id: int) -> Balance:
    """How many points a person has now."""
    now = clock.now()
    rows = select(PointLot.left, PointLot.expires_at)
    rows = rows.where(PointLot.person_id == person_id, PointLot.left > 0, PointLot.expires_at > now)
    lots = session().execute(rows.order_by(PointLot.expires_at)).all()
    soon = [lot for lot in lots if lot.expires_at <= now + SOON]
    return Balance(sum(lot.left for lot in lots), sum(lot.left for lot in soon), soon[0].expires_at if soon else None)


def unit(currency: str) -> int:
    """The minor units of one unit of a currency: 100 fen."""
    return int(10 ** money.places(currency))


def worth_of(points: int, currency: str) -> int:
    """What so many points take off."""
    return points * unit(currency) // settings().points_spent


def earned_by(amount: int, currency: str) -> int:
    """How many points such a price earns."""
    return max(0, amount) // unit(currency) * settings().points_earned


def spendable(points: int, has: int, amount: int, currency: str) -> int:
    """What these points take off such a price of somebody who has so many; raises PointsRefused."""
    most = min(has, -(-amount * settings().points_spent // unit(currency)))
    if points < 0:
        raise PointsRefused(_("Points cannot be less than nothing."), most=most)
    if points > has:
        raise PointsRefused(_("You have %(points)s points.", points=has), most=most)
    if points > most:
        raise PointsRefused(_("At most %(points)s points can be used for this price.", points=most), most=most)
    return min(amount, worth_of(points, currency))


def entries(person_id: int, limit: int, cursor: str | None = None) -> Sequence[PointEntry]:
    """One more than the wanted number of the changes of a person's points, newest first."""
    last = paging.decode(cursor, int) if cursor else None
    mine = select(PointEntry).where(PointEntry.person_id == person_id)
    return session().scalars(paging.ordered(mine, [(PointEntry.id, True)], last).limit(limit + 1)).all()


def spent_for(subject: str) -> tuple[int, int, int]:
    """How many points were spent for a subject and how many came back, and when the last of them would expire."""
    rows = select(PointEntry.kind, func.sum(PointEntry.amount), func.max(PointLot.expires_at))
    rows = rows.join(PointLot, PointLot.id == PointEntry.lot_id).where(PointEntry.subject == subject)
    found = {kind: (int(total), last) for kind, total, last in session().execute(rows.group_by(PointEntry.kind))}
    spent, last = found.get("spent", (0, 0))
    return -spent, found.get("returned", (0, 0))[0], last
