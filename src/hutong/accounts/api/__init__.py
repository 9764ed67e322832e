"""The routes of accounts."""

from hutong.accounts.api import (
    activation,
    addresses,
    leaving,
    me,
    organisations,
    outsiders,
    passkeys,
    people,
    profiles,
    registration,
    scans,
    secondfactor,
    session,
    tokens,
)
from hutong.accounts.api.base import api

__all__ = [
    "activation", "addresses", "api", "leaving", "me", "organisations", "outsiders", "passkeys", "people",
    "profiles", "registration", "scans", "secondfactor", "session", "tokens",
]  # fmt: skip
