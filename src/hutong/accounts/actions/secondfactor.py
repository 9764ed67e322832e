"""Setting up the second factor, proving it, and giving it up."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update

from hutong.accounts import sealing, secondfactor
from hutong.accounts.actions.sessions import end_other_sessions, prove_session
from hutong.accounts.events import SecondFactorChanged
from hutong.accounts.models import RecoveryCode, SecondFactor
from hutong.accounts.queries import doors
from hutong.accounts.secondfactor import FactorWrong, NoFactor
from hutong.kernel import audit, clock, events, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict


class FactorOn(Conflict):
    """It is set up already."""

    code = "second_factor_on"
    detail = _l("Two-step login is on already. Turn it off first.")


def begin(person_id: int) -> str:
    """A fresh secret, waiting for its first code; raises FactorOn."""
    found = doors.second_factor(person_id)
    if found is not None and found.confirmed_at is not None:
        raise FactorOn
    session().execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
    session().expire_all()
    secret = secondfactor.new_secret()
    session().add(
        SecondFactor(person_id=person_id, secret=sealing.seal(person_id, secret), made_at=clock.now(), last_step=0)
    )
    return secret


def confirm(person_id: int, code: str, session_id: int) -> list[str]:
    """Switch it on with its first code: the recovery codes; raises NoFactor, FactorOn or FactorWrong.

    Other sessions end: the password alone has opened them, perhaps in somebody else's hands.
    """
    found = doors.second_factor(person_id)
    if found is None or (found.confirmed_at is None and clock.now() > found.made_at + secondfactor.ENROLLING):
        raise NoFactor
    if found.confirmed_at is not None:
        raise FactorOn
    step = secondfactor.step_of(sealing.unseal(person_id, found.secret), code)
    if step is None:
        raise FactorWrong
    waiting = update(SecondFactor).where(SecondFactor.person_id == person_id, SecondFactor.confirmed_at.is_(None))
    if rows_changed(waiting.values(confirmed_at=clock.now(), last_step=step)) != 1:
        raise FactorOn  # two tabs at once
    end_other_sessions(person_id, session_id)
    prove_session(session_id)
    _changed(person_id, "second_factor.on", on=True)
    return _fresh_codes(person_id)


def renew_codes(person_id: int) -> list[str]:
    """Other recovery codes in place of those that are left; raises NoFactor."""
    if not doors.guarded(person_id):
        raise NoFactor
    audit.record("recovery_codes.renewed", f"person:{ids.show(person_id)}")
    return _fresh_codes(person_id)


def turn_off(person_id: int) -> None:
    """Give the second factor up; raises NoFactor."""
    if rows_changed(delete(SecondFactor).where(SecondFactor.person_id == person_id)) != 1:
        raise NoFactor
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    _changed(person_id, "second_factor.off", on=False)


def prove(person_id: int, code: str) -> None:
    """Use a code of the authenticator or a recovery code, once; raises FactorWrong."""
    found = doors.second_factor(person_id)
    if found is None or found.confirmed_at is None:
        raise FactorWrong
    step = secondfactor.step_of(sealing.unseal(person_id, found.secret), code)
    if step is not None:
        later = update(SecondFactor).where(SecondFactor.person_id == person_id, SecondFactor.last_step < step)
        if rows_changed(later.values(last_step=step)) != 1:
            raise FactorWrong  # used already: read over a shoulder, or sent twice
        return
    given = secondfactor.digest(person_id, code)
    mine = update(RecoveryCode).where(RecoveryCode.person_id == person_id, RecoveryCode.digest == given)
    if rows_changed(mine.where(RecoveryCode.used_at.is_(None)).values(used_at=clock.now())) != 1:
        raise FactorWrong
    audit.record("recovery_code.used", f"person:{ids.show(person_id)}", person_id=person_id)


def _fresh_codes(person_id: int) -> list[str]:
    session().execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = secondfactor.new_codes()
    session().add_all(
        RecoveryCode(id=ids.new_id(), person_id=person_id, digest=secondfactor.digest(person_id, code))
        for code in codes
    )
    return codes


def _changed(person_id: int, action: str, on: bool) -> None:
    audit.record(action, f"person:{ids.show(person_id)}")
    events.tell(SecondFactorChanged(person_id, on))
