"""Questions about what guards the way in."""

from sqlalchemy import func, select

from hutong.accounts.models import Passkey, RecoveryCode, SecondFactor
from hutong.accounts.queries.people import permissions
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.state import settings


def second_factor(person_id: int) -> SecondFactor | None:
    """A person's authenticator, confirmed or not."""
    return session().get(SecondFactor, person_id)


def guarded(person_id: int) -> bool:
    """Whether this person's authenticator is set up."""
    on = select(SecondFactor.person_id).where(
        SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
    )
    return session().scalar(on) is not None


def codes_left(person_id: int) -> int:
    """How many recovery codes a person has not used."""
    mine = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session().scalar(mine) or 0


def proven_twice(person_id: int) -> bool:
    """Whether this person has what staff need for their work: an authenticator or a passkey."""
    return guarded(person_id) or has_passkey(person_id)


def two_steps(person_id: int) -> bool:
    """Whether the password alone does not let this person in: an authenticator is set up, or staff have a passkey."""
    if guarded(person_id):
        return True
    return settings().staff_proves_twice and has_passkey(person_id) and bool(permissions(person_id))


def has_passkey(person_id: int) -> bool:
    """Whether a passkey opens this person's account."""
    return session().scalar(select(Passkey.id).where(Passkey.person_id == person_id).limit(1)) is not None


def passkeys(person_id: int) -> list[Passkey]:
    """A person's passkeys, oldest first."""
    return list(session().scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id)))


def passkey(person_id: int, passkey_id: int) -> Passkey:
    """One of a person's passkeys; raises NotFound."""
    found = session().get(Passkey, passkey_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def passkey_of(digest: str) -> Passkey | None:
    """The passkey with this digest of its credential id, whoever has it."""
    return session().scalar(select(Passkey).where(Passkey.digest == digest))
