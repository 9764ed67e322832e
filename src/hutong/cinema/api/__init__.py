"""Cinema for programs."""

from hutong.cinema.api import cinemas, counter, extras, films, halls, reports, rights, screenings, seats, tickets
from hutong.cinema.api.base import api

__all__ = [
    "api", "cinemas", "counter", "extras", "films", "halls", "reports", "rights", "screenings", "seats", "tickets",
]  # fmt: skip
