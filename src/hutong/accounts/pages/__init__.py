"""The pages of accounts."""

from hutong.accounts.pages import account, organisations
from hutong.accounts.pages.base import TABS, pages

__all__ = ["TABS", "account", "organisations", "pages"]
