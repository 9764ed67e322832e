"""Tables of homes, and the catalogues their columns name."""

from hutong.stays.models.facilities import BY_CODE, FACILITIES, Facility, bits, facilities_of
from hutong.stays.models.home import BLOCK, COLUMNS, HOST, KIND, SUBJECT, Block, Home, HomePicture, HomeState, HomeWords
from hutong.stays.models.kinds import KINDS, Kind
from hutong.stays.models.policies import POLICIES, Policy

__all__ = [
    "BLOCK",
    "BY_CODE",
    "COLUMNS",
    "FACILITIES",
    "HOST",
    "KIND",
    "KINDS",
    "POLICIES",
    "SUBJECT",
    "Block",
    "Facility",
    "Home",
    "HomePicture",
    "HomeState",
    "HomeWords",
    "Kind",
    "Policy",
    "bits",
    "facilities_of",
]
