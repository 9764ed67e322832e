"""Whose photos a person wants to see, and whose not."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Base, Big, Instant, Ref, table_args


class Follow(Base):
    """A person sees another's photos in the stream of those they follow; `id` gives the order."""

    __tablename__ = "follows"
    __table_args__ = table_args(
        Index("follows_followers", "followed_id", "id"),
        Index("follows_following", "follower_id", "id"),
    )

    follower_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    followed_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    id: Mapped[Ref]
    at: Mapped[Instant]


class PhotoMute(Base):
    """A person does not want to meet another's photos in streams; the other does not learn of it."""

    __tablename__ = "photo_mutes"

    person_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    muted_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    at: Mapped[Instant]
