"""The pages of accounts."""

from hutong.accounts.pages import account, organisations, scans, secondfactor
from hutong.accounts.pages.base import TABS, pages

__all__ = ["TABS", "account", "organisations", "pages", "scans", "secondfactor"]
