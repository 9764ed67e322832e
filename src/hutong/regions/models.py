"""The tree of regions, three levels deep."""

from sqlalchemy import Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Base, table_args
from hutong.kernel.i18n import language

PROVINCE, CITY, DISTRICT = 1, 2, 3


class Region(Base):
    """A province, city or district; the reader of the file vouches for the parent, so there is no foreign key."""

    __tablename__ = "regions"
    __table_args__ = table_args(
        Index("regions_parent", "parent_code", "code"),
        Index("regions_level", "level", "letter", "code"),
    )

    code: Mapped[str] = mapped_column(String(12), primary_key=True)  # GB/T 2260: six digits
    parent_code: Mapped[str | None] = mapped_column(String(12))
    level: Mapped[int] = mapped_column(SmallInteger)
    name: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str | None] = mapped_column(String(100))
    letter: Mapped[str] = mapped_column(String(1))

    @property
    def shown(self) -> str:
        """The name in the reader's language."""
        return self.name if language() == "zh" else self.name_en or self.name
