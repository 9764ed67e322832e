"""Pictures: who brought what; the file itself lies in the store under its digest."""

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Base, Id, Instant, Ref, table_args


class Picture(Base):
    """A picture somebody uploaded; several may share one file."""

    __tablename__ = "pictures"
    __table_args__ = table_args(Index("pictures_owner", "owner_id", "id"), Index("pictures_digest", "digest"))

    id: Mapped[Id]
    owner_id: Mapped[Ref | None]  # a person; accounts lie above, so there is no foreign key
    digest: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(8))  # of the stored file: "jpeg" or "webp"
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]  # bytes
    alt: Mapped[str] = mapped_column(String(300), default="")
    look: Mapped[Ref | None]  # 64 bits of how it looks, so that copies in other sizes are recognised
    made_at: Mapped[Instant]
