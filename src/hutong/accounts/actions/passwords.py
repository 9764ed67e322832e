"""Changing passwords."""

from sqlalchemy import select

from hutong.accounts.actions.sessions import end_other_sessions
from hutong.accounts.actions.tokens import end_tokens
from hutong.accounts.events import PasswordChanged
from hutong.accounts.models import Person
from hutong.accounts.passwords import PasswordHash
from hutong.kernel import audit, events, ids
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound


def change_password(person_id: int, password: PasswordHash, kept_session: int | None) -> None:
    """Set another password and end all other sessions."""
    person = session().get(Person, person_id)
    if person is None:
        raise NotFound
    _set(person, password, kept_session, "password.changed")


def reset_password(mobile: str, password: PasswordHash) -> bool:
    """Set another password for whoever holds a number, ending all sessions and tokens; whether there is one."""
    person = session().scalar(select(Person).where(Person.mobile == mobile))
    if person is None:
        return False
    end_tokens(person.id)  # whoever lost the password may have lost more
    _set(person, password, None, "password.reset")
    return True


def _set(person: Person, password: PasswordHash, kept_session: int | None, action: str) -> None:
    person.password = password
    ended = end_other_sessions(person.id, kept_session)
    audit.record(action, f"person:{ids.show(person.id)}", after={"sessions_ended": ended}, person_id=person.id)
    events.tell(PasswordChanged(person.id))
