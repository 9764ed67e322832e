"""What the platform's staff see of films, cinemas, rights and tickets."""

from hutong.cinema.staff.base import staff
from hutong.cinema.staff.catalogue import CINEMAS, FILMS, RIGHTS_LIST, WAITING
from hutong.cinema.staff.tickets import TICKETS

__all__ = ["CINEMAS", "FILMS", "RIGHTS_LIST", "TICKETS", "WAITING", "staff"]
