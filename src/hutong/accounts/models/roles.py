"""What people may do: permissions, roles that hold them, and who holds a role where."""

from enum import IntFlag

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Base, Code, Instant, Ref

EVERYWHERE = 0  # the organisation of a grant that holds for the whole site
DIRECT = "direct"  # the role that holds nothing: under it stand permissions granted one by one


class Permission(IntFlag):
    """What a person may be allowed to do beyond one's own things; the values are stored, never change them."""

    READ_AUDIT = 1 << 0
    MANAGE_SETTINGS = 1 << 1
    MANAGE_PEOPLE = 1 << 2
    GRANT_ROLES = 1 << 3
    MANAGE_REGIONS = 1 << 4
    MODERATE = 1 << 5
    MANAGE_HOMES = 1 << 6
    MANAGE_BOOKINGS = 1 << 7
    REFUND = 1 << 8
    READ_LEDGER = 1 << 9
    MANAGE_FILMS = 1 << 10
    MANAGE_CINEMAS = 1 << 11
    MANAGE_HALLS = 1 << 12
    SCHEDULE = 1 << 13
    SELL_AT_COUNTER = 1 << 14
    CHECK_IN = 1 << 15
    MANAGE_COUPONS = 1 << 16
    BACK_OFFICE = 1 << 17
    VERIFY_PEOPLE = 1 << 18
    MANAGE_MEMBERS = 1 << 19


_P = Permission
_USHER = _P.CHECK_IN
_CLERK = _USHER | _P.SELL_AT_COUNTER
_SCHEDULER = _CLERK | _P.SCHEDULE
_CINEMA_MANAGER = _SCHEDULER | _P.MANAGE_HALLS | _P.REFUND | _P.READ_LEDGER | _P.MANAGE_MEMBERS | _P.MANAGE_COUPONS
_HOST_KEEPER = _P.MANAGE_BOOKINGS
_HOST_MANAGER = _HOST_KEEPER | _P.MANAGE_HOMES | _P.READ_LEDGER | _P.MANAGE_MEMBERS | _P.MANAGE_COUPONS
_MODERATOR = _P.BACK_OFFICE | _P.MODERATE
_SUPPORT = _MODERATOR | _P.MANAGE_BOOKINGS | _P.MANAGE_HOMES | _P.VERIFY_PEOPLE
_ADMINISTRATOR = Permission((1 << len(Permission)) - 1)

# Inclusive: each holds all of the ones before it on its ladder, the administrator everything.
PRESETS: dict[str, Permission] = {
    "usher": _USHER,
    "clerk": _CLERK,
    "scheduler": _SCHEDULER,
    "cinema_manager": _CINEMA_MANAGER,
    "host_keeper": _HOST_KEEPER,
    "host_manager": _HOST_MANAGER,
    "moderator": _MODERATOR,
    "support": _SUPPORT,
    "administrator": _ADMINISTRATOR,
}

# The roles that can be held in an organisation of a kind, lowest first; the last one manages it.
LADDERS: dict[str, tuple[str, ...]] = {
    "cinema": ("usher", "clerk", "scheduler", "cinema_manager"),
    "host": ("host_keeper", "host_manager"),
}
ONLY_THERE = frozenset(LADDERS["host"])  # over the whole site they would hold what is the staff's


class Role(Base):
    """A named set of permissions."""

    __tablename__ = "roles"

    code: Mapped[Code] = mapped_column(primary_key=True)
    permissions: Mapped[int] = mapped_column(BigInteger)


class Grant(Base):
    """A person holds a role, and single permissions with it, everywhere or in one organisation."""

    __tablename__ = "grants"

    person_id: Mapped[Ref] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    role_code: Mapped[Code] = mapped_column(ForeignKey("roles.code"), primary_key=True)
    organisation_id: Mapped[Ref] = mapped_column(primary_key=True, autoincrement=False, default=EVERYWHERE)
    permissions: Mapped[int] = mapped_column(BigInteger, default=0)
    at: Mapped[Instant] = mapped_column(default=clock.now)
