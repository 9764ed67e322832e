"""What is worked out in the background: how popular homes are."""

from sqlalchemy import func, select, update

from hutong.booking.models import COMPLETED, PAID, Booking
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.jobs import job
from hutong.stays.models import KIND, Home

COUNTED = 90 * clock.DAY
BATCH = 500


@job("stays.count_bookings", every=clock.HOUR)
def count_bookings() -> None:
    """Order homes by their paid bookings of the last 90 days; a sale itself never touches a home's row."""
    since = clock.now() - COUNTED
    sold = select(Booking.resource_id, func.count()).where(
        Booking.state.in_((PAID, COMPLETED)),
        Booking.ends_at >= since,  # follows from the next: where the index begins
        Booking.made_at >= since,
        Booking.kind == KIND,
    )
    sold = sold.group_by(Booking.resource_id)
    counts = dict(session().execute(sold).all())
    was = select(Home.resource_id, Home.id, Home.popularity)
    known = {row.resource_id: row for row in session().execute(was.where(Home.popularity > 0))}
    missing = sorted(counts.keys() - known.keys())
    for start in range(0, len(missing), BATCH):
        part = Home.resource_id.in_(missing[start : start + BATCH])
        known |= {row.resource_id: row for row in session().execute(was.where(part))}
    changed = [
        {"id": row.id, "popularity": counts.get(resource_id, 0)}
        for resource_id, row in sorted(known.items())
        if row.popularity != counts.get(resource_id, 0)
    ]
    if changed:
        session().execute(update(Home), changed)
