"""Pictures: who brought what; the file itself lies in the store under its digest."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.contribute import Point
from hutong.kernel.db import Base, Id, Instant, Ref, table_args

SHOWN_BY: Point[Any] = Point("pictures_shown_by")  # indexed columns that name a picture, and InLists


@dataclass(frozen=True)
class InLists:
    """Rows that name pictures of the person who made them in a list, which no index reaches: their own are asked."""

    lists: Any
    author: Any  # an indexed column
    id: Any


class Picture(Base):
    """A picture somebody uploaded; several may share one file."""

    __tablename__ = "pictures"
    __table_args__ = table_args(
        Index("pictures_owner", "owner_id", "id"),
        Index("pictures_digest", "digest"),
        Index("pictures_sweep", "sweep_at"),
    )

    id: Mapped[Id]
    owner_id: Mapped[Ref | None]  # a person; accounts lie above, so there is no foreign key
    digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(8))  # of the stored file: "jpeg" or "webp"
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]  # bytes
    alt: Mapped[str] = mapped_column(String(300), default="")
    look: Mapped[Ref | None]  # 64 bits of how it looks, so that copies in other sizes are recognised
    withheld: Mapped[bool] = mapped_column(default=False)  # its address opens nothing: another page shows it to some
    made_at: Mapped[Instant]
    sweep_at: Mapped[Instant | None]  # from when it goes unless something shows it; None: it stays
