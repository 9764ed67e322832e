"""Changing passwords."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.accounts import queries, resets
from hutong.accounts.actions.sessions import end_other_sessions
from hutong.accounts.actions.tokens import end_tokens
from hutong.accounts.events import PasswordChanged, PersonRegistered, ResetAsked
from hutong.accounts.models import Person
from hutong.accounts.passwords import PasswordHash
from hutong.kernel import audit, events, i18n, ids
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict, NotFound


class ResetSpent(Conflict):
    """A link that sets no password, or no longer."""

    code = "reset_link"
    detail = _l("This link was used already, is too old, or was altered. Ask for another one.")


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


def ask_reset(email: str) -> None:
    """Have a link sent to an address that has an account; whoever asks learns nothing of that."""
    audit.record("reset.asked", "mail:reset")
    person = queries.by_login(email)
    if person is not None:
        events.tell(ResetAsked(str(person.email), resets.link(person), person.language or i18n.language()))


def reset_by_mail(token: str, password: PasswordHash) -> None:
    """Set another password with the link of a mail, ending all sessions and tokens; raises ResetSpent.

    Whoever has the link reads the mailbox: an account that waited for its activation is active with it.
    """
    person_id = resets.holder(token)
    person = session().get(Person, person_id, with_for_update=True) if person_id else None
    if person is None or not resets.fits(token, person):
        raise ResetSpent
    if person.inactive_since is not None:
        person.inactive_since = None
        events.tell(PersonRegistered(person.id))
    end_tokens(person.id)
    _set(person, password, None, "password.reset")


def _set(person: Person, password: PasswordHash, kept_session: int | None, action: str) -> None:
    person.password = password
    ended = end_other_sessions(person.id, kept_session)
    audit.record(action, f"person:{ids.show(person.id)}", after={"sessions_ended": ended}, person_id=person.id)
    events.tell(PasswordChanged(person.id))
