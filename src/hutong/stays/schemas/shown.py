"""What is shown of homes: cards, details, nights and prices."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from hutong.kernel.schemas import At, Out, ShownId
from hutong.media import queries as media
from hutong.media.queries import PictureCard

Said = Annotated[str, BeforeValidator(str)]  # names that know both languages


def _addresses(value: Any) -> Any:
    if not isinstance(value, PictureCard):
        return value
    shown = {"id": value.id, "width": value.width, "height": value.height, "alt": value.alt}
    return {**shown, "url": media.url(value, 640), "srcset": media.srcset(value)}


class PictureOut(Out):
    """A picture to be shown; `url` is 640 wide, `srcset` has all widths."""

    id: ShownId
    url: str
    srcset: str
    width: int
    height: int
    alt: str


class LocationOut(Out):
    """A place in degrees; blurred to about 100 m unless it is your own."""

    lat: float
    lng: float


class HomeCard(Out):
    """A home in a list; `total` is the price of the whole stay where dates were asked for."""

    id: ShownId
    title: str
    area: Said
    cover: Annotated[PictureOut, BeforeValidator(_addresses)] | None
    price: int = Field(description="of a night, from")
    total: int | None
    currency: str
    nights: int | None
    rating: float | None
    rating_count: int
    kind: str
    instant: bool
    rooms: int
    beds: int
    capacity: int
    lat: float | None
    lng: float | None
    state: str


class HostOut(Out):
    """Who lets a home."""

    id: ShownId
    name: str
    verified: bool
    joined_at: At


class HomeOut(Out):
    """A home; the address only for its host."""

    id: ShownId
    version: int
    state: str
    title: str
    description: str
    house_rules: str
    kind: str
    district: str
    area: Said
    address: str | None
    location: LocationOut | None
    price: int
    weekend_price: int | None
    cleaning_fee: int
    deposit: int
    weekly_discount: int
    monthly_discount: int
    currency: str
    rooms: int
    beds: int
    bathrooms: int
    size: int | None
    capacity: int
    extra_guest_fee: int
    included_guests: int
    min_nights: int
    max_nights: int
    weekday_min_nights: list[int]
    arrival_days: list[int]
    notice_days: int
    window_days: int
    prep_days: int
    door_code: str | None
    check_in_time: str
    check_out_time: str
    facilities: list[str]
    instant: bool
    policy: str
    rating: float | None
    rating_count: int
    pictures: list[Annotated[PictureOut, BeforeValidator(_addresses)]]
    host: HostOut | None
    published_at: At | None


class DayOut(Out):
    """A night of the calendar: free, taken, blocked (by the host) or past; the rules of a stay that begins on it."""

    date: date
    state: str
    price: int
    why: str
    arrival: bool
    min_nights: int
    max_nights: int


class SeasonOut(Out):
    """A season of a home, up to, not including, its last day."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True, serialize_by_alias=True)

    id: ShownId
    name: str
    first: date = Field(alias="from")
    until: date = Field(alias="to")
    price: int
    weekend_price: int | None
    min_nights: int | None
    max_nights: int | None


class DatePriceOut(Out):
    """A single date with a price of its own."""

    date: date
    price: int


class PricesOut(Out):
    """What some nights cost, for the host; `version` is that of the home. `booked`: nights that stay booked."""

    version: int
    currency: str
    seasons: list[SeasonOut]
    dates: list[DatePriceOut]
    booked: list[date] = []


class CalendarOut(Out):
    """The nights of a home."""

    currency: str
    min_nights: int
    max_nights: int
    days: list[DayOut]


class NightOut(Out):
    """A night: its price, why (base, weekend, season, special), what more guests add, its share of the discount."""

    date: date
    price: int
    why: str
    season: str
    extra: int
    discount: int


class QuoteOut(Out):
    """The price of a stay, less what coupon and points take off; the deposit is not part of the total."""

    check_in: date
    check_out: date
    guests: int
    currency: str
    nights: list[NightOut]
    extra_guests: int
    extra: int
    discount_percent: int
    discount: int
    cleaning: int
    deposit: int
    coupon: str = Field("", description="the code that is used")
    coupon_off: int = 0
    points: int = 0
    points_off: int = 0
    total: int
    available: bool = Field(True, description="whether all nights are free now")


class BlocksOut(Out):
    """The nights of the asked ones that guests have booked, and so cannot be blocked."""

    booked: list[date]


class FeedOut(Out):
    """A calendar of another site; `problem` is empty while it could be read the last time."""

    id: ShownId
    name: str
    url: str
    well: bool
    problem: str
    failures: int
    checked_at: At | None
    ok_at: At | None


class CalendarsOut(Out):
    """Our own calendar of a home at its secret address, and those of other sites that take its nights."""

    address: str
    feeds: list[FeedOut]


class ConflictOut(Out):
    """Nights that a calendar and a booking both have."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True, serialize_by_alias=True)

    id: ShownId
    feed: str
    booking_id: ShownId
    first: date = Field(alias="from")
    until: date = Field(alias="to")
    state: str


class ConflictsOut(Out):
    """What waits for the host."""

    items: list[ConflictOut]


class DepartureOut(Out):
    """What leaving earlier gives back."""

    check_out: date
    refund: int
    currency: str


class MonthOut(Out):
    """A month of a host: nights that were let of those there were, and what the ledger says was earned."""

    month: str
    nights: int
    available: int
    occupancy: float = Field(description="per cent")
    average: int = Field(description="of a night that was let")
    sales: int
    commission: int
    income: int


class FiguresOut(Out):
    """A host's figures by month."""

    currency: str
    months: list[MonthOut]
