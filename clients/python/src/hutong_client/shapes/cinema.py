"""Shapes of cinema. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class CardIn(TypedDict):
    """The level that is bought."""

    level: str


class CastOut(TypedDict):
    """Somebody in a film, and as whom."""

    name: str
    role: str


class ChangeIn(TypedDict):
    """Another show of the same cinema, and a seat of it."""

    screening: str
    seat: str


class CheckInIn(TypedDict):
    """What was scanned, or a pick-up code, and where: at a cinema's entrance, or at a hall's."""

    cinema: str
    ticket: str
    hall: NotRequired[str | None]
    device: NotRequired[str]


class CinemaCard(TypedDict):
    """A cinema in a list."""

    id: str
    name_zh: str
    name_en: str
    area: str
    address: str
    lat: float | None
    lng: float | None
    distance: int | None
    facilities: list[str]
    picture: FilmPictureOut | None
    state: str


class CinemaDecisionIn(TypedDict):
    """Open a cinema, reject it, suspend it; a reason is needed unless it is opened."""

    state: Literal["open", "rejected", "suspended"]
    reason: NotRequired[str]


class CinemaIn(TypedDict):
    """A new cinema; without an organisation one is founded in its name."""

    name_zh: str
    name_en: NotRequired[str]
    district: str
    address: str
    organisation_id: NotRequired[str | None]
    description: NotRequired[str]
    phone: NotRequired[str]
    lat: NotRequired[float | None]
    lng: NotRequired[float | None]
    facilities: NotRequired[list[str]]
    picture_id: NotRequired[str | None]
    timezone: NotRequired[str | None]
    gap_rule: NotRequired[Literal["strict", "lenient", "off"]]
    refund_minutes: NotRequired[int]
    cleaning_minutes: NotRequired[int]
    sales_minutes: NotRequired[int]


class CinemaOut(TypedDict):
    """A cinema whole."""

    id: str
    name_zh: str
    name_en: str
    area: str
    address: str
    lat: float | None
    lng: float | None
    distance: int | None
    facilities: list[str]
    picture: FilmPictureOut | None
    state: str
    version: int
    organisation_id: str
    description: str
    phone: str
    district: str
    timezone: str
    currency: str
    gap_rule: str
    refund_minutes: int
    cleaning_minutes: int
    sales_minutes: int
    reason: str | None


class CinemaPatch(TypedDict):
    """An edit: only the fields that are sent change."""

    name_zh: NotRequired[str]
    name_en: NotRequired[str]
    district: NotRequired[str]
    address: NotRequired[str]
    description: NotRequired[str]
    phone: NotRequired[str]
    lat: NotRequired[float | None]
    lng: NotRequired[float | None]
    facilities: NotRequired[list[str]]
    picture_id: NotRequired[str | None]
    timezone: NotRequired[str]
    gap_rule: NotRequired[Literal["strict", "lenient", "off"]]
    refund_minutes: NotRequired[int]
    cleaning_minutes: NotRequired[int]
    sales_minutes: NotRequired[int]


class ClosingIn(TypedDict):
    """What was counted in the drawer at the end."""

    counted: int
    note: NotRequired[str]


class ComboEdit(TypedDict):
    """Some of a combo."""

    title_zh: NotRequired[str]
    title_en: NotRequired[str]
    price: NotRequired[int]
    picture_id: NotRequired[str | None]
    stock: NotRequired[int | None]
    listed: NotRequired[bool]


class ComboNew(TypedDict):
    """A new combo; without `stock` there is always some."""

    title_zh: str
    title_en: NotRequired[str]
    price: int
    picture_id: NotRequired[str | None]
    stock: NotRequired[int | None]
    listed: NotRequired[bool]


class ComboOut(TypedDict):
    """A combo; `stock` null: there is always some."""

    id: str
    version: int
    title: str
    price: int
    currency: str
    stock: int | None
    listed: bool
    picture_id: str | None


class ComboWish(TypedDict):
    """So many of a combo."""

    id: str
    count: NotRequired[int]


class DoubleOut(TypedDict):
    """A ticket that was let in twice: at `first_at`, and here again at `again_at`."""

    seat: str
    film: str
    first_at: str
    again_at: str
    detail: str


class EnteredOut(TypedDict):
    """Somebody may go in."""

    seats: list[str]
    film: str
    hall: str
    starts_at: str
    combos: list[str]
    at: str


class ExtrasCardOut(TypedDict):
    """A card of a cinema."""

    cinema: str
    number: str
    percent: int
    starts_at: str
    until: str


class FilmCard(TypedDict):
    """A film in a list; `wanted` is how many people want to see it."""

    id: str
    title_zh: str
    title_en: str
    minutes: int
    genres: list[str]
    languages: list[str]
    formats: list[str]
    released_on: str
    poster: FilmPictureOut | None
    rating: float | None
    rating_count: int
    wanted: int


class FilmIn(TypedDict):
    """A new film."""

    title_zh: str
    title_en: NotRequired[str]
    title_original: NotRequired[str]
    minutes: int
    released_on: str
    genres: NotRequired[list[str]]
    languages: NotRequired[list[str]]
    formats: NotRequired[list[str]]
    director: NotRequired[str]
    cast: NotRequired[str]
    synopsis: NotRequired[str]
    synopsis_en: NotRequired[str]
    poster_id: NotRequired[str | None]
    still_ids: NotRequired[list[str]]


class FilmOut(TypedDict):
    """A film whole."""

    id: str
    title_zh: str
    title_en: str
    minutes: int
    genres: list[str]
    languages: list[str]
    formats: list[str]
    released_on: str
    poster: FilmPictureOut | None
    rating: float | None
    rating_count: int
    wanted: int
    version: int
    title_original: str
    director: str
    cast: list[CastOut]
    synopsis: str
    synopsis_en: str
    stills: list[FilmPictureOut]
    wished: bool


class FilmPatch(TypedDict):
    """An edit: only the fields that are sent change."""

    title_zh: NotRequired[str]
    title_en: NotRequired[str]
    title_original: NotRequired[str]
    minutes: NotRequired[int]
    released_on: NotRequired[str]
    genres: NotRequired[list[str]]
    languages: NotRequired[list[str]]
    formats: NotRequired[list[str]]
    director: NotRequired[str]
    cast: NotRequired[str]
    synopsis: NotRequired[str]
    synopsis_en: NotRequired[str]
    poster_id: NotRequired[str | None]
    still_ids: NotRequired[list[str]]


class FilmPictureOut(TypedDict):
    """A picture to be shown; `url` is 640 wide, `srcset` has all widths."""

    id: str
    url: str
    srcset: str
    width: int
    height: int
    alt: str


class HallCard(TypedDict):
    """A hall in a list."""

    id: str
    cinema_id: str
    name: str
    formats: list[str]
    capacity: int
    closed: bool


class HallIn(TypedDict):
    """A new hall with its seat map."""

    name: str
    plan: str
    zones: NotRequired[list[str]]
    formats: NotRequired[list[str]]


class HallOut(TypedDict):
    """A hall with its present seat map; `map_no` counts the versions of it."""

    id: str
    cinema_id: str
    name: str
    formats: list[str]
    capacity: int
    closed: bool
    version: int
    map_no: int
    plan: str
    rows: list[str]
    columns: int
    zones: list[HallsZoneOut]
    seats: list[HallsSeatOut]


class HallPatch(TypedDict):
    """An edit: only the fields that are sent change; another plan or zones make a new version of the seat map."""

    name: NotRequired[str]
    plan: NotRequired[str]
    zones: NotRequired[list[str]]
    formats: NotRequired[list[str]]
    closed: NotRequired[bool]


class HallsSeatOut(TypedDict):
    """A seat of a hall; `number` is its own for ever, `mate` that of the other half of a couple seat."""

    number: int
    label: str
    row: str
    place: int
    kind: str
    zone: str
    y: int
    x: int
    aisle: bool
    mate: int | None


class HallsZoneOut(TypedDict):
    """A zone of a hall: shows price their seats by it."""

    code: str
    name: str


class LevelNew(TypedDict):
    """A new level of a cinema's card."""

    title_zh: str
    title_en: NotRequired[str]
    price: int
    months: NotRequired[int]
    percent: int


class LevelOut(TypedDict):
    """A level of a cinema's card: so many months for so much, and so many per cent off every seat."""

    id: str
    title: str
    price: int
    currency: str
    months: int
    percent: int
    offered: bool


class LevelStateIn(TypedDict):
    """Whether a level is still sold; cards that were bought go on."""

    offered: bool


class PlanCopyIn(TypedDict):
    """A day's plan of a cinema, made again on the days after it."""

    from_day: str
    to_day: str
    until: NotRequired[str | None]


class PriceLineOut(TypedDict):
    """A line of a price, in the reader's language."""

    title: str
    price: int


class RefundIn(TypedDict):
    """Why a ticket is called off; its holder reads it."""

    reason: str


class RefusedOut(TypedDict):
    """A scan that should not have been let in, and why."""

    ticket: str
    code: str
    detail: str


class ReportsReportOut(TypedDict):
    """The sales of a cinema."""

    currency: str
    items: list[SalesOut]


class ReseatIn(TypedDict):
    """Another seat of the same show, and how a difference is paid or handed back."""

    seat: str
    method: NotRequired[Literal["cash", "card"]]


class ReturnIn(TypedDict):
    """A ticket comes back: by the cinema's rule, or `whole`."""

    whole: NotRequired[bool]
    reason: NotRequired[str]


class RightDecisionIn(TypedDict):
    """Approve a right for a price, or reject it with a reason."""

    approve: bool
    reason: NotRequired[str]
    price: NotRequired[int]
    terms: NotRequired[str]


RightIn = TypedDict(
    "RightIn",
    {
        "cinema_id": "str",
        "film_id": "str",
        "from": "str",
        "to": "str",
        "message": "NotRequired[str]",
    },
)


RightOut = TypedDict(
    "RightOut",
    {
        "id": "str",
        "version": "int",
        "cinema_id": "str",
        "film_id": "str",
        "from": "str",
        "to": "str",
        "state": "str",
        "message": "str",
        "reason": "str",
        "terms": "str",
        "price": "int",
        "currency": "str",
        "held": "bool",
        "asked_at": "str",
        "decided_at": "str | None",
        "paid_at": "str | None",
    },
)


class SaleIn(TypedDict):
    """Seats and combos sold at the counter; `free`: complimentary tickets."""

    seats: NotRequired[list[str]]
    combos: NotRequired[list[ComboWish]]
    method: Literal["cash", "card", "free"]
    total: NotRequired[int | None]


class SaleOut(TypedDict):
    """What was sold, and the way to the paper."""

    id: str
    pickup_code: str
    total: int
    currency: str
    paid: int
    method: str
    receipt: str
    tickets: list[SoldTicketOut]


class SalesOut(TypedDict):
    """What was sold of a film, or on a day; `occupancy` in per cent."""

    label: str
    shows: int
    seats: int
    tickets: int
    takings: int
    occupancy: float


class ScanIn(TypedDict):
    """What a scanner that was offline saw, and when (milliseconds since 1970)."""

    ticket: str
    at: int


class ScansIn(TypedDict):
    """What a scanner saw while it was offline."""

    cinema: str
    device: NotRequired[str]
    scans: list[ScanIn]


class ScansOut(TypedDict):
    """What became of them."""

    entered: int
    doubles: list[DoubleOut]
    refused: list[RefusedOut]


class ScreeningIn(TypedDict):
    """A show, and the days on which it is repeated; `price` is that of zone 1."""

    film_id: str
    hall_id: str
    day: str
    time: str
    price: int
    price_2: NotRequired[int | None]
    price_3: NotRequired[int | None]
    price_4: NotRequired[int | None]
    price_5: NotRequired[int | None]
    price_6: NotRequired[int | None]
    language: NotRequired[str | None]
    format: NotRequired[str | None]
    sales_minutes: NotRequired[int | None]
    repeat_until: NotRequired[str | None]
    weekdays: NotRequired[list[int]]


class ScreeningOut(TypedDict):
    """A show; `prices` by zone; `selling` says whether seats can be had now."""

    id: str
    version: int
    state: str
    selling: bool
    film_id: str
    film: str
    cinema_id: str
    cinema: str
    hall_id: str
    hall: str
    day: str
    time: str
    timezone: str
    starts_at: str
    ends_at: str
    free_at: str
    sales_end_at: str
    language: str
    format: str
    prices: dict[str, int]
    currency: str
    reason: str


class ScreeningPatch(TypedDict):
    """An edit: only the fields that are sent change. With bookings, only prices and the end of the sale."""

    film_id: NotRequired[str]
    hall_id: NotRequired[str]
    day: NotRequired[str]
    time: NotRequired[str]
    price: NotRequired[int]
    price_2: NotRequired[int | None]
    price_3: NotRequired[int | None]
    price_4: NotRequired[int | None]
    price_5: NotRequired[int | None]
    price_6: NotRequired[int | None]
    language: NotRequired[str]
    format: NotRequired[str]
    sales_minutes: NotRequired[int]


class ScreeningStateIn(TypedDict):
    """Stop the sale of a show, go on with it, or cancel the show with a reason (all money goes back)."""

    state: Literal["on_sale", "stopped", "cancelled"]
    reason: NotRequired[str]


class ScreeningsOut(TypedDict):
    """The shows that were made."""

    items: list[ScreeningOut]


class SeatQuoteOut(TypedDict):
    """What seats and combos cost: `before`, and less what coupon and points take off `total`."""

    lines: list[PriceLineOut]
    before: int
    coupon: str
    coupon_title: str
    coupon_off: int
    points: int
    points_off: int
    total: int
    currency: str


class SeatsIn(TypedDict):
    """The same to be held; `total` is the price that was seen, less coupon and points."""

    seats: NotRequired[list[str]]
    combos: NotRequired[list[ComboWish]]
    coupon: NotRequired[str]
    points: NotRequired[int]
    total: NotRequired[int | None]


class SeatsOut(TypedDict):
    """The seats of a show as they are now."""

    currency: str
    sales_end_at: str
    zones: list[SeatsZoneOut]
    selling: bool
    seats: list[SeatsSeatOut]


class SeatsSeatOut(TypedDict):
    """One seat; `x` and `y` are its place in the grid, `mate` the other half of a couple seat."""

    label: str
    row: str
    place: int
    x: int
    y: int
    kind: str
    zone: str
    price: int
    aisle: bool
    mate: str | None
    state: Literal["free", "held", "sold", "mine", "broken"]


class SeatsZoneOut(TypedDict):
    """A part of the hall and its price."""

    code: str
    name: str
    price: int


class ShiftIn(TypedDict):
    """The change in the drawer when a shift begins."""

    float_amount: NotRequired[int]


class ShiftOut(TypedDict):
    """A shift and what it comes to. `expected` is the cash that should be in the drawer."""

    id: str
    cinema: str
    person: str
    opened_at: str
    closed_at: str | None
    float_amount: int
    expected: int
    counted: int | None
    difference: int | None
    agrees: bool
    sums: list[SumOut]
    note: str


class SnapshotOut(TypedDict):
    """All that a scanner needs of a day to work offline. Nobody's name is in it."""

    cinema: str
    made_at: str
    day: str
    key: dict[str, Any]
    shows: dict[str, dict[str, Any]]
    tickets: dict[str, dict[str, Any]]
    pickups: dict[str, list[str]]


class SoldTicketOut(TypedDict):
    """A ticket as the counter sees it."""

    id: str
    seat: str
    state: str
    price: int


class SuggestionOut(TypedDict):
    """The best free seats together; none where nothing fits."""

    seats: list[str]
    total: int
    currency: str
    understood: str


class SumOut(TypedDict):
    """What one way of paying came to; `ledger` is the same by the ledger."""

    method: str
    sales: int
    seats: int
    taken: int
    back: int
    amount: int
    ledger: int


class TicketOut(TypedDict):
    """A ticket: one paid seat. `code` is the text of its QR picture, while it lets somebody in."""

    id: str
    state: Literal["valid", "used", "refunded", "over"]
    booking: str
    screening: str
    film: str
    cinema: str
    hall: str
    seat: str
    starts_at: str
    ends_at: str
    pickup_code: str
    code: str | None
    entered_at: str | None
    price: int
    currency: str
    refundable: bool
    refund_until: str


class WishOut(TypedDict):
    """How many people want to see a film, and whether you do."""

    wished: bool
    wanted: int
