"""What goes in and out about cinemas."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from hutong.cinema.models import FACILITIES
from hutong.cinema.schemas.films import UNSAID, PictureShown, of
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import In, Line, Out, ShownId, Text, Whole

Said = Annotated[str, BeforeValidator(str)]  # names that know both languages
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Lng = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Facilities = Annotated[list[str], of(FACILITIES), Field(max_length=len(FACILITIES))]
GapRuleCode = Literal["strict", "lenient", "off"]
_NAME: Any = {"max_length": 100}
_DISTRICT: Any = {"min_length": 1, "max_length": 12, "description": "code of a district, see /regions"}
_ADDRESS: Any = {"min_length": 1, "max_length": 200}
_ZONE: Any = {"max_length": 40, "description": "an IANA name such as Asia/Shanghai; the site's without one"}
Refund = Annotated[
    Whole, Field(ge=0, le=10_080, description="minutes before a show until which a seat can be given back")
]
Cleaning = Annotated[Whole, Field(ge=0, le=120, description="minutes after each film")]
Sales = Annotated[
    Whole, Field(ge=-60, le=240, description="minutes before a show at which its sale ends; negative: after")
]


class CinemaIn(In):
    """A new cinema; without an organisation one is founded in its name."""

    name_zh: Line = Field(min_length=1, **_NAME)
    name_en: Line = Field("", **_NAME)
    district: Line = Field(**_DISTRICT)
    address: Line = Field(**_ADDRESS)
    organisation_id: ShownId | None = None
    description: Text = Field("", max_length=2000)
    phone: Line = Field("", max_length=30)
    lat: Lat | None = None
    lng: Lng | None = None
    facilities: Facilities = []
    picture_id: ShownId | None = None
    timezone: Line | None = Field(None, **_ZONE)
    gap_rule: GapRuleCode = "lenient"
    refund_minutes: Refund = 60
    cleaning_minutes: Cleaning = 15
    sales_minutes: Sales = 0


class CinemaPatch(In):
    """An edit: only the fields that are sent change."""

    name_zh: Line = Field(UNSAID, min_length=1, **_NAME)
    name_en: Line = Field(UNSAID, **_NAME)
    district: Line = Field(UNSAID, **_DISTRICT)
    address: Line = Field(UNSAID, **_ADDRESS)
    description: Text = Field(UNSAID, max_length=2000)
    phone: Line = Field(UNSAID, max_length=30)
    lat: Lat | None = None
    lng: Lng | None = None
    facilities: Facilities = UNSAID
    picture_id: ShownId | None = None
    timezone: Line = Field(UNSAID, **_ZONE)
    gap_rule: GapRuleCode = UNSAID
    refund_minutes: Refund = UNSAID
    cleaning_minutes: Cleaning = UNSAID
    sales_minutes: Sales = UNSAID


class CinemaDecisionIn(In):
    """Open a cinema, reject it, suspend it; a reason is needed unless it is opened."""

    state: Literal["open", "rejected", "suspended"]
    reason: Text = Field("", max_length=500)


class CinemaQuery(PageQuery):
    """Which cinemas: of a region, around a point, those that show a film, or your own (all states)."""

    region: Line | None = Field(None, max_length=12)
    near: str | None = Field(None, max_length=40, description="lat,lng: the nearest first, within 50 km")
    q: Line | None = Field(None, max_length=60)
    mine: bool = Field(False, description="those you work for; for the platform's staff all of them")


class CinemaCard(Out):
    """A cinema in a list."""

    id: ShownId
    name_zh: str
    name_en: str
    area: Said
    address: str
    lat: float | None
    lng: float | None
    distance: int | None = Field(description="metres, where a point was asked for")
    facilities: list[str]
    picture: PictureShown | None
    state: str


class CinemaOut(CinemaCard):
    """A cinema whole."""

    version: int
    organisation_id: ShownId
    description: str
    phone: str
    district: str
    timezone: str
    currency: str
    gap_rule: str
    refund_minutes: int
    cleaning_minutes: int
    sales_minutes: int
    reason: str | None = Field(description="why it was rejected or suspended; for its staff")
