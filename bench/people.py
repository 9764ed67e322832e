"""Many people with signed-in browsers, made by rows."""

from typing import NamedTuple

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert

from hutong.accounts import principal, terms
from hutong.accounts.models import Consent, Person, Session
from hutong.kernel import clock, ids


class Browser(NamedTuple):
    """What a signed-in browser sends: its cookie and its token."""

    person_id: int
    cookie: str
    token: str


def browsers(app: Flask, count: int, prefix: int = 100) -> list[Browser]:
    """So many people, each signed in with a browser; `prefix` keeps their numbers apart from others'."""
    made, people, sessions = [], [], []
    now = clock.now()
    for number in range(count):
        person_id, sid = ids.new_id(), principal.new_sid()
        people.append(
            {
                "id": person_id,
                "mobile": f"+86{prefix}{number:08d}",
                "nickname": f"bench {number}",
                "password_hash": "-",
                "joined_at": now,
            }
        )
        sessions.append(
            {
                "id": ids.new_id(),
                "digest": principal.digest(sid),
                "person_id": person_id,
                "remember": True,
                "made_at": now,
                "seen_at": now,
            }
        )
        made.append(_browser(app, person_id, sid))
    with app.app_context():
        version = terms.version()
    agreed = [{"person_id": one["id"], "document": "terms", "version": version, "at": now} for one in people]
    with app.extensions["hutong"].database.writer.begin() as connection:
        for at in range(0, count, 500):
            connection.execute(insert(Person), people[at : at + 500])
            connection.execute(insert(Consent), agreed[at : at + 500])
            connection.execute(insert(Session), sessions[at : at + 500])
    return made


def _browser(app: Flask, person_id: int, sid: str) -> Browser:
    with app.test_request_context():
        session["sid"] = sid
        session.permanent = True
        token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return Browser(person_id, f"hutong={serializer.dumps(dict(session))}", token)
