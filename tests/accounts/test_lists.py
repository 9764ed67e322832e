"""The small lists of one's account: one more row is not one more statement."""

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
    assert_same_count(lambda: guest.get("/me/tokens"), lambda: guest.post("/me/tokens", wanted))
    assert len(guest.get("/me/tokens").json["items"]) == 3
