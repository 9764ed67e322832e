"""Which cities have homes, and how many: asked by every search form, and so kept for a minute where people use it."""

import re
from dataclasses import dataclass

from sqlalchemy import func, select

from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.i18n import language
from hutong.kernel.state import settings, state
from hutong.regions.models import Region
from hutong.stays.models import Home, HomeState

KEPT = clock.MINUTE
_PEOPLES = (
    "土家族|朝鲜族|蒙古族?|哈尼族|布依族|傈僳族|景颇族|柯尔克孜|哈萨克|藏族|羌族|彝族|苗族|侗族|壮族|白族|傣族|回族"
)
_PREFECTURE = re.compile(rf"^(.{{2,4}}?)(?:{_PEOPLES}).*自治州$")  # 大理白族自治州 is called 大理
_kept: dict[int, tuple[int, list["Area"]]] = {}  # by the state of an app


@dataclass(frozen=True)
class Area:
    """A city with so many homes."""

    code: str
    zh: str
    en: str
    first: str
    count: int

    @property
    def name(self) -> str:
        """Its short name in the reader's language."""
        return self.zh if language() == "zh" else self.en

    @property
    def letter(self) -> str:
        """What its seal shows."""
        return self.zh[:1] if language() == "zh" else self.first


def areas() -> list[Area]:
    """The cities with published homes, those with most first; one statement, or none."""
    at, kept = _kept.get(id(state()), (0, []))
    if at > clock.now() - KEPT and not settings().development:
        return kept
    found = _areas()
    _kept[id(state())] = (clock.now(), found)
    return found


def _areas() -> list[Area]:
    count = func.count()
    counted = select(Home.city_code, count.label("homes")).where(Home.state == HomeState.PUBLISHED)
    cities = counted.group_by(Home.city_code).subquery()
    rows = select(Region.code, Region.name, Region.name_en, Region.letter, cities.c.homes)
    rows = rows.join(cities, cities.c.city_code == Region.code).order_by(cities.c.homes.desc(), Region.code)
    return [
        Area(code, _PREFECTURE.sub(r"\1", zh).removesuffix("市"), _short(en or zh), letter, homes)
        for code, zh, en, letter, homes in session().execute(rows)
    ]


def _short(english: str) -> str:
    return english.split()[0] if english.endswith("Autonomous Prefecture") else english
