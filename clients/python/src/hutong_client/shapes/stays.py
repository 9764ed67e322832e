"""Shapes of stays. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


BlocksIn = TypedDict(
    "BlocksIn",
    {
        "from": "str",
        "to": "str",
        "blocked": "NotRequired[bool]",
    },
)


class BlocksOut(TypedDict):
    """The nights of the asked ones that guests have booked, and so cannot be blocked."""

    booked: list[str]


class BookingIn(TypedDict):
    """A stay to be booked; `total` is what the guest saw, with coupon and points where these are used."""

    check_in: str
    check_out: str
    guests: NotRequired[int]
    coupon: NotRequired[str]
    points: NotRequired[int]
    total: NotRequired[int | None]
    message: NotRequired[str]


class CalendarOut(TypedDict):
    """The nights of a home."""

    currency: str
    min_nights: int
    max_nights: int
    days: list[DayOut]


class CalendarsOut(TypedDict):
    """Our own calendar of a home at its secret address, and those of other sites that take its nights."""

    address: str
    feeds: list[FeedOut]


class ConflictIn(TypedDict):
    """What the host does about nights that were sold twice."""

    keep: bool
    reason: NotRequired[str]


ConflictOut = TypedDict(
    "ConflictOut",
    {
        "id": "str",
        "feed": "str",
        "booking_id": "str",
        "from": "str",
        "to": "str",
        "state": "str",
    },
)


class ConflictsOut(TypedDict):
    """What waits for the host."""

    items: list[ConflictOut]


class DatePriceOut(TypedDict):
    """A single date with a price of its own."""

    date: str
    price: int


class DayOut(TypedDict):
    """A night of the calendar: free, taken, blocked (by the host) or past; the rules of a stay that begins on it."""

    date: str
    state: str
    price: int
    why: str
    arrival: bool
    min_nights: int
    max_nights: int


class DepartureIn(TypedDict):
    """The day on which a stay ends instead; `refund` is what was shown."""

    check_out: str
    refund: NotRequired[int | None]


class DepartureOut(TypedDict):
    """What leaving earlier gives back."""

    check_out: str
    refund: int
    currency: str


class FeedIn(TypedDict):
    """A calendar of another site whose nights are taken here as well."""

    url: str
    name: str


class FeedOut(TypedDict):
    """A calendar of another site; `problem` is empty while it could be read the last time."""

    id: str
    name: str
    url: str
    well: bool
    problem: str
    failures: int
    checked_at: str | None
    ok_at: str | None


class FiguresOut(TypedDict):
    """A host's figures by month."""

    currency: str
    months: list[MonthOut]


class HomeCard(TypedDict):
    """A home in a list; `total` is the price of the whole stay where dates were asked for."""

    id: str
    title: str
    area: str
    cover: ShownPictureOut | None
    price: int
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


class HomeIn(TypedDict):
    """A new home; amounts are minor units of the site's currency."""

    title: str
    district: str
    address: str
    price: int
    kind: NotRequired[Literal["whole", "room", "shared"]]
    description: NotRequired[str]
    house_rules: NotRequired[str]
    lat: NotRequired[float | None]
    lng: NotRequired[float | None]
    weekend_price: NotRequired[int | None]
    cleaning_fee: NotRequired[int]
    deposit: NotRequired[int]
    weekly_discount: NotRequired[int]
    monthly_discount: NotRequired[int]
    rooms: NotRequired[int]
    beds: NotRequired[int]
    bathrooms: NotRequired[int]
    size: NotRequired[int | None]
    capacity: NotRequired[int]
    extra_guest_fee: NotRequired[int]
    included_guests: NotRequired[int]
    min_nights: NotRequired[int]
    max_nights: NotRequired[int]
    weekday_min_nights: NotRequired[list[int]]
    arrival_days: NotRequired[list[int]]
    notice_days: NotRequired[int]
    window_days: NotRequired[int]
    prep_days: NotRequired[int]
    door_code: NotRequired[str]
    check_in_time: NotRequired[str]
    check_out_time: NotRequired[str]
    facilities: NotRequired[list[str]]
    instant: NotRequired[bool]
    policy: NotRequired[Literal["flexible", "moderate", "strict", "non_refundable"]]
    picture_ids: NotRequired[list[str]]


class HomeOut(TypedDict):
    """A home; the address only for its host."""

    id: str
    version: int
    state: str
    title: str
    description: str
    house_rules: str
    kind: str
    district: str
    area: str
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
    pictures: list[ShownPictureOut]
    host: HostOut | None
    published_at: str | None


class HomePatch(TypedDict):
    """An edit: only the fields that are sent change."""

    title: NotRequired[str]
    district: NotRequired[str]
    address: NotRequired[str]
    price: NotRequired[int]
    kind: NotRequired[Literal["whole", "room", "shared"]]
    description: NotRequired[str]
    house_rules: NotRequired[str]
    lat: NotRequired[float | None]
    lng: NotRequired[float | None]
    weekend_price: NotRequired[int | None]
    cleaning_fee: NotRequired[int]
    deposit: NotRequired[int]
    weekly_discount: NotRequired[int]
    monthly_discount: NotRequired[int]
    rooms: NotRequired[int]
    beds: NotRequired[int]
    bathrooms: NotRequired[int]
    size: NotRequired[int | None]
    capacity: NotRequired[int]
    extra_guest_fee: NotRequired[int]
    included_guests: NotRequired[int]
    min_nights: NotRequired[int]
    max_nights: NotRequired[int]
    weekday_min_nights: NotRequired[list[int]]
    arrival_days: NotRequired[list[int]]
    notice_days: NotRequired[int]
    window_days: NotRequired[int]
    prep_days: NotRequired[int]
    door_code: NotRequired[str]
    check_in_time: NotRequired[str]
    check_out_time: NotRequired[str]
    facilities: NotRequired[list[str]]
    instant: NotRequired[bool]
    policy: NotRequired[Literal["flexible", "moderate", "strict", "non_refundable"]]
    picture_ids: NotRequired[list[str]]


class HostOut(TypedDict):
    """Who lets a home."""

    id: str
    name: str
    verified: bool
    joined_at: str


class LocationOut(TypedDict):
    """A place in degrees; blurred to about 100 m unless it is your own."""

    lat: float
    lng: float


class MonthOut(TypedDict):
    """A month of a host: nights that were let of those there were, and what the ledger says was earned."""

    month: str
    nights: int
    available: int
    occupancy: float
    average: int
    sales: int
    commission: int
    income: int


class NightOut(TypedDict):
    """A night: its price, why (base, weekend, season, special), what more guests add, its share of the discount."""

    date: str
    price: int
    why: str
    season: str
    extra: int
    discount: int


NightsIn = TypedDict(
    "NightsIn",
    {
        "from": "str",
        "to": "str",
        "action": "Literal['price', 'reset', 'block', 'open']",
        "price": "NotRequired[int | None]",
    },
)


class PicturesIn(TypedDict):
    """All pictures of a home, in order."""

    picture_ids: list[str]


class PricesOut(TypedDict):
    """What some nights cost, for the host; `version` is that of the home. `booked`: nights that stay booked."""

    version: int
    currency: str
    seasons: list[SeasonOut]
    dates: list[DatePriceOut]
    booked: NotRequired[list[str]]


class PublicationIn(TypedDict):
    """Whether a home can be found and booked."""

    published: bool


class QuoteOut(TypedDict):
    """The price of a stay, less what coupon and points take off; the deposit is not part of the total."""

    check_in: str
    check_out: str
    guests: int
    currency: str
    nights: list[NightOut]
    extra_guests: int
    extra: int
    discount_percent: int
    discount: int
    cleaning: int
    deposit: int
    coupon: NotRequired[str]
    coupon_off: NotRequired[int]
    points: NotRequired[int]
    points_off: NotRequired[int]
    total: int
    available: NotRequired[bool]


SeasonIn = TypedDict(
    "SeasonIn",
    {
        "from": "str",
        "to": "str",
        "price": "int",
        "name": "NotRequired[str]",
        "weekend_price": "NotRequired[int | None]",
        "min_nights": "NotRequired[int | None]",
        "max_nights": "NotRequired[int | None]",
    },
)


SeasonOut = TypedDict(
    "SeasonOut",
    {
        "id": "str",
        "name": "str",
        "from": "str",
        "to": "str",
        "price": "int",
        "weekend_price": "int | None",
        "min_nights": "int | None",
        "max_nights": "int | None",
    },
)


class ShownPictureOut(TypedDict):
    """A picture to be shown; `url` is 640 wide, `srcset` has all widths."""

    id: str
    url: str
    srcset: str
    width: int
    height: int
    alt: str


class WalkInIn(TypedDict):
    """A guest whom the host writes down: by telephone, at the door."""

    check_in: str
    check_out: str
    name: str
    mobile: NotRequired[str]
    guests: NotRequired[int]
    method: NotRequired[Literal["cash", "card", "free"]]
    note: NotRequired[str]
