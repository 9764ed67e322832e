"""Organisations: a cinema's or a host's firm. Its members are grants that name it."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.accounts.models.roles import Permission
from hutong.kernel import clock
from hutong.kernel.db import Base, Code, Id, Instant, Name, Ref, table_args

PENDING, APPROVED, REJECTED, SUSPENDED = "pending", "approved", "rejected", "suspended"
TO_DECIDE = {"cinema": Permission.MANAGE_CINEMAS, "host": Permission.MANAGE_HOMES}
FOLLOWING = {
    PENDING: (APPROVED, REJECTED),
    APPROVED: (SUSPENDED,),
    SUSPENDED: (APPROVED,),
    REJECTED: (APPROVED,),
}


class Organisation(Base):
    """A firm in whose name people trade; until staff approve it, roles in it are worth nothing."""

    __tablename__ = "organisations"
    __table_args__ = table_args(Index("organisations_state", "state", "id"), Index("organisations_owner", "owner_id"))

    id: Mapped[Id]
    kind: Mapped[Code]  # cinema, host
    name: Mapped[Name]
    state: Mapped[Code] = mapped_column(default=PENDING)
    reason: Mapped[str] = mapped_column(String(500), default="")  # of the last decision
    owner_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))  # who founded it
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    decided_at: Mapped[Instant | None]
    revision: Mapped[int] = mapped_column(default=0)  # counts changes of its members, one at a time
