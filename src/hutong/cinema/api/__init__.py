"""Cinema for programs."""

from hutong.cinema.api import seats, tickets
from hutong.cinema.api.base import api

__all__ = ["api", "seats", "tickets"]
