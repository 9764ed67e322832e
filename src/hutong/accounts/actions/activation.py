"""Registering with a mail address: the account is inactive until the link in the mail was followed.

Whoever asks learns nothing about an address: only its mailbox does. A link brings the password of its own
registration, so that nobody can prepare an account for somebody else's address and wait for them to confirm it.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hutong.accounts import activations, queries, terms
from hutong.accounts.actions.sessions import end_other_sessions
from hutong.accounts.events import ActivationAsked, AddressKnown, PersonRegistered
from hutong.accounts.models import Activation, Person
from hutong.accounts.passwords import PasswordHash
from hutong.kernel import audit, clock, events, i18n, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict
from hutong.kernel.text import fold


class LinkSpent(Conflict):
    """An activation link that does not open its account, or no longer."""

    code = "activation_link"
    detail = _l("This link was used already, is too old, or was altered.")


def register_by_mail(email: str, password: PasswordHash) -> None:
    """Have a link sent to an address, or, where it has an account, a mail that says so."""
    audit.record("activation.asked", "mail:register")
    person = queries.by_login(email) or _make(email, password)
    if person.inactive_since is None:
        events.tell(AddressKnown(email, person.language or i18n.language()))
    else:
        _ask(person, password.text)


def send_link_again(token: str) -> None:
    """Have another link sent in place of one that is too old; raises LinkSpent."""
    row, person = queries.activation(token)
    if row is None or person is None or activations.state_of(row, person) not in ("open", "late"):
        raise LinkSpent
    audit.record("activation.asked", f"person:{ids.show(person.id)}", person_id=person.id)
    _ask(person, row.password_hash)


def activate(token: str, kept_session: int | None) -> Person:
    """Make an account active, with the password that was chosen for this link; raises LinkSpent."""
    row, person = queries.activation(token)
    if row is None or person is None or activations.state_of(row, person) != "open":
        raise LinkSpent
    now = clock.now()
    unused = update(Activation).where(Activation.id == row.id, Activation.used_at.is_(None))
    inactive = update(Person).where(Person.id == person.id, Person.inactive_since.is_not(None))
    changes = {"inactive_since": None, "password_hash": row.password_hash}
    if rows_changed(unused.values(used_at=now)) != 1 or rows_changed(inactive.values(**changes)) != 1:
        raise LinkSpent  # two clicks at once
    end_other_sessions(person.id, kept_session)
    audit.record("person.activated", f"person:{ids.show(person.id)}", person_id=person.id)
    events.tell(PersonRegistered(person.id))
    return person


def _make(email: str, password: PasswordHash) -> Person:
    person = Person(
        id=ids.new_id(),
        email=email,
        email_key=fold(email),
        password=password,
        nickname=f"{email[:2].split('@')[0]}***",
        language=i18n.language(),
        inactive_since=clock.now(),
    )
    try:
        with session().begin_nested():
            session().add(person)
    except IntegrityError:
        return session().scalars(select(Person).where(Person.email_key == fold(email))).one()  # two at once
    session().add_all(terms.consents(person.id))
    audit.record("person.registered", f"person:{ids.show(person.id)}", person_id=person.id)
    return person


def _ask(person: Person, password_hash: str) -> None:
    token = activations.new_token()
    made = Activation(
        digest=activations.digest_of(token), person_id=person.id, password_hash=password_hash, made_at=clock.now()
    )
    session().add(made)
    events.tell(ActivationAsked(str(person.email), activations.link(token), i18n.language()))
