"""Courts."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from hutong.kernel.db import Amount, Base, Id, Name, Ref, table_args


class Court(Base):
    """A ground that is let by the hour, from `opens` to `closes` o'clock each day; the price is for an hour."""

    __tablename__ = "courts"
    __table_args__ = table_args(Index("courts_owner", "owner_id", "id"))

    id: Mapped[Id]
    owner_id: Mapped[Ref]
    resource_id: Mapped[Ref]
    title: Mapped[Name]
    price: Mapped[Amount]
    opens: Mapped[int]
    closes: Mapped[int]
