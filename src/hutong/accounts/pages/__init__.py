"""The pages of accounts."""

from hutong.accounts.pages import (
    account,
    organisations,
    outsiders,
    passkeys,
    people,
    privacy,
    scans,
    secondfactor,
)
from hutong.accounts.pages.base import TABS, pages

__all__ = [
    "TABS", "account", "organisations", "outsiders", "pages", "passkeys", "people", "privacy", "scans", "secondfactor",
]  # fmt: skip
