"""What people say about photos, and that they like them."""

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Base, Big, Id, Instant, Ref, table_args

COMMENT_SUBJECT = "comment"
MOST_COMMENT = 2_000


class Comment(Base):
    """A comment; an answer stands in the thread of the comment it answers, whose `thread_id` is its own id."""

    __tablename__ = "photo_comments"
    __table_args__ = table_args(
        Index("photo_comments_order", "photo_id", "thread_id", "id"),
        Index("photo_comments_author", "author_id", "id"),
    )

    id: Mapped[Id]
    photo_id: Mapped[Ref] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"))
    thread_id: Mapped[Ref]
    author_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[Instant]
    edited_at: Mapped[Instant | None]
    deleted_at: Mapped[Instant | None]
    hidden_at: Mapped[Instant | None]

    @property
    def is_answer(self) -> bool:
        """Whether it answers another comment."""
        return self.thread_id != self.id


class Like(Base):
    """Somebody likes a photo."""

    __tablename__ = "photo_likes"
    __table_args__ = table_args(Index("photo_likes_person", "person_id", "at"))

    photo_id: Mapped[int] = mapped_column(
        Big, ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(Big, ForeignKey("people.id"), primary_key=True, autoincrement=False)
    at: Mapped[Instant]


def comment_subject(comment_id: int) -> str:
    """The name of a comment as a subject and in the audit log."""
    return f"{COMMENT_SUBJECT}:{comment_id}"
