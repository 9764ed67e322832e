"""Logging in by way of another site, and linking its account to one's own."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from hutong.accounts import terms
from hutong.accounts.events import LoginLinked, PersonRegistered
from hutong.accounts.gateways import Outsider
from hutong.accounts.models import ExternalLogin, Person
from hutong.accounts.passwords import PasswordHash
from hutong.accounts.queries import outsiders
from hutong.kernel import audit, clock, events, i18n, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.kernel.text import fold


class LinkedElsewhere(Conflict):
    """The other site's account opens another account here."""

    code = "linked_elsewhere"
    detail = _l("This account of another site is linked to another account here.")


class AddressTaken(Conflict):
    """Somebody here has the mail address; an equal address proves nothing."""

    code = "address_taken"
    detail = _l("Somebody here has this mail address. If it is you, log in and link the two accounts.")


class LastWayIn(Conflict):
    """Without it nobody could log in any more."""

    code = "last_way_in"
    detail = _l("This is your only way to log in. Set a password first.")


def visit(outsider: Outsider) -> Person | None:
    """The person whose account this other site's account opens, if any."""
    found = outsiders.login_of(outsider)
    if found is None:
        return None
    person = session().get(Person, found.person_id)
    session().execute(update(ExternalLogin).where(ExternalLogin.id == found.id).values(used_at=clock.now()))
    audit.record("login.external", f"person:{ids.show(found.person_id)}", person_id=found.person_id)
    return person


def register_outsider(outsider: Outsider) -> Person:
    """A new account that another site's account opens; raises AddressTaken or LinkedElsewhere."""
    if outsiders.address_taken(outsider):
        raise AddressTaken
    name = " ".join("".join(char for char in outsider.name if char.isprintable()).split())[:40]
    person = Person(
        id=ids.new_id(),
        password=PasswordHash(""),  # none: nothing fits it
        nickname=name or f"{outsider.provider}***",
        email=outsider.email,
        email_key=fold(outsider.email) if outsider.email else None,
        language=i18n.language(),
    )
    try:
        with session().begin_nested():
            session().add(person)
    except IntegrityError:
        raise AddressTaken from None  # two at once
    session().add_all(terms.consents(person.id))
    audit.record("person.registered", f"person:{ids.show(person.id)}", person_id=person.id)
    _link(person.id, outsider)
    events.tell(PersonRegistered(person.id))
    return person


def link(person_id: int, outsider: Outsider) -> ExternalLogin:
    """Let another site's account open one's own; raises LinkedElsewhere."""
    found = outsiders.login_of(outsider)
    if found is not None:
        if found.person_id != person_id:
            raise LinkedElsewhere
        return found
    made = _link(person_id, outsider)
    events.tell(LoginLinked(person_id, outsider.provider))
    return made


def unlink(person_id: int, login_id: int) -> None:
    """Let it open one's own no more; raises NotFound or LastWayIn."""
    person = session().get(Person, person_id, with_for_update=True, populate_existing=True)  # one at a time
    others = select(func.count()).where(ExternalLogin.person_id == person_id, ExternalLogin.id != login_id)
    if person is None or (not person.password_hash and not session().scalar(others)):
        raise LastWayIn
    mine = delete(ExternalLogin).where(ExternalLogin.id == login_id, ExternalLogin.person_id == person_id)
    if rows_changed(mine) != 1:
        raise NotFound
    audit.record("login.unlinked", f"person:{ids.show(person_id)}")


def _link(person_id: int, outsider: Outsider) -> ExternalLogin:
    made = ExternalLogin(
        id=ids.new_id(),
        person_id=person_id,
        provider=outsider.provider,
        issuer=outsider.issuer[:190],
        subject=outsider.subject,
        name=outsider.name[:80],
        made_at=clock.now(),
    )
    try:
        with session().begin_nested():
            session().add(made)
    except IntegrityError:
        raise LinkedElsewhere from None
    audit.record("login.linked", f"person:{ids.show(person_id)}", after={"by": outsider.provider}, person_id=person_id)
    return made
