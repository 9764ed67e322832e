"""What `hutong audit` proves of homes."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import exists, or_, select

from hutong.booking.models import LIVING, Booking, Claim, Resource
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.stays.models import BLOCK, PREPARATION, Block, Home, HomePicture, HomeState
from hutong.stays.queries.quotes import bounds, rates
from hutong.stays.queries.specials import all_specials

CHUNK = 1000


def faults() -> Iterator[str]:
    """Published homes that nobody could look at or book, price bounds that are wrong, blocks that nobody said."""
    first = (HomePicture.home_id == Home.id, HomePicture.position == 0)
    cover = ~exists().where(*first, HomePicture.picture_id == Home.cover_id)
    resource = ~exists().where(Resource.id == Home.resource_id)
    broken = select(Home.id).where(Home.state == HomeState.PUBLISHED, or_(cover, resource))
    for home_id in session().scalars(broken):
        yield f"stays: home {ids.show(home_id)} is published without its cover picture or its resource"
    yield from _wrong_bounds()
    said = exists().where(Block.home_id == Claim.holder_id, Block.first <= Claim.slot, Claim.slot < Block.until)
    for home_id, slot in session().execute(select(Claim.holder_id, Claim.slot).where(Claim.kind == BLOCK, ~said)):
        yield f"stays: night {slot} of home {ids.show(home_id)} is blocked by nobody"
    living = exists().where(Booking.id == Claim.holder_id, Booking.state.in_(LIVING))
    for booking_id in session().scalars(select(Claim.holder_id).where(Claim.kind == PREPARATION, ~living).distinct()):
        yield f"stays: a home is made ready after booking {ids.show(booking_id)}, which does not take place"


def _wrong_bounds() -> Iterator[str]:
    last = 0
    columns: tuple[Any, ...] = (Home.id, Home.currency, Home.price, Home.weekend_price, Home.cleaning_fee, Home.deposit)
    columns += (Home.weekly_discount, Home.monthly_discount, Home.night_price, Home.long_price, Home.top_price)
    columns += (Home.extra_guest_fee, Home.included_guests, Home.capacity, Home.varied)
    while True:
        rows = session().execute(select(*columns).where(Home.id > last).order_by(Home.id).limit(CHUNK)).all()
        for row in rows:
            unusual = all_specials(row.id) if row.varied else []
            limits = bounds(rates(row), unusual)
            if row.varied != bool(unusual):
                yield f"stays: home {ids.show(row.id)} does not know its unusual nights"
            if (limits.night, limits.long, limits.top) != (row.night_price, row.long_price, row.top_price):
                yield f"stays: home {ids.show(row.id)} has price bounds that do not follow from its prices"
        if len(rows) < CHUNK:
            return
        last = rows[-1].id
