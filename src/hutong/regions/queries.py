"""Questions about regions."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from hutong.kernel.db import session
from hutong.kernel.i18n import language
from hutong.regions.models import CITY, Region

_ENDINGS = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市")


@dataclass(frozen=True)
class RegionName:
    """The whole name of a region in both languages."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en


def region(code: str) -> Region | None:
    """The region of a code."""
    return session().get(Region, code)


def children(parent: str | None) -> list[Region]:
    """The regions directly below one, or the provinces, by code."""
    return list(session().scalars(select(Region).where(Region.parent_code == parent).order_by(Region.code)))


def of_level(level: int) -> list[Region]:
    """All regions of a level by their letter, for a picker from A to Z."""
    rows = select(Region).where(Region.level == level).order_by(Region.letter, Region.code)
    return list(session().scalars(rows))


def cities() -> list[Region]:
    """All cities by their letter."""
    return of_level(CITY)


def names(codes: Iterable[str]) -> dict[str, RegionName]:
    """The whole names ("北京 · 东城区", "Dongcheng District, Beijing") of those codes that exist, in one statement."""
    wanted = set(codes)
    if not wanted:
        return {}
    above, top = aliased(Region), aliased(Region)
    rows = session().execute(
        select(Region.code, Region.name, Region.name_en, above.name, above.name_en, top.name, top.name_en)
        .outerjoin(above, above.code == Region.parent_code)
        .outerjoin(top, top.code == above.parent_code)
        .where(Region.code.in_(wanted))
    )
    return {code: _whole([(top_zh, top_en), (zh2, en2), (zh, en)]) for code, zh, en, zh2, en2, top_zh, top_en in rows}


def below(code: str) -> list[str]:
    """The codes under which places in a region are kept: its districts, a region without any stands for itself."""
    inner = select(Region.code).where(Region.parent_code == code)
    within = or_(Region.code == code, Region.parent_code == code, Region.parent_code.in_(inner))
    rows = session().execute(select(Region.code, Region.parent_code).where(within)).all()
    parents = {parent for _, parent in rows}
    return sorted(found for found, _ in rows if found not in parents)


def _whole(path: list[tuple[str | None, str | None]]) -> RegionName:
    steps = [(zh, en or zh) for zh, en in path if zh]
    chinese = [_short(zh) if number < len(steps) - 1 else zh for number, (zh, _) in enumerate(steps)]
    if len(steps) > 1 and _short(steps[-1][0]) == chinese[-2]:
        chinese.pop()  # 东莞市 has one district of its own name
    if len(chinese) == 1:
        chinese = [_short(chinese[0])]
    english = [en for _, en in reversed(steps)]
    return RegionName(" · ".join(dict.fromkeys(chinese)), ", ".join(dict.fromkeys(english)))


def _short(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
