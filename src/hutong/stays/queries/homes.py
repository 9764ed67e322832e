"""One home, as its page, its host and its booking need it; and the homes of a host."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ScalarSelect, Select, bindparam, exists, false, select

from hutong.accounts import queries as accounts
from hutong.accounts.models import Person
from hutong.accounts.queries import PersonCard
from hutong.accounts.queries.blocks import either_blocks
from hutong.accounts.queries.people import CARD, card_of
from hutong.booking.models import COMPLETED, PAID, Booking
from hutong.booking.queries import Around
from hutong.kernel import paging
from hutong.kernel.db import session
from hutong.kernel.errors import FieldError, Invalid, NotFound
from hutong.kernel.prepared import Prepared
from hutong.media.models import Picture
from hutong.media.queries import PictureCard
from hutong.regions.queries import RegionName
from hutong.stays.models import (
    KINDS,
    POLICIES,
    Facility,
    Home,
    HomePicture,
    Kind,
    Policy,
    facilities_of,
)
from hutong.stays.models import HomeState as State
from hutong.stays.queries import cards, places, rules
from hutong.stays.queries.dates import Stay, checked
from hutong.stays.queries.finding import Found
from hutong.stays.queries.quotes import Quote, quote, rates
from hutong.stays.queries.specials import specials


@dataclass(frozen=True)
class Detail:
    """A home with everything around it, as one person may see it."""

    home: Home
    area: RegionName | str
    pictures: list[PictureCard]
    facilities: list[Facility]
    host: PersonCard | None
    own: bool
    guest: bool = False  # has a confirmed booking here

    @property
    def kind(self) -> Kind:
        """What is let."""
        return KINDS[self.home.kind]

    @property
    def policy(self) -> Policy:
        """How it can be cancelled."""
        return POLICIES[self.home.policy]

    @property
    def address(self) -> str | None:
        """The address, for its host and for guests whose booking is confirmed."""
        return self.home.address if self.own or self.guest else None

    @property
    def door_code(self) -> str | None:
        """How to get in: for its host, and for guests whose booking is confirmed."""
        return self.home.door_code if self.own or self.guest else None

    @property
    def location(self) -> tuple[float, float] | None:
        """Latitude and longitude: exact for whoever sees the address, for all others to about 100 m."""
        home = self.home
        if home.lat is None or home.lng is None or home.map_lat is None or home.map_lng is None:
            return None
        if self.own or self.guest:
            return home.lat / 1_000_000, home.lng / 1_000_000
        return home.map_lat / 1000, home.map_lng / 1000


def home(home_id: int, person_id: int | None = None) -> Home:
    """A home that this person may see: published, or one's own; raises NotFound."""
    return _seen(session().get(Home, home_id), person_id)


def _pictures() -> Select[Any]:
    """Those of a home in their order, as PictureCard has them."""
    columns: Any = select(Picture.id, Picture.digest, Picture.width, Picture.height, Picture.alt)
    mine = columns.join(HomePicture, HomePicture.picture_id == Picture.id)
    found: Select[Any] = mine.where(HomePicture.home_id == bindparam("home_id")).order_by(HomePicture.position)
    return found


_PICTURES = Prepared(_pictures)
_GUEST = exists().where(
    Booking.customer_id == bindparam("person_id"),
    Booking.resource_id == Home.resource_id,
    Booking.state.in_((PAID, COMPLETED)),
)
_OPEN, _READ = (  # every page of a home asks one of them: made once
    select(Home, guest.label("guest"), *CARD)
    .outerjoin(Person, Person.id == Home.host_id)
    .where(Home.id == bindparam("home_id"))
    for guest in (false(), _GUEST)
)
_BLOCKED = exists().where(either_blocks(bindparam("guest_id"), Home.host_id)).label("blocked")
_BOOKABLE = (  # every sale asks it: made once
    select(Home, Picture, _BLOCKED, *CARD)
    .join(Person, Person.id == Home.host_id)
    .outerjoin(Picture, Picture.id == Home.cover_id)
    .where(Home.id == bindparam("home_id"))
)


def bookable(home_id: int, guest_id: int) -> tuple[Home, Around, bool]:
    """A home that can be booked, what is shown around its booking, and whether guest or host has blocked the other.

    All in one statement; raises NotFound.
    """
    row = session().execute(_BOOKABLE, {"home_id": home_id, "guest_id": guest_id}).first()
    if row is None or not row.Home.published:
        raise NotFound
    host = card_of(row)
    return row.Home, Around(host, host.name, row.Picture), row.blocked


def _seen(found: Home | None, person_id: int | None) -> Home:
    if found is None or found.state == State.REMOVED or not (found.published or found.host_id == person_id):
        raise NotFound
    return found


def own_home(home_id: int, host_id: int) -> Home:
    """A home of this host; raises NotFound."""
    found = home(home_id, host_id)
    if found.host_id != host_id:
        raise NotFound
    return found


def home_of_resource(resource_id: int) -> Home | None:
    """The home whose nights are the slots of a resource."""
    return session().scalar(select(Home).where(Home.resource_id == resource_id))


def detail(home_id: int, person_id: int | None = None) -> Detail:
    """A home with all that its page shows, in three statements at most; raises NotFound."""
    asked = {"home_id": home_id, "person_id": person_id}
    row = session().execute(_OPEN if person_id is None else _READ, asked).one_or_none()
    seen = _seen(row.Home if row else None, person_id)
    host = card_of(row) if row and row.id is not None else None
    return _detail(seen, host, person_id, guest=bool(row and row.guest))


def around(found: Home, person_id: int | None) -> Detail:
    """What belongs to a home, in three statements at most."""
    return _detail(found, accounts.people([found.host_id]).get(found.host_id), person_id)


def _detail(found: Home, host: PersonCard | None, person_id: int | None, guest: bool = False) -> Detail:
    return Detail(
        home=found,
        area=places.names([found.district_code]).get(found.district_code, found.district_code),
        pictures=pictures(found.id),
        facilities=facilities_of(found.offers),
        host=host,
        own=found.host_id == person_id,
        guest=guest,
    )


def pictures(home_id: int) -> list[PictureCard]:
    """The pictures of a home, in order."""
    return [PictureCard(*row) for row in _PICTURES.rows({"home_id": home_id})]


def quoted(home: Home, check_in: date, check_out: date, guests: int) -> Quote:
    """The price of a stay in this home; raises Invalid where its rules or the calendar do not allow it.

    Whether the nights are free is not asked here: `calendar` shows it, and booking decides it.
    """
    errors: list[FieldError] = []
    stay: Stay | None = None
    try:
        stay = checked(check_in, check_out)
    except Invalid as refused:
        errors += refused.errors
    unusual = specials(home, stay.first, stay.last) if stay else {}
    errors += rules.problems(home, stay, unusual) if stay else []
    if guests > home.capacity:
        errors.append(FieldError("guests", _("At most %(count)s guests", count=home.capacity)))
    if errors:
        raise Invalid(errors=errors)
    return quote(rates(home, unusual), check_in, check_out, guests)


def of_host(host_id: int, limit: int = 20, cursor: str | None = None, *, all_states: bool = False) -> Found:
    """The homes of a host, newest first; those not published only where `all_states` is said."""
    rows = cards.rows_of(Home.id.label("sort_key")).where(Home.host_id == host_id, Home.state != State.REMOVED)
    if not all_states:
        rows = rows.where(Home.state == State.PUBLISHED)
    if cursor is not None:
        rows = rows.where(Home.id < paging.decode(cursor, int)[0])
    found = session().execute(rows.order_by(Home.id.desc()).limit(limit + 1)).all()
    following = paging.encode(found[limit - 1].id) if len(found) > limit else None
    return Found(cards.made(found[:limit]), following, None)


def newest(most: int, count: ScalarSelect[int]) -> tuple[list[cards.Card], int]:
    """The homes published last, for the front page, and a count that is asked along; 0 where there is no home."""
    rows = cards.rows_of(count.label("counted")).where(Home.state == State.PUBLISHED)
    found = session().execute(rows.order_by(Home.published_at.desc(), Home.id.desc()).limit(most)).all()
    return cards.made(found), found[0].counted if found else 0
