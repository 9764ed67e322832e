"""Cinema for programs."""

from hutong.cinema.api import cinemas, films, halls, rights, screenings, seats, tickets
from hutong.cinema.api.base import api

__all__ = ["api", "cinemas", "films", "halls", "rights", "screenings", "seats", "tickets"]
