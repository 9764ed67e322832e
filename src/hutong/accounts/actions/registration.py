"""Registering."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hutong.accounts import mobiles, terms
from hutong.accounts.events import CodeIssued, PersonRegistered
from hutong.accounts.models import Person
from hutong.accounts.passwords import PasswordHash
from hutong.kernel import audit, events, i18n, ids
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict, FieldError
from hutong.kernel.text import fold


class AlreadyRegistered(Conflict):
    """The number has an account; said only to whoever holds the right code."""

    code = "already_registered"
    detail = _l("This mobile number is registered already.")

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("mobile", self.detail)])


class UsernameTaken(Conflict):
    """Somebody else has this user name."""

    code = "username_taken"
    detail = _l("This user name is taken.")

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("username", self.detail)])


def send_code(purpose: str, mobile: str, code: str) -> None:
    """Have a code sent; to reset a password only where there is an account, which the answer does not tell."""
    audit.record("sms_code.asked", f"sms:{purpose}")
    known = session().scalar(select(Person.id).where(Person.mobile == mobile)) is not None
    if purpose != "reset" or known:
        events.tell(CodeIssued(mobile, code, purpose, i18n.language()))


def register(mobile: str, password: PasswordHash, username: str | None = None, nickname: str | None = None) -> Person:
    """A new person with a proven number; raises AlreadyRegistered or UsernameTaken."""
    person = Person(
        id=ids.new_id(),
        mobile=mobile,
        password=password,
        username=username,
        username_key=fold(username) if username else None,
        nickname=nickname or mobiles.masked(mobile),
        language=i18n.language(),
    )
    try:
        with session().begin_nested():
            session().add(person)
    except IntegrityError:
        if session().scalar(select(Person.id).where(Person.mobile == mobile)) is not None:
            raise AlreadyRegistered from None
        raise UsernameTaken from None
    session().add_all(terms.consents(person.id))
    audit.record("person.registered", f"person:{ids.show(person.id)}", person_id=person.id)
    events.tell(PersonRegistered(person.id))
    return person
