"""What staff see of people: lists of them, of real names that wait, and of firms."""

from hutong.accounts.staff import identities, organisations, people
from hutong.accounts.staff.people import ROLE_NAMES, masked_mail

LISTS = (people.PEOPLE, identities.IDENTITIES, organisations.ORGANISATIONS)
WAITING = (identities.WAITING, organisations.WAITING)
PLOTS = (people.REGISTRATIONS,)

__all__ = ["LISTS", "PLOTS", "ROLE_NAMES", "WAITING", "masked_mail"]
