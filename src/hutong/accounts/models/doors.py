"""What guards the way in beside the password."""

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Base, Id, Instant, Ref, table_args


class SecondFactor(Base):
    """A person's authenticator: its secret, encrypted, and the last step whose code was used."""

    __tablename__ = "second_factors"

    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    secret: Mapped[bytes] = mapped_column(LargeBinary(200))
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    confirmed_at: Mapped[Instant | None]  # until then it guards nothing
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)


class RecoveryCode(Base):
    """A code for the day the phone is lost; used once."""

    __tablename__ = "recovery_codes"
    __table_args__ = table_args(Index("recovery_codes_digest", "person_id", "digest", unique=True))

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    digest: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[Instant | None]
