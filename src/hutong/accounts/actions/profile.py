"""What a person says about themselves."""

from sqlalchemy.exc import IntegrityError

from hutong.accounts.actions.registration import UsernameTaken
from hutong.accounts.models import Person
from hutong.kernel import audit, ids
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound
from hutong.kernel.text import fold
from hutong.kernel.web import viewer
from hutong.media import actions as pictures


def edit_profile(person_id: int, changes: dict[str, str | None]) -> Person:
    """Change nickname, bio, user name or language; raises UsernameTaken."""
    person = _person(person_id)
    if "username" in changes:
        _rename(person, changes["username"])
    for name in ("nickname", "bio", "language"):
        if name in changes:
            setattr(person, name, changes[name])
    return person


def set_avatar(person_id: int, picture_id: int | None) -> Person:
    """Show another picture of the person, or none; the one before goes, unless something else shows it."""
    person = _person(person_id)
    before = person.avatar_id
    person.avatar_id = picture_id
    session().flush()  # until then the person's row holds the one before
    if before is not None and before != picture_id:
        pictures.discard(before)
    return person


def choose_language(language: str) -> None:
    """Keep the language that whoever is signed in has just chosen."""
    reader = viewer()
    if reader is not None:
        _person(reader.id).language = language


def _rename(person: Person, username: str | None) -> None:
    if username == person.username:
        return
    try:
        with session().begin_nested():
            person.username = username
            person.username_key = fold(username) if username else None
    except IntegrityError:
        raise UsernameTaken from None
    audit.record("username.changed", f"person:{ids.show(person.id)}")


def _person(person_id: int) -> Person:
    person = session().get(Person, person_id)
    if person is None:
        raise NotFound
    return person
