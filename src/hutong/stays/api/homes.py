"""Homes for programs: searching, publishing, prices, nights and bookings."""

from typing import Any

from flask_babel import lazy_gettext as _l
from pydantic import TypeAdapter

from hutong.booking.actions import OwnBooking, PriceChanged, Taken, TooManyUnpaid
from hutong.booking.api import shown_new
from hutong.booking.prices import Wish, off
from hutong.booking.schemas import BookingOut
from hutong.kernel import clock, ids
from hutong.kernel.errors import Conflict, Invalid, NotFound, Stale, invalid
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import etag, me, viewer
from hutong.promotions.problems import REFUSALS
from hutong.reviews import queries as reviews
from hutong.reviews import subjects
from hutong.reviews.schemas import ReviewOut
from hutong.stays import actions, queries
from hutong.stays.actions import IdentityRequired
from hutong.stays.api.base import api
from hutong.stays.models import SUBJECT
from hutong.stays.prices import quote_of, whose
from hutong.stays.queries import Detail, Found
from hutong.stays.queries.dates import WINDOW_DAYS
from hutong.stays.schemas import (
    BlocksIn,
    BlocksOut,
    BookingIn,
    CalendarOut,
    CalendarQuery,
    DayOut,
    HomeCard,
    HomeIn,
    HomeOut,
    HomePatch,
    HomeQuery,
    HostOut,
    LocationOut,
    PicturesIn,
    PublicationIn,
    QuoteOut,
    QuoteQuery,
)

COMING = 90
_DAYS = TypeAdapter(list[DayOut])
_OF_HOME = (
    "id", "version", "state", "title", "description", "house_rules", "price", "weekend_price", "cleaning_fee",
    "deposit", "weekly_discount", "monthly_discount", "currency", "rooms", "beds", "bathrooms", "size", "capacity",
    "extra_guest_fee", "included_guests", "min_nights", "max_nights", "notice_days", "window_days", "prep_days",
    "check_in_time", "check_out_time", "rating", "rating_count", "published_at",
)  # fmt: skip


@api.get("/homes", public=True, raises=(Invalid,))
def search_homes(query: HomeQuery) -> Page[HomeCard]:
    """Search homes; with dates, only those free on all nights, with the total of the stay.

    A page may hold fewer than `limit`, even none, while `next` goes on: long stays are sought in steps in large cities.
    """
    return _page(queries.search(query) if query.host is None else _of_host(query))


@api.post("/homes", raises=(Invalid, IdentityRequired), done=_l("The home was saved as a draft."))
def create_home(body: HomeIn) -> HomeOut:
    """Make a draft of a home."""
    home = actions.create(me().id, body)
    return _home(queries.around(home, me().id))


@api.get("/homes/<id:home_id>", public=True, raises=(NotFound,))
def show_home(home_id: int) -> HomeOut:
    """One home."""
    return _home(queries.detail(home_id, _viewer_id()))


@api.patch("/homes/<id:home_id>", if_match=True, raises=(Invalid, NotFound, Stale), done=_l("The home was saved."))
def edit_home(home_id: int, body: HomePatch) -> HomeOut:
    """Change some of what is said about a home."""
    home = actions.edit(home_id, me().id, body)
    return _home(queries.around(home, me().id))


@api.delete("/homes/<id:home_id>", raises=(NotFound, Conflict), done=_l("The home was removed."))
def remove_home(home_id: int) -> None:
    """Remove a home that has no bookings to come."""
    actions.remove(home_id, me().id)


@api.put(
    "/homes/<id:home_id>/publication",
    if_match=True,
    raises=(Invalid, NotFound, Stale, Conflict, IdentityRequired),
    done=_l("Saved."),
)
def publish_home(home_id: int, body: PublicationIn) -> HomeOut:
    """Let a home be found and booked, or no longer."""
    home = actions.publish(home_id, me().id, body.published)
    return _home(queries.around(home, me().id))


@api.put(
    "/homes/<id:home_id>/pictures",
    if_match=True,
    raises=(Invalid, NotFound, Stale),
    done=_l("The pictures were saved."),
)
def arrange_pictures(home_id: int, body: PicturesIn) -> HomeOut:
    """Set all pictures of a home, in order."""
    home = actions.arrange(home_id, me().id, body.picture_ids)
    return _home(queries.around(home, me().id))


@api.get("/homes/<id:home_id>/calendar", public=True, raises=(Invalid, NotFound))
def show_calendar(home_id: int, query: CalendarQuery) -> CalendarOut:
    """The nights of a home: free, taken, blocked or past, and their prices."""
    home = queries.home(home_id, _viewer_id())
    first = query.first or queries.today()
    number = clock.day_number(first)
    until = query.until or clock.day_of(min(number + COMING, clock.day_number(queries.last_day())))
    if not 0 < clock.day_number(until) - number <= WINDOW_DAYS:
        raise invalid("to", _l("Ask for 1 to 548 days."))
    days = queries.calendar(home, first, until)
    return CalendarOut(
        currency=home.currency,
        min_nights=home.min_nights,
        max_nights=home.max_nights,
        days=_DAYS.validate_python(days, from_attributes=True),
    )


@api.put("/homes/<id:home_id>/blocks", raises=(Invalid, NotFound), done=_l("The calendar was saved."))
def block_nights(home_id: int, body: BlocksIn) -> BlocksOut:
    """Take nights off sale or put them back; booked nights stay booked."""
    return BlocksOut(booked=actions.block(home_id, me().id, body.first, body.until, body.blocked))


@api.get("/homes/<id:home_id>/reviews", public=True, raises=(Invalid, NotFound))
def list_reviews(home_id: int, query: PageQuery) -> Page[ReviewOut]:
    """What guests say about a home, and what its host answers, the newest first."""
    home = queries.home(home_id, _viewer_id())
    return reviews.page_of(subjects.name(SUBJECT, home.id), query.limit, query.cursor, _viewer_id())


@api.get("/homes/<id:home_id>/quote", public=True, raises=(Invalid, NotFound, *REFUSALS))
def quote_stay(home_id: int, query: QuoteQuery) -> QuoteOut:
    """What a stay costs, night by night and why; with a coupon and points, for whom is signed in."""
    home = queries.home(home_id, _viewer_id())
    quote = queries.quoted(home, query.check_in, query.check_out, query.guests)
    out = quote_of(quote, off(Wish(query.coupon, query.points), *whose(home, _viewer_id(), quote)))
    out.available = queries.free_for(home, queries.Stay(query.check_in, query.check_out))
    return out


@api.post(
    "/homes/<id:home_id>/bookings",
    idempotent=True,
    raises=(Invalid, NotFound, Taken, PriceChanged, TooManyUnpaid, OwnBooking, *REFUSALS),
)
def book_home(home_id: int, body: BookingIn) -> BookingOut:
    """Book a home at once, or ask its host; `taken` names the nights that are gone and free `alternatives`."""
    return shown_new(*actions.book(home_id, me().id, body))


def _viewer_id() -> int | None:
    found = viewer()
    return found.id if found else None


def _of_host(query: HomeQuery) -> Found:
    if query.host == "me":
        return queries.of_host(me().id, query.limit, query.cursor, all_states=True)
    try:
        host_id = ids.read(query.host or "")
    except ValueError:
        raise invalid("host", _l("This is not a valid id.")) from None
    return queries.of_host(host_id, query.limit, query.cursor)


def _page(found: Found) -> Page[HomeCard]:
    return Page[HomeCard](items=[HomeCard.model_validate(card) for card in found.cards], next=found.next)


def _home(detail: Detail) -> HomeOut:
    """A home as this person may see it, under its version and what else its answer depends on."""
    home = detail.home
    values = {name: getattr(home, name) for name in _OF_HOME}
    location: Any = None if detail.location is None else LocationOut(lat=detail.location[0], lng=detail.location[1])
    out = HomeOut(
        **values,
        kind=home.kind,
        instant=home.instant if detail.own else home.at_once,
        weekday_min_nights=home.weekday_nights,
        arrival_days=home.arrivals,
        door_code=detail.door_code,
        policy=home.policy,
        district=home.district_code,
        area=detail.area,
        address=detail.address,
        location=location,
        facilities=[facility.code for facility in detail.facilities],
        pictures=detail.pictures,
        host=HostOut.model_validate(detail.host) if detail.host else None,
    )
    etag(home.version, out.model_dump_json())
    return out
