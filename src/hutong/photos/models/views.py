"""How far the counts that gather in the kv are written."""

from sqlalchemy.orm import Mapped

from hutong.kernel.db import Base, Id, Ref


class ViewMark(Base):
    """One row: the last minute whose views and taps are in the tables."""

    __tablename__ = "photo_view_marks"

    id: Mapped[Id]
    minute: Mapped[Ref]
