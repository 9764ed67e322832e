"""Setting slots free: deleting claims, always by their holder."""

from collections.abc import Iterable

from sqlalchemy import delete

from hutong.booking.models import BOOKING, Claim
from hutong.kernel.db import rows_changed


def release(holder_id: int, *, kind: str = BOOKING, slots: Iterable[int] | None = None) -> int:
    """Set a holder's slots free, all or the given ones; how many."""
    gone = delete(Claim).where(Claim.holder_id == holder_id, Claim.kind == kind)
    return rows_changed(gone if slots is None else gone.where(Claim.slot.in_(sorted(slots))))
