"""What a home may offer: a fixed list, so that it can be searched in both languages.

A home keeps its facilities as the bits of one number, so that a search looks at a row it reads anyway.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hutong.kernel.i18n import language


@dataclass(frozen=True)
class Facility:
    """One facility: its code, its names and its icon in the sprite."""

    code: str
    zh: str
    en: str
    icon: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.zh if language() == "zh" else self.en


# A place in this list is a bit that is stored: add at the end, at most 62, and never move one.
FACILITIES = (
    Facility("wifi", "无线网络", "Wi-Fi", "wifi"),
    Facility("aircon", "空调", "Air conditioning", "snow"),
    Facility("heating", "暖气", "Heating", "thermometer-half"),
    Facility("kitchen", "厨房", "Kitchen", "cup-hot"),
    Facility("breakfast", "早餐", "Breakfast", "egg-fried"),
    Facility("washer", "洗衣机", "Washing machine", "washer"),
    Facility("dryer", "吹风机", "Hair dryer", "wind"),
    Facility("hot_water", "全天热水", "Hot water all day", "droplet"),
    Facility("bathtub", "浴缸", "Bathtub", "water"),
    Facility("tv", "电视", "Television", "tv"),
    Facility("projector", "投影", "Projector", "film"),
    Facility("workspace", "书桌", "Desk for work", "laptop"),
    Facility("elevator", "电梯", "Lift", "arrow-down-up"),
    Facility("parking", "停车位", "Parking", "p-square"),
    Facility("charger", "充电桩", "Car charger", "plug"),
    Facility("bicycle", "自行车", "Bicycles", "bicycle"),
    Facility("garden", "花园", "Garden", "tree"),
    Facility("terrace", "露台", "Terrace", "sun"),
    Facility("fireplace", "壁炉", "Fireplace", "fire"),
    Facility("smart_lock", "智能门锁", "Smart lock", "key"),
    Facility("smoke_alarm", "烟雾报警器", "Smoke alarm", "bell"),
    Facility("first_aid", "急救包", "First-aid kit", "plus-circle"),
    Facility("crib", "婴儿床", "Cot", "crib"),
    Facility("pets", "可带宠物", "Pets welcome", "paw"),
    Facility("wheelchair", "轮椅可进", "Wheelchair access", "person-wheelchair"),
)
BY_CODE = {facility.code: facility for facility in FACILITIES}
_BITS = {facility.code: 1 << place for place, facility in enumerate(FACILITIES)}


def bits(codes: Iterable[str]) -> int:
    """The number that stands for these facilities."""
    return sum(_BITS[code] for code in set(codes))


def facilities_of(number: int) -> list[Facility]:
    """The facilities of such a number."""
    return [facility for facility in FACILITIES if number & _BITS[facility.code]]
