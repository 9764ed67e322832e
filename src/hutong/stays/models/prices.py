"""Prices and rules that hold only for some nights."""

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Amount, Base, Big, Id, table_args


class Season(Base):
    """Nights from `first` up to, not including, `until` (day numbers) that cost something else; they never overlap."""

    __tablename__ = "home_seasons"
    __table_args__ = table_args(Index("home_seasons_home", "home_id", "first"))

    id: Mapped[Id]
    home_id: Mapped[int] = mapped_column(Big, ForeignKey("homes.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60), default="")
    first: Mapped[int]
    until: Mapped[int]
    price: Mapped[Amount]
    weekend_price: Mapped[Amount | None]
    min_nights: Mapped[int | None] = mapped_column(SmallInteger)
    max_nights: Mapped[int | None] = mapped_column(SmallInteger)


class HomeNight(Base):
    """One night that does not cost what the home's own prices say, so that a search can sum nights in SQL.

    An `own` price was set for this very date and is kept here only; everything else follows from the season, and is
    written anew when seasons change. The rules are those of the season, for stays that begin on this night.
    """

    __tablename__ = "home_nights"
    __table_args__ = table_args(sqlite_with_rowid=False)

    home_id: Mapped[int] = mapped_column(Big, ForeignKey("homes.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    price: Mapped[Amount]
    weekend_price: Mapped[Amount | None]
    own: Mapped[bool] = mapped_column(default=False)
    season: Mapped[str] = mapped_column(String(60), default="")
    min_nights: Mapped[int | None] = mapped_column(SmallInteger)
    max_nights: Mapped[int | None] = mapped_column(SmallInteger)
