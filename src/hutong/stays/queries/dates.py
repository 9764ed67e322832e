"""The dates of a stay: nights counted at the place, in a window that is open for booking."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from hutong.kernel import clock
from hutong.kernel.errors import FieldError, Invalid
from hutong.kernel.state import settings
from hutong.stays.models import OPEN_DAYS

MOST_NIGHTS = 90
WINDOW_DAYS = OPEN_DAYS


@dataclass(frozen=True)
class Stay:
    """Dates that can be asked for; nights are day numbers, the slots of claims."""

    check_in: date
    check_out: date

    @property
    def first(self) -> int:
        """The first night."""
        return clock.day_number(self.check_in)

    @property
    def last(self) -> int:
        """The last night: the departure day is another guest's arrival."""
        return clock.day_number(self.check_out) - 1

    @property
    def nights(self) -> int:
        """How many nights."""
        return (self.check_out - self.check_in).days


def today() -> date:
    """The present date where the homes are."""
    return clock.today(settings().timezone)


def last_day() -> date:
    """The last day on which a stay may end."""
    return clock.day_of(clock.day_number(today()) + WINDOW_DAYS)


def checked(check_in: date | None, check_out: date | None) -> Stay | None:
    """The stay of two dates, None without any; raises Invalid."""
    if check_in is None and check_out is None:
        return None
    errors = list(_errors(check_in, check_out))
    if errors or check_in is None or check_out is None:
        raise Invalid(errors=errors)
    return Stay(check_in, check_out)


def _errors(check_in: date | None, check_out: date | None) -> list[FieldError]:
    if check_in is None:
        return [FieldError("check_in", _("Please choose the day of arrival."))]
    if check_in < today():
        return [FieldError("check_in", _("This date is in the past."))]
    if check_out is None:
        return [FieldError("check_out", _("Please choose the day of departure."))]
    if check_out <= check_in:
        return [FieldError("check_out", _("The departure must be after the arrival."))]
    if check_out > last_day():
        return [FieldError("check_out", _("Dates can be booked up to 18 months ahead."))]
    if (check_out - check_in).days > MOST_NIGHTS:
        return [FieldError("check_out", _("At most %(count)s nights", count=MOST_NIGHTS))]
    return []
