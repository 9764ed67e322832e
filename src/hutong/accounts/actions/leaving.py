"""Taking one's data along, and leaving for good."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select, update

from hutong.accounts import jobs
from hutong.accounts.actions.sessions import end_other_sessions
from hutong.accounts.actions.tokens import end_tokens
from hutong.accounts.events import AccountClosed
from hutong.accounts.leaving import unsettled
from hutong.accounts.models import (
    Activation,
    Address,
    Block,
    Export,
    ExternalLogin,
    Grant,
    Identity,
    Passkey,
    Person,
    RecoveryCode,
    SecondFactor,
    Session,
    Token,
)
from hutong.kernel import audit, clock, events, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound
from hutong.media import actions as pictures

NAMELESS = "—"
THEIRS = (Activation, Address, ExternalLogin, Grant, Identity, Passkey, RecoveryCode, SecondFactor, Session, Token)


class ExportUnderWay(Conflict):
    """One archive at a time."""

    code = "export_under_way"
    detail = _l("Your archive is being made already.")


class NotSettled(Conflict):
    """Something still keeps the person here; `unsettled` lists it."""

    code = "not_settled"
    detail = _l("Before you can leave, something has to be settled:")


def ask_export(person_id: int) -> Export:
    """Have an archive of all of a person's data made; raises ExportUnderWay."""
    young = select(Export.id).where(
        Export.person_id == person_id, Export.ready_at.is_(None), Export.made_at > clock.now() - clock.HOUR
    )
    if session().scalar(young) is not None:
        raise ExportUnderWay
    made = Export(id=ids.new_id(), person_id=person_id, made_at=clock.now(), size=0)
    session().add(made)
    jobs.make_export.later(export_id=made.id)
    audit.record("export.asked", f"person:{ids.show(person_id)}")
    return made


def close_account(person_id: int) -> None:
    """Leave for good: what remains of the account has no identity; raises NotSettled.

    Rows that others' records refer to stay, nameless. The number, the mail address and the ID number are free again.
    """
    waiting = unsettled(person_id)
    if waiting:
        raise NotSettled(unsettled=[{"text": str(one.text), "link": one.link} for one in waiting])
    person = session().get(Person, person_id)
    if person is None:
        raise NotFound
    reached = tuple(one for one in (person.mobile, person.email) if one)
    avatar_id = person.avatar_id
    gone = update(Person).where(Person.id == person_id, Person.closed_at.is_(None))
    if rows_changed(gone.values(**_nobody())) != 1:
        raise NotFound
    session().expire_all()
    if avatar_id is not None:
        pictures.discard(avatar_id)
    end_other_sessions(person_id, None)
    end_tokens(person_id)
    for table in THEIRS:
        session().execute(delete(table).where(table.person_id == person_id))
    session().execute(delete(Block).where(or_(Block.person_id == person_id, Block.blocked_id == person_id)))
    session().execute(update(Export).where(Export.person_id == person_id).values(made_at=0))  # for the next sweep
    audit.record("account.closed", f"person:{ids.show(person_id)}")
    events.tell(AccountClosed(person_id, reached))


def _nobody() -> dict[str, object]:
    emptied = (
        "mobile", "email", "email_key", "username", "username_key", "avatar_id", "language", "verified_at",
        "default_address_id",
    )  # fmt: skip
    return {
        **dict.fromkeys(emptied),
        "nickname": NAMELESS,
        "bio": "",
        "password_hash": "",
        "closed_at": clock.now(),
        "suspended_at": clock.now(),  # whoever asks for their state need not know another one
    }
