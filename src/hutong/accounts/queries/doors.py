"""Questions about what guards the way in."""

from sqlalchemy import func, select

from hutong.accounts.models import RecoveryCode, SecondFactor
from hutong.kernel.db import session


def second_factor(person_id: int) -> SecondFactor | None:
    """A person's authenticator, confirmed or not."""
    return session().get(SecondFactor, person_id)


def guarded(person_id: int) -> bool:
    """Whether logging in as this person takes a second factor."""
    on = select(SecondFactor.person_id).where(
        SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_not(None)
    )
    return session().scalar(on) is not None


def codes_left(person_id: int) -> int:
    """How many recovery codes a person has not used."""
    mine = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session().scalar(mine) or 0
