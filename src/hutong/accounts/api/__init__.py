"""The routes of accounts."""

from hutong.accounts.api import (
    activation,
    addresses,
    me,
    organisations,
    outsiders,
    people,
    registration,
    scans,
    secondfactor,
    session,
    tokens,
)
from hutong.accounts.api.base import api

__all__ = [
    "activation", "addresses", "api", "me", "organisations", "outsiders", "people", "registration", "scans",
    "secondfactor", "session", "tokens",
]  # fmt: skip
