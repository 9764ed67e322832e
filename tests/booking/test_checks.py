"""What `hutong audit` says of rows removed by hand."""

from sqlalchemy import update

from hutong.booking.models import Booking
from hutong.kernel import ids
from hutong.kernel.db import session
from tests.booking.world import faults, stay


def test_a_payment_that_is_gone_is_missed(app):
    """X5: by the booking that names it, whatever its state."""
    booking = stay(app).booking.id
    lost = update(Booking).where(Booking.id == booking).values(payment_id=77)
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: session().execute(lost) and None)
    assert faults(app) == [f"booking {ids.show(booking)}: its payment does not exist"]
