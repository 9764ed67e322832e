"""Collections: photos that a person has gathered under a title."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Base, Big, Id, Instant, Ref, table_args

MOST_COLLECTIONS = 200
MOST_ITEMS = 2_000


class Collection(Base):
    """Photos of one's own and of others under a title; public ones stand on their owner's page."""

    __tablename__ = "photo_collections"
    __table_args__ = table_args(Index("photo_collections_owner", "owner_id", "id"))

    id: Mapped[Id]
    owner_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    title: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(500), default="")
    public: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[Instant]


class CollectionItem(Base):
    """A photo in a collection; `id` gives the order."""

    __tablename__ = "photo_collection_items"
    __table_args__ = table_args(
        Index("photo_collection_items_order", "collection_id", "id"),
        Index("photo_collection_items_photo", "photo_id"),
    )

    collection_id: Mapped[int] = mapped_column(
        Big, ForeignKey("photo_collections.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    photo_id: Mapped[int] = mapped_column(
        Big, ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    id: Mapped[Ref]
