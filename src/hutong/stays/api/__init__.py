"""Homes for programs; each module is a group of routes."""

from hutong.stays.api import calendars, figures, homes, prices
from hutong.stays.api.base import api

__all__ = ["api", "calendars", "figures", "homes", "prices"]
