"""Every call. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from hutong_client.calls.accounts import Accounts
from hutong_client.calls.backoffice import Backoffice
from hutong_client.calls.booking import Booking
from hutong_client.calls.cinema import Cinema
from hutong_client.calls.kernel import Kernel
from hutong_client.calls.media import Media
from hutong_client.calls.notices import Notices
from hutong_client.calls.payments import Payments
from hutong_client.calls.photos import Photos
from hutong_client.calls.promotions import Promotions
from hutong_client.calls.regions import Regions
from hutong_client.calls.reviews import Reviews
from hutong_client.calls.search import Search
from hutong_client.calls.stays import Stays
from hutong_client.wire import Wire


class Calls:
    """Every call, by part."""

    def __init__(self, wire: Wire) -> None:
        self.kernel = Kernel(wire)
        self.search = Search(wire)
        self.media = Media(wire)
        self.regions = Regions(wire)
        self.accounts = Accounts(wire)
        self.notices = Notices(wire)
        self.payments = Payments(wire)
        self.promotions = Promotions(wire)
        self.booking = Booking(wire)
        self.reviews = Reviews(wire)
        self.stays = Stays(wire)
        self.cinema = Cinema(wire)
        self.photos = Photos(wire)
        self.backoffice = Backoffice(wire)
