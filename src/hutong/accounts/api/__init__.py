"""The routes of accounts."""

from hutong.accounts.api import session
from hutong.accounts.api.base import api

__all__ = ["api", "session"]
