"""Tables of homes, and the catalogues their columns name."""

from hutong.stays.models.facilities import BY_CODE, FACILITIES, Facility
from hutong.stays.models.home import BLOCK, HOST, KIND, Block, Home, HomeFacility, HomePicture, HomeState, HomeWords
from hutong.stays.models.kinds import KINDS, Kind
from hutong.stays.models.policies import POLICIES, Policy

__all__ = [
    "BLOCK",
    "BY_CODE",
    "FACILITIES",
    "HOST",
    "KIND",
    "KINDS",
    "POLICIES",
    "Block",
    "Facility",
    "Home",
    "HomeFacility",
    "HomePicture",
    "HomeState",
    "HomeWords",
    "Kind",
    "Policy",
]
