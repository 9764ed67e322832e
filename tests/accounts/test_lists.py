"""The small lists of one's account: one more row is not one more statement."""

from itertools import count

from hutong.accounts.models import Passkey
from hutong.kernel.db import session
from tests.accounts.world import PASSWORD, person, signed_in
from tests.counting import assert_same_count


def test_sessions_are_read_in_constantly_many_statements(app):
    """A-04: the list of one's devices."""
    guest_id = person(app)
    guest = signed_in(app, guest_id)
    assert_same_count(lambda: guest.get("/me/sessions"), lambda: signed_in(app, guest_id))
    assert len(guest.get("/me/sessions").json["items"]) == 4


def test_tokens_are_read_in_constantly_many_statements(app):
    """A-10: the list of one's tokens."""
    guest = signed_in(app, person(app))
    wanted = {"name": "calendar", "scopes": ["*"], "password": PASSWORD}

    def make():
        assert guest.post("/me/tokens", wanted).status_code == 201

    assert_same_count(lambda: guest.get("/me/tokens"), make)
    assert len(guest.get("/me/tokens").json["items"]) == 3


def test_passkeys_are_read_in_constantly_many_statements(app):
    """A-08: the list of one's passkeys, and its page."""
    guest_id = person(app)
    guest = signed_in(app, guest_id)
    numbers = count()

    def make():
        number = next(numbers)
        kept = Passkey(
            person_id=guest_id, digest=str(number), credential_id=b"x", public_key=b"x", name="x", made_at=number
        )
        with app.app_context():
            app.extensions["hutong"].database.run(lambda: session().add(kept))

    assert_same_count(lambda: guest.get("/me/passkeys"), make)
    assert_same_count(lambda: guest.page("/me/passkeys"), make)
    assert_same_count(lambda: guest.page("/me/security"), make)
