"""People for tests: made directly, with one password hash for all of them, and signed in without hashing."""

from functools import cache

from flask import Flask
from sqlalchemy import select

from hutong.accounts import passwords, principal, terms
from hutong.accounts.models import PRESETS, Grant, Person, Role, Session
from hutong.kernel import clock
from hutong.kernel.db import session
from tests.client import Client

PASSWORD = "lantern-Hutong-7"


@cache
def password_hash() -> passwords.PasswordHash:
    """The hash of PASSWORD, worked out once a process."""
    return passwords.hashed(PASSWORD)


def person(
    app: Flask,
    mobile: str = "13800001001",
    verified: bool = False,
    name: str | None = None,
    role: str | None = None,
    language: str | None = None,
) -> int:
    """A person with PASSWORD; `role` is one of the presets."""

    def make() -> int:
        made = Person(
            mobile=mobile if mobile.startswith("+") else f"+86{mobile}",
            nickname=name or f"{mobile[-11:-8]}****{mobile[-4:]}",
            language=language,
            verified_at=clock.now() if verified else None,
            password=password_hash(),
        )
        session().add(made)
        session().flush()
        session().add_all(terms.consents(made.id))
        if role:
            if session().scalar(select(Role.code).where(Role.code == role)) is None:
                session().add(Role(code=role, permissions=int(PRESETS[role])))
                session().flush()
            session().add(Grant(person_id=made.id, role_code=role, organisation_id=0, permissions=0))
        return made.id

    with app.app_context():
        return app.extensions["hutong"].database.run(make)


def signed_in(app: Flask, person_id: int, language: str = "en") -> Client:
    """A browser in which this person is signed in."""
    client = Client(app, language)
    sid = principal.new_sid()
    row = Session(digest=principal.digest(sid), person_id=person_id, device="Test", address="127.0.0.1", remember=True)
    with app.app_context():
        app.extensions["hutong"].database.run(lambda: session().add(row))
    with client.http.session_transaction() as cookie:
        cookie["sid"] = sid
        cookie.permanent = True
    return client
