"""What happens to photos by itself."""

from collections.abc import Callable

from hutong.kernel import clock
from hutong.kernel.jobs import job
from hutong.kernel.state import state
from hutong.photos import counting, crediting, purging, tally
from hutong.photos.queries import counts

CATCH_UP = 24 * 60  # minutes: as long as entries live
AT_ONCE = 240
FIRST = 60


@job("photos.count")
def count() -> None:
    """Count likes and comments anew where they changed, and reckon the heat."""
    if counting.count_some():
        count.later()


@job("photos.count_rest", every=10 * clock.MINUTE)
def count_rest() -> None:
    """The same for what a worker left behind."""
    count.later()


@job("photos.write_views", outside=True, every=clock.MINUTE)
def write_views() -> Callable[[], None]:
    """Write the views and taps of the minutes that are over, from the kv into the tables."""
    over = clock.now() // clock.MINUTE - 1  # the one before may still be written by a slow request
    with state().database.reading():
        written = counts.written_until()
    first = max(written + 1, over - CATCH_UP) if written else over - FIRST
    until = min(over, first + AT_ONCE)
    entries = [entry for minute in range(first, until) for entry in tally.gathered(minute)]

    def write() -> None:
        if until <= first:
            return
        counting.write_minutes(written, until - 1, entries)
        if entries:
            count.later()
        if until < over:
            write_views.later()

    return write


@job("photos.count_tags", every=10 * clock.MINUTE, patient=True)
def count_tags() -> None:
    """Count how many photos carry each tag."""
    counting.count_tags()


@job("photos.purge", every=clock.HOUR)
def purge() -> None:
    """Remove photos whose 30 days in the trash are over."""
    if purging.purge_due():
        purge.later()


@job("photos.credit")
def credit(booking_id: int) -> None:
    """Put a paid booking down to the photo that led to it, once the taps are written."""
    crediting.credit(booking_id)


@job("photos.let_go")
def let_go(person_id: int) -> None:
    """Remove the photos of somebody who has left."""
    if purging.let_go(person_id):
        let_go.later(person_id=person_id)
