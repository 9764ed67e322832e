"""Tables of homes, and the catalogues their columns name."""

from hutong.stays.models.calendars import Conflict, Feed
from hutong.stays.models.facilities import BY_CODE, FACILITIES, Facility, bits, facilities_of
from hutong.stays.models.home import (
    BLOCK,
    COLUMNS,
    HOST,
    KIND,
    OPEN_DAYS,
    PREPARATION,
    SUBJECT,
    WEEK_DAYS,
    Block,
    Home,
    HomePicture,
    HomeState,
    HomeWords,
    new_secret,
    nights_on,
    pack_days,
    pack_week,
    weekday_nights,
    weekday_shift,
)
from hutong.stays.models.kinds import KINDS, Kind
from hutong.stays.models.policies import POLICIES, Policy
from hutong.stays.models.prices import HomeNight, Season

__all__ = [
    "BLOCK",
    "BY_CODE",
    "COLUMNS",
    "FACILITIES",
    "HOST",
    "KIND",
    "KINDS",
    "OPEN_DAYS",
    "POLICIES",
    "PREPARATION",
    "SUBJECT",
    "WEEK_DAYS",
    "Block",
    "Conflict",
    "Facility",
    "Feed",
    "Home",
    "HomeNight",
    "HomePicture",
    "HomeState",
    "HomeWords",
    "Kind",
    "Policy",
    "Season",
    "bits",
    "facilities_of",
    "new_secret",
    "nights_on",
    "pack_days",
    "pack_week",
    "weekday_nights",
    "weekday_shift",
]
