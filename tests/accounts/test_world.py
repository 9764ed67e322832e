"""The helpers other tests stand on."""

import itertools

from hutong.accounts import queries
from hutong.accounts.models import PRESETS
from tests.accounts.world import person, signed_in


def test_a_person_made_for_a_test_is_signed_in(app, within):
    guest = person(app, verified=True)
    with app.extensions["hutong"].database.reading():
        card = queries.people([guest])[guest]
        assert (card.name, card.verified) == ("138****1001", True)
        assert queries.contact(guest).mobile == "+8613800001001"
    assert signed_in(app, guest).get("/session").json["user"]["name"] == "138****1001"


def test_presets_are_inclusive():
    """A-12: a higher role holds all of the lower."""
    ladder = ["usher", "clerk", "scheduler", "cinema_manager", "administrator"]
    for lower, higher in itertools.pairwise(ladder):
        assert PRESETS[higher] & PRESETS[lower] == PRESETS[lower]
    assert PRESETS["moderator"] in PRESETS["support"] in PRESETS["administrator"]
