"""Regions as JSON."""

from pydantic import Field

from hutong.kernel.schemas import In, Line, Out
from hutong.regions.models import DISTRICT, PROVINCE, Region


class RegionsQuery(In):
    """Which regions: those below one, all of a level, or the provinces."""

    parent: Line | None = Field(None, max_length=40, description="code of the region above; empty: the provinces")
    level: int | None = Field(None, ge=PROVINCE, le=DISTRICT, description="all of a level (2: cities), by letter")


class RegionOut(Out):
    """A region; `name` is in the reader's language, `letter` that of the Chinese name."""

    code: str
    name: str
    name_zh: str
    name_en: str | None
    level: int
    letter: str

    @classmethod
    def of(cls, region: Region) -> "RegionOut":
        """A region as it is shown."""
        return cls(
            code=region.code,
            name=region.shown,
            name_zh=region.name,
            name_en=region.name_en,
            level=region.level,
            letter=region.letter,
        )


class RegionsOut(Out):
    """Regions side by side."""

    items: list[RegionOut]
