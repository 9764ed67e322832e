"""The routes of accounts."""

from hutong.accounts.api import addresses, me, registration, session, tokens
from hutong.accounts.api.base import api

__all__ = ["addresses", "api", "me", "registration", "session", "tokens"]
