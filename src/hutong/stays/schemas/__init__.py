"""What goes in and out about homes."""

from hutong.stays.schemas.asked import (
    MOST_PICTURES,
    BlocksIn,
    BookingIn,
    CalendarQuery,
    HomeIn,
    HomePatch,
    HomeQuery,
    PicturesIn,
    PublicationIn,
    QuoteQuery,
)
from hutong.stays.schemas.shown import (
    BlocksOut,
    CalendarOut,
    DayOut,
    HomeCard,
    HomeOut,
    HostOut,
    LocationOut,
    NightOut,
    PictureOut,
    QuoteOut,
)

__all__ = [
    "MOST_PICTURES",
    "BlocksIn",
    "BlocksOut",
    "BookingIn",
    "CalendarOut",
    "CalendarQuery",
    "DayOut",
    "HomeCard",
    "HomeIn",
    "HomeOut",
    "HomePatch",
    "HomeQuery",
    "HostOut",
    "LocationOut",
    "NightOut",
    "PictureOut",
    "PicturesIn",
    "PublicationIn",
    "QuoteOut",
    "QuoteQuery",
]
