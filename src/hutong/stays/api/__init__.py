"""Homes for programs; each module is a group of routes."""

from hutong.stays.api import homes, prices
from hutong.stays.api.base import api

__all__ = ["api", "homes", "prices"]
