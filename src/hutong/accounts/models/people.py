"""People and what belongs to them: sessions, tokens, identity, addresses, consents."""

from typing import NoReturn

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.accounts.passwords import PasswordHash
from hutong.kernel import clock
from hutong.kernel.db import Base, Code, Id, Instant, Ref, table_args


class Person(Base):
    """Somebody with an account."""

    __tablename__ = "people"
    __table_args__ = table_args(
        Index("people_joined", "joined_at", "id"),
        Index("people_nickname", "nickname", postgresql_ops={"nickname": "text_pattern_ops"}),
        Index("people_suspended", "suspended_at"),
        Index("people_avatar", "avatar_id"),
    )

    id: Mapped[Id]
    mobile: Mapped[str | None] = mapped_column(String(20), unique=True)  # E.164
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True)
    username: Mapped[str | None] = mapped_column(String(40))
    username_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    nickname: Mapped[str] = mapped_column(String(40))
    bio: Mapped[str] = mapped_column(String(500), default="")
    avatar_id: Mapped[Ref | None] = mapped_column(ForeignKey("pictures.id"))
    language: Mapped[str | None] = mapped_column(String(5))
    verified_at: Mapped[Instant | None]
    suspended_at: Mapped[Instant | None]
    suspended_reason: Mapped[str] = mapped_column(String(500), default="")
    inactive_since: Mapped[Instant | None]  # registered by mail, the link not followed yet
    closed_at: Mapped[Instant | None]  # has left: nothing of them is kept here
    default_address_id: Mapped[Ref | None]
    joined_at: Mapped[Instant] = mapped_column(default=clock.now)

    @property
    def password(self) -> NoReturn:
        """Cannot be read: only its hash is kept."""
        raise AttributeError("a password cannot be read")

    @password.setter
    def password(self, hashed: PasswordHash) -> None:
        """Set what `passwords.hashed(plain)` made before the transaction; the plain text never comes here."""
        if not isinstance(hashed, PasswordHash):
            raise TypeError("a password is hashed before it is set")
        self.password_hash = hashed.text


class Session(Base):
    """A browser that is signed in; the cookie holds the id whose hash is here."""

    __tablename__ = "sessions"
    __table_args__ = table_args(Index("sessions_person", "person_id", "ended_at"), Index("sessions_seen", "seen_at"))

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    device: Mapped[str] = mapped_column(String(80), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    remember: Mapped[bool] = mapped_column(default=False)
    proven: Mapped[bool] = mapped_column(default=False)  # by both steps, not by a password alone
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    seen_at: Mapped[Instant] = mapped_column(default=clock.now)
    ended_at: Mapped[Instant | None]


class Activation(Base):
    """A link sent to a mail address, with the password that was chosen when it was asked for."""

    __tablename__ = "activations"
    __table_args__ = table_args(Index("activations_person", "person_id"), Index("activations_made", "made_at"))

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    used_at: Mapped[Instant | None]


class Token(Base):
    """A program that acts for a person, within its scopes; the program holds the text whose hash is here."""

    __tablename__ = "tokens"
    __table_args__ = table_args(Index("tokens_person", "person_id", "ended_at"))

    id: Mapped[Id]
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(60))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    expires_at: Mapped[Instant | None]
    last_used_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]


class Identity(Base):
    """A person's real name and ID number: encrypted, and a keyed hash so that one number belongs to one person."""

    __tablename__ = "identities"
    __table_args__ = table_args(Index("identities_state", "state", "made_at"))

    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    name_secret: Mapped[bytes] = mapped_column(LargeBinary(400))
    number_secret: Mapped[bytes] = mapped_column(LargeBinary(400))
    number_key: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[Code]  # pending, verified
    made_at: Mapped[Instant] = mapped_column(default=clock.now)


class Address(Base):
    """Where something can be sent to."""

    __tablename__ = "addresses"
    __table_args__ = table_args(Index("addresses_person", "person_id", "id"))

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(40))
    mobile: Mapped[str] = mapped_column(String(20))
    region_code: Mapped[str] = mapped_column(String(12))
    street: Mapped[str] = mapped_column(String(200))


class Consent(Base):
    """Who agreed to which version of a text, and when."""

    __tablename__ = "consents"

    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    document: Mapped[Code] = mapped_column(primary_key=True)  # terms, privacy
    version: Mapped[Code] = mapped_column(primary_key=True)
    at: Mapped[Instant] = mapped_column(default=clock.now)


class Block(Base):
    """Somebody whom a person keeps away."""

    __tablename__ = "blocks_of_people"
    __table_args__ = table_args(Index("blocks_of_people_blocked", "blocked_id"))

    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    blocked_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    at: Mapped[Instant] = mapped_column(default=clock.now)


class Export(Base):
    """An archive of all of a person's data, made by a job; it lies in the store of media until it is a week old."""

    __tablename__ = "exports"
    __table_args__ = table_args(Index("exports_person", "person_id", "made_at"), Index("exports_made", "made_at"))

    id: Mapped[Id]
    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"))
    file: Mapped[str | None] = mapped_column(String(160))  # its name in the store, once it is there
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    ready_at: Mapped[Instant | None]
