"""What guards the way in beside the password."""

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Base, Code, Id, Instant, Ref, table_args


class SecondFactor(Base):
    """A person's authenticator: its secret, encrypted, and the last step whose code was used."""

    __tablename__ = "second_factors"

    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    secret: Mapped[bytes] = mapped_column(LargeBinary(400))
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


class Passkey(Base):
    """A key of a person's phone, computer or security key: it opens the account by itself, after a finger or a PIN."""

    __tablename__ = "passkeys"
    __table_args__ = table_args(Index("passkeys_person", "person_id", "id"))

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # of credential_id, which is too long for an index
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(1024))  # COSE
    counter: Mapped[int] = mapped_column(BigInteger, default=0)  # 0 for ever where the key is synchronised
    name: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    used_at: Mapped[Instant | None]


class ExternalLogin(Base):
    """Another site's account that opens this person's: what it calls itself, and what it is called by its issuer."""

    __tablename__ = "external_logins"
    __table_args__ = table_args(
        Index("external_logins_subject", "issuer", "subject", unique=True),
        Index("external_logins_person", "person_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    provider: Mapped[Code]
    issuer: Mapped[str] = mapped_column(String(190))
    subject: Mapped[str] = mapped_column(String(190))
    name: Mapped[str] = mapped_column(String(80), default="")
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    used_at: Mapped[Instant | None]
