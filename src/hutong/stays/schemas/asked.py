"""What is asked of homes: new ones, edits, searches, stays."""

from datetime import date
from typing import Annotated, Any, Literal

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import In, Line, MoneyIn, ShownId, Text, Whole
from hutong.stays.models import BY_CODE, OPEN_DAYS, WEEK_DAYS

MOST_PICTURES = 30
UNSAID: Any = None  # of an edit: the field was not sent (see `model_fields_set`)


def _known(codes: list[str]) -> list[str]:
    if any(code not in BY_CODE for code in codes):
        raise PydanticCustomError("unknown", "unknown facility")
    return list(dict.fromkeys(codes))


# Lengths of text are said at the field, where they are measured after the text was composed.
_TITLE: Any = {"min_length": 1, "max_length": 100}
_DESCRIPTION: Any = {"max_length": 5000}
_RULES: Any = {"max_length": 2000}
_DISTRICT: Any = {"min_length": 1, "max_length": 12, "description": "code of a district, see /regions"}
_ADDRESS: Any = {"min_length": 1, "max_length": 200, "description": "shown after a booking is confirmed"}
KindCode = Literal["whole", "room", "shared"]
PolicyCode = Literal["flexible", "moderate", "strict", "non_refundable"]
Price = Annotated[MoneyIn, Field(gt=0)]
PerCent = Annotated[Whole, Field(ge=0, le=80)]
Rooms = Annotated[Whole, Field(ge=0, le=50)]
Beds = Annotated[Whole, Field(ge=1, le=99)]
Guests = Annotated[Whole, Field(ge=1, le=50)]
Size = Annotated[Whole, Field(ge=1, le=10_000, description="m²")]
Points = Annotated[Whole, Field(ge=-(2**31), lt=2**31, description="how many of one's points to use")]
Nights = Annotated[Whole, Field(ge=1, le=90)]
WeekNights = Annotated[
    list[Annotated[Whole, Field(ge=0, le=90)]],
    Field(min_length=7, max_length=7, description="least nights by day of arrival, Monday first; 0: unsaid"),
]
ArrivalDays = Annotated[
    list[Annotated[Whole, Field(ge=0, le=6)]],
    Field(min_length=1, max_length=7, description="days of the week on which guests may arrive, Monday is 0"),
]
NoticeDays = Annotated[Whole, Field(ge=0, le=60, description="days between booking and arrival, at least")]
WindowDays = Annotated[Whole, Field(ge=1, le=OPEN_DAYS, description="how many days ahead a stay may end")]
PrepDays = Annotated[Whole, Field(ge=0, le=7, description="nights kept free after each booking")]
DoorCode: Any = {"max_length": 200, "description": "how to get in; shown after a booking is confirmed"}
Clock = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$", description="for example 15:00")]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Lng = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Facilities = Annotated[list[str], Field(max_length=len(BY_CODE)), AfterValidator(_known)]
PictureIds = Annotated[list[ShownId], Field(max_length=MOST_PICTURES, description="in order, the first is the cover")]


class HomeIn(In):
    """A new home; amounts are minor units of the site's currency."""

    title: Line = Field(**_TITLE)
    district: Line = Field(**_DISTRICT)
    address: Line = Field(**_ADDRESS)
    price: Price
    kind: KindCode = "whole"
    description: Text = Field("", **_DESCRIPTION)
    house_rules: Text = Field("", **_RULES)
    lat: Lat | None = None
    lng: Lng | None = None
    weekend_price: Price | None = Field(None, description="of the nights that HUTONG_WEEKEND names")
    cleaning_fee: MoneyIn = 0
    deposit: MoneyIn = 0
    weekly_discount: PerCent = Field(0, description="per cent, from 7 nights")
    monthly_discount: PerCent = Field(0, description="per cent, from 28 nights")
    rooms: Rooms = 1
    beds: Beds = 1
    bathrooms: Rooms = 1
    size: Size | None = None
    capacity: Guests = 2
    extra_guest_fee: MoneyIn = Field(0, description="a night, for each guest above `included_guests`")
    included_guests: Guests = 1
    min_nights: Nights = 1
    max_nights: Nights = 90
    weekday_min_nights: WeekNights = [0] * WEEK_DAYS
    arrival_days: ArrivalDays = list(range(WEEK_DAYS))
    notice_days: NoticeDays = 0
    window_days: WindowDays = OPEN_DAYS
    prep_days: PrepDays = 0
    door_code: Line = Field("", **DoorCode)
    check_in_time: Clock = "15:00"
    check_out_time: Clock = "11:00"
    facilities: Facilities = []
    instant: bool = Field(False, description="booked at once, without asking the host")
    policy: PolicyCode = "moderate"
    picture_ids: PictureIds = []


class HomePatch(In):
    """An edit: only the fields that are sent change."""

    title: Line = Field(UNSAID, **_TITLE)
    district: Line = Field(UNSAID, **_DISTRICT)
    address: Line = Field(UNSAID, **_ADDRESS)
    price: Price = UNSAID
    kind: KindCode = UNSAID
    description: Text = Field(UNSAID, **_DESCRIPTION)
    house_rules: Text = Field(UNSAID, **_RULES)
    lat: Lat | None = None
    lng: Lng | None = None
    weekend_price: Price | None = None
    cleaning_fee: MoneyIn = UNSAID
    deposit: MoneyIn = UNSAID
    weekly_discount: PerCent = UNSAID
    monthly_discount: PerCent = UNSAID
    rooms: Rooms = UNSAID
    beds: Beds = UNSAID
    bathrooms: Rooms = UNSAID
    size: Size | None = None
    capacity: Guests = UNSAID
    extra_guest_fee: MoneyIn = UNSAID
    included_guests: Guests = UNSAID
    min_nights: Nights = UNSAID
    max_nights: Nights = UNSAID
    weekday_min_nights: WeekNights = UNSAID
    arrival_days: ArrivalDays = UNSAID
    notice_days: NoticeDays = UNSAID
    window_days: WindowDays = UNSAID
    prep_days: PrepDays = UNSAID
    door_code: Line = Field(UNSAID, **DoorCode)
    check_in_time: Clock = UNSAID
    check_out_time: Clock = UNSAID
    facilities: Facilities = UNSAID
    instant: bool = UNSAID
    policy: PolicyCode = UNSAID
    picture_ids: PictureIds = UNSAID


class PublicationIn(In):
    """Whether a home can be found and booked."""

    published: bool


class PicturesIn(In):
    """All pictures of a home, in order."""

    picture_ids: PictureIds


class SeasonIn(In):
    """Nights from one day up to, not including, another that cost something else."""

    model_config = ConfigDict(populate_by_name=True)

    first: date = Field(alias="from")
    until: date = Field(alias="to")
    price: Price
    name: Line = Field("", max_length=60)
    weekend_price: Price | None = None
    min_nights: Nights | None = Field(None, description="for stays that begin in the season")
    max_nights: Nights | None = None


class NightsIn(In):
    """What becomes of the nights from one day up to, not including, another."""

    model_config = ConfigDict(populate_by_name=True)

    first: date = Field(alias="from")
    until: date = Field(alias="to")
    action: Literal["price", "reset", "block", "open"] = Field(
        description="price: each costs `price`; reset: as usual again; block and open: off sale, and on sale again"
    )
    price: Price | None = None


class FeedIn(In):
    """A calendar of another site whose nights are taken here as well."""

    url: Line = Field(min_length=1, max_length=1000, description="http, https or webcal, on a public host")
    name: Line = Field(min_length=1, max_length=60, description="what the host calls it")


class ConflictIn(In):
    """What the host does about nights that were sold twice."""

    keep: bool = Field(description="true: our booking stays; false: it is called off and all its money goes back")
    reason: Text = Field("", max_length=500)


class WalkInIn(In):
    """A guest whom the host writes down: by telephone, at the door."""

    check_in: date
    check_out: date
    name: Line = Field(min_length=1, max_length=60)
    mobile: Line = Field("", max_length=40)
    guests: Guests = 1
    method: Literal["cash", "card", "free"] = "cash"
    note: Text = Field("", max_length=1000)


class DepartureQuery(In):
    """On which day a stay should end."""

    check_out: date


class DepartureIn(DepartureQuery):
    """The day on which a stay ends instead; `refund` is what was shown."""

    refund: MoneyIn | None = None


class FiguresQuery(In):
    """How many months, up to the present one; of one home or of all."""

    months: int = Field(12, ge=1, le=36)
    home: ShownId | None = None


class BlocksIn(In):
    """Nights taken off sale, or put back: from one day up to, not including, another."""

    model_config = ConfigDict(populate_by_name=True)

    first: date = Field(alias="from")
    until: date = Field(alias="to")
    blocked: bool = True


class CalendarQuery(In):
    """The days wanted: from one day up to, not including, another; the coming 90 without them."""

    model_config = ConfigDict(populate_by_name=True)

    first: date | None = Field(None, alias="from")
    until: date | None = Field(None, alias="to")


class QuoteQuery(In):
    """A stay to be priced."""

    check_in: date
    check_out: date
    guests: Guests = 1
    coupon: Line = Field("", max_length=40)
    points: Points = 0


class BookingIn(In):
    """A stay to be booked; `total` is what the guest saw, with coupon and points where these are used."""

    check_in: date
    check_out: date
    guests: Guests = 1
    coupon: Line = Field("", max_length=40)
    points: Points = 0
    total: Whole | None = Field(None, ge=0, le=2**62)
    message: Text = Field("", max_length=1000)


class HomeQuery(PageQuery):
    """What is looked for. Prices are minor units: of the whole stay where dates are given, else of a night."""

    region: Line | None = Field(None, max_length=12)
    check_in: date | None = None
    check_out: date | None = None
    guests: Guests | None = None
    min_price: MoneyIn | None = None
    max_price: MoneyIn | None = None
    facilities: Facilities = Field([], description="all of these")
    kind: KindCode | None = None
    instant: bool | None = None
    q: Line | None = Field(None, max_length=60, description="words, Chinese or English")
    box: str | None = Field(None, max_length=80, description="south,west,north,east in degrees")
    near: str | None = Field(None, max_length=40, description="lat,lng: with sort=distance, within 50 km of there")
    sort: Literal["newest", "popular", "price", "-price", "rating", "distance"] = "newest"
    host: Line | None = Field(None, max_length=13, description='"me", or the id of a host')

    @field_validator("max_price")
    @classmethod
    def _above_the_least(cls, given: int | None, others: ValidationInfo) -> int | None:
        least = others.data.get("min_price")
        if given is not None and least is not None and given < least:
            raise ValueError(_l("This is less than the lowest price."))
        return given
