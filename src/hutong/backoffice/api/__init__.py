"""The routes of the back office."""

from hutong.backoffice.api import desk, site
from hutong.backoffice.api.base import api

__all__ = ["api", "desk", "site"]
