"""What happens to points by themselves: they expire."""

from functools import partial

from sqlalchemy import select

from hutong.kernel import clock
from hutong.kernel.jobs import job
from hutong.kernel.state import state
from hutong.promotions import actions
from hutong.promotions.models import PointLot

BATCH = 500


@job("promotions.expire", outside=True, every=clock.HOUR)
def expire() -> None:
    """Take away the points whose time is over, each lot in a transaction of its own."""
    with state().database.reading() as reader:
        over = select(PointLot.id).where(PointLot.expires_at <= clock.now(), PointLot.left > 0)
        wanted = list(reader.scalars(over.order_by(PointLot.expires_at).limit(BATCH)))
    for lot_id in wanted:
        state().database.run(partial(actions.expire, lot_id))
