"""Calls of stays. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal

from hutong_client.shapes.shared import BookingOut, ReviewOut
from hutong_client.shapes.stays import (
    BlocksIn,
    BlocksOut,
    BookingIn,
    CalendarOut,
    CalendarsOut,
    ConflictIn,
    ConflictOut,
    ConflictsOut,
    DepartureIn,
    DepartureOut,
    FeedIn,
    FeedOut,
    FiguresOut,
    HomeCard,
    HomeIn,
    HomeOut,
    HomePatch,
    NightsIn,
    PicturesIn,
    PricesOut,
    PublicationIn,
    QuoteOut,
    SeasonIn,
    WalkInIn,
)
from hutong_client.wire import Listing, Wire, at


class Stays:
    """Calls of stays."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def list_feeds(self, home_id: str) -> CalendarsOut:
        """The address of your home's own calendar, and the calendars that take its nights, with their health."""
        return self._wire.json(CalendarsOut, "GET", at("/homes/{}/feeds", home_id))

    def add_feed(self, home_id: str, body: FeedIn) -> FeedOut:
        """Have the nights of another site's calendar taken here as well; it is read every 15 minutes."""
        return self._wire.json(FeedOut, "POST", at("/homes/{}/feeds", home_id), body=body)

    def remove_feed(self, home_id: str, feed_id: str) -> None:
        """Forget a calendar: its nights are free again."""
        self._wire.nothing("DELETE", at("/homes/{}/feeds/{}", home_id, feed_id))

    def check_feed(self, home_id: str, feed_id: str) -> FeedOut:
        """Have a calendar read now."""
        return self._wire.json(FeedOut, "POST", at("/homes/{}/feeds/{}/checks", home_id, feed_id))

    def renew_calendar_address(self, home_id: str) -> CalendarsOut:
        """Give the home's own calendar a new secret address; the old one no longer answers."""
        return self._wire.json(CalendarsOut, "POST", at("/homes/{}/calendar-address", home_id))

    def list_conflicts(self, home_id: str) -> ConflictsOut:
        """Nights that both a calendar and a booking have, waiting for your decision."""
        return self._wire.json(ConflictsOut, "GET", at("/homes/{}/conflicts", home_id))

    def decide_conflict(self, home_id: str, conflict_id: str, body: ConflictIn) -> ConflictOut:
        """Keep the booking of this site, or call it off so that all its money goes back."""
        return self._wire.json(ConflictOut, "PUT", at("/homes/{}/conflicts/{}", home_id, conflict_id), body=body)

    def show_figures(self, *, months: int | None = None, home: str | None = None) -> FiguresOut:
        """Your figures as a host by month: occupancy, average night, and what the ledger says you earned."""
        return self._wire.json(FiguresOut, "GET", "/me/figures", query={"months": months, "home": home})

    def write_down_guest(self, home_id: str, body: WalkInIn, *, idempotency_key: str | None = None) -> BookingOut:
        """Write down a guest who came by telephone or to the door: a paid booking at once, in cash, by card or free."""
        return self._wire.json(
            BookingOut,
            "POST",
            at("/homes/{}/walk-ins", home_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def quote_departure(self, booking_id: str, *, check_out: str) -> DepartureOut:
        """What leaving on an earlier day gives back."""
        return self._wire.json(
            DepartureOut,
            "GET",
            at("/bookings/{}/departure", booking_id),
            query={"check_out": check_out},
        )

    def leave_early(self, booking_id: str, body: DepartureIn) -> BookingOut:
        """End a stay earlier: its guest gets back what the policy says, its host gives those nights back whole."""
        return self._wire.json(BookingOut, "POST", at("/bookings/{}/departure", booking_id), body=body)

    def search_homes(
        self,
        *,
        limit: int | None = None,
        region: str | None = None,
        check_in: str | None = None,
        check_out: str | None = None,
        guests: int | None = None,
        min_price: int | None = None,
        max_price: int | None = None,
        facilities: list[str] | None = None,
        kind: Literal["whole", "room", "shared"] | None = None,
        instant: bool | None = None,
        q: str | None = None,
        box: str | None = None,
        near: str | None = None,
        sort: Literal["newest", "popular", "price", "-price", "rating", "distance"] | None = None,
        host: str | None = None,
    ) -> Listing[HomeCard]:
        """Search homes; with dates, only those free on all nights, with the total of the stay."""
        return self._wire.listing(
            HomeCard,
            "/homes",
            query={"limit": limit, "region": region, "check_in": check_in, "check_out": check_out, "guests": guests, "min_price": min_price, "max_price": max_price, "facilities": facilities, "kind": kind, "instant": instant, "q": q, "box": box, "near": near, "sort": sort, "host": host},
        )

    def create_home(self, body: HomeIn) -> HomeOut:
        """Make a draft of a home."""
        return self._wire.json(HomeOut, "POST", "/homes", body=body)

    def show_home(self, home_id: str) -> HomeOut:
        """One home."""
        return self._wire.json(HomeOut, "GET", at("/homes/{}", home_id))

    def edit_home(self, home_id: str, body: HomePatch, *, if_match: str | int) -> HomeOut:
        """Change some of what is said about a home."""
        return self._wire.json(HomeOut, "PATCH", at("/homes/{}", home_id), body=body, if_match=if_match)

    def remove_home(self, home_id: str) -> None:
        """Remove a home that has no bookings to come."""
        self._wire.nothing("DELETE", at("/homes/{}", home_id))

    def publish_home(self, home_id: str, body: PublicationIn, *, if_match: str | int) -> HomeOut:
        """Let a home be found and booked, or no longer."""
        return self._wire.json(HomeOut, "PUT", at("/homes/{}/publication", home_id), body=body, if_match=if_match)

    def arrange_pictures(self, home_id: str, body: PicturesIn, *, if_match: str | int) -> HomeOut:
        """Set all pictures of a home, in order."""
        return self._wire.json(HomeOut, "PUT", at("/homes/{}/pictures", home_id), body=body, if_match=if_match)

    def show_calendar(self, home_id: str, *, from_: str | None = None, to: str | None = None) -> CalendarOut:
        """The nights of a home: free, taken, blocked or past, and their prices."""
        return self._wire.json(CalendarOut, "GET", at("/homes/{}/calendar", home_id), query={"from": from_, "to": to})

    def block_nights(self, home_id: str, body: BlocksIn) -> BlocksOut:
        """Take nights off sale or put them back; booked nights stay booked."""
        return self._wire.json(BlocksOut, "PUT", at("/homes/{}/blocks", home_id), body=body)

    def list_reviews(self, home_id: str, *, limit: int | None = None) -> Listing[ReviewOut]:
        """What guests say about a home, and what its host answers, the newest first."""
        return self._wire.listing(ReviewOut, at("/homes/{}/reviews", home_id), query={"limit": limit})

    def quote_stay(
        self,
        home_id: str,
        *,
        check_in: str,
        check_out: str,
        guests: int | None = None,
        coupon: str | None = None,
        points: int | None = None,
    ) -> QuoteOut:
        """What a stay costs, night by night and why; with a coupon and points, for whom is signed in."""
        return self._wire.json(
            QuoteOut,
            "GET",
            at("/homes/{}/quote", home_id),
            query={"check_in": check_in, "check_out": check_out, "guests": guests, "coupon": coupon, "points": points},
        )

    def book_home(self, home_id: str, body: BookingIn, *, idempotency_key: str | None = None) -> BookingOut:
        """Book a home at once, or ask its host; `taken` names the nights that are gone and free `alternatives`."""
        return self._wire.json(
            BookingOut,
            "POST",
            at("/homes/{}/bookings", home_id),
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def show_prices(self, home_id: str) -> PricesOut:
        """The seasons of your home and its single dates with prices of their own."""
        return self._wire.json(PricesOut, "GET", at("/homes/{}/prices", home_id))

    def add_season(self, home_id: str, body: SeasonIn, *, if_match: str | int) -> PricesOut:
        """Nights that cost something else; seasons of a home never overlap."""
        return self._wire.json(PricesOut, "POST", at("/homes/{}/seasons", home_id), body=body, if_match=if_match)

    def change_season(self, home_id: str, season_id: str, body: SeasonIn, *, if_match: str | int) -> PricesOut:
        """Change a season."""
        return self._wire.json(
            PricesOut,
            "PUT",
            at("/homes/{}/seasons/{}", home_id, season_id),
            body=body,
            if_match=if_match,
        )

    def remove_season(self, home_id: str, season_id: str, *, if_match: str | int) -> PricesOut:
        """Remove a season: its nights cost again what others cost."""
        return self._wire.json(PricesOut, "DELETE", at("/homes/{}/seasons/{}", home_id, season_id), if_match=if_match)

    def set_nights(self, home_id: str, body: NightsIn, *, if_match: str | int) -> PricesOut:
        """Price, block or open the nights of a range of dates; booked nights stay booked."""
        return self._wire.json(PricesOut, "PUT", at("/homes/{}/nights", home_id), body=body, if_match=if_match)
