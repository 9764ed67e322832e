"""Cinema for programs."""

from hutong.cinema.api import seats
from hutong.cinema.api.base import api

__all__ = ["api", "seats"]
