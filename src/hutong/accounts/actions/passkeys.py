"""Adding, naming, using and removing passkeys."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from hutong.accounts.actions.sessions import prove_session
from hutong.accounts.events import PasskeyChanged
from hutong.accounts.models import Passkey
from hutong.accounts.passkeys import NewKey, digest_of
from hutong.accounts.queries import doors
from hutong.kernel import audit, clock, events, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound

MOST = 20


class PasskeysFull(Conflict):
    """No more passkeys."""

    code = "passkeys_full"
    detail = _l("You have 20 passkeys already. Remove one first.")


class PasskeyKnown(Conflict):
    """This key is somebody's passkey already."""

    code = "passkey_known"
    detail = _l("This passkey is set up already.")


class PasskeyCopied(Conflict):
    """The key's counter did not move forward: somebody may have copied it, or the same answer came twice."""

    code = "passkey_copied"
    detail = _l("This passkey was refused: perhaps it was copied. Log in another way and remove it.")


def add(person_id: int, name: str, key: NewKey, session_id: int) -> Passkey:
    """Let a key open a person's account from now on; raises PasskeysFull or PasskeyKnown."""
    mine = select(func.count()).where(Passkey.person_id == person_id)
    if (session().scalar(mine) or 0) >= MOST:
        raise PasskeysFull
    made = Passkey(
        id=ids.new_id(),
        person_id=person_id,
        digest=digest_of(key.credential_id),
        credential_id=key.credential_id,
        public_key=key.public_key,
        counter=key.counter,
        name=name,
        made_at=clock.now(),
    )
    try:
        with session().begin_nested():
            session().add(made)
    except IntegrityError:
        raise PasskeyKnown from None
    prove_session(session_id)
    _changed(made, added=True)
    return made


def rename(person_id: int, passkey_id: int, name: str) -> Passkey:
    """Call one of a person's passkeys something else; raises NotFound."""
    mine = update(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id)
    if rows_changed(mine.values(name=name)) != 1:
        raise NotFound
    return doors.passkey(person_id, passkey_id)


def use(passkey_id: int, counter: int) -> None:
    """Note that a passkey has opened its account; raises PasskeyCopied unless its counter has moved forward."""
    moved = Passkey.counter < counter if counter else Passkey.counter == 0  # keys that do not count say 0
    mine = update(Passkey).where(Passkey.id == passkey_id, moved)
    if rows_changed(mine.values(counter=counter, used_at=clock.now())) != 1:
        raise PasskeyCopied


def note_copy(person_id: int, passkey_id: int) -> None:
    """Note that a passkey will be refused whose counter went back: the refusal itself leaves nothing behind."""
    audit.record_apart("passkey.refused", _subject(person_id), {"passkey": ids.show(passkey_id)}, person_id)


def note_entry(person_id: int) -> None:
    """Note that somebody came in by a passkey."""
    audit.record("login.passkey", _subject(person_id), person_id=person_id)


def remove(person_id: int, passkey_id: int) -> None:
    """Let one of a person's passkeys open nothing any more; raises NotFound."""
    _remove(doors.passkey(person_id, passkey_id))


def remove_all(person_id: int) -> int:
    """Remove all of a person's passkeys; how many there were."""
    mine = doors.passkeys(person_id)
    for found in mine:
        _remove(found)
    return len(mine)


def _remove(found: Passkey) -> None:
    if rows_changed(delete(Passkey).where(Passkey.id == found.id)) == 1:  # else another tab was faster
        _changed(found, added=False)
    session().expunge(found)


def _changed(passkey: Passkey, added: bool) -> None:
    audit.record("passkey.added" if added else "passkey.removed", _subject(passkey.person_id))
    events.tell(PasskeyChanged(passkey.person_id, passkey.name, added))


def _subject(person_id: int) -> str:
    return f"person:{ids.show(person_id)}"
