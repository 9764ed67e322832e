"""A film in a hall at a time: whether the cinema may show it then, and whether the hall is free."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.booking.actions import Taken, claim
from hutong.cinema import queries, times
from hutong.cinema.models import SCREENING, STEP, Cinema, Film, Hall
from hutong.kernel import clock, ids
from hutong.kernel.errors import Conflict, FieldError, invalid
from hutong.kernel.pages import show_day


class HallTaken(Conflict):
    """Another show is in the hall then; `earliest` is when it is free for as long."""

    code = "hall_taken"
    detail = _l("Another show is in this hall then.")


@dataclass(frozen=True)
class Slot:
    """A film in a hall at a time, as it would be."""

    cinema: Cinema
    film: Film
    hall: Hall
    day: date
    time: str
    language: str | None
    format: str | None

    @property
    def starts_at(self) -> int:
        """When it begins."""
        return times.instant_at(self.day, self.time, self.cinema.timezone)

    @property
    def length(self) -> int:
        """How long the hall is taken, in whole steps."""
        minutes = self.film.minutes + self.cinema.cleaning_minutes
        return -(-minutes * clock.MINUTE // STEP) * STEP


def claim_hall(slot: Slot, values: dict[str, Any], screening_id: int) -> None:
    """Take the hall's time for a show; raises HallTaken with the earliest time that is free."""
    zone = slot.cinema.timezone
    steps = {
        step: times.time_at(step * STEP, zone) for step in range(values["starts_at"] // STEP, values["free_at"] // STEP)
    }
    try:
        claim(slot.hall.resource_id, steps, screening_id, kind=SCREENING)
    except Taken:
        at = queries.earliest(slot.hall.id, values["starts_at"], slot.length, screening_id)
        raise _taken(slot, values, at, screening_id) from None


def _taken(slot: Slot, values: dict[str, Any], at: int, screening_id: int) -> HallTaken:
    zone = slot.cinema.timezone
    time, day = times.time_at(at, zone), times.day_at(at, zone)
    when = time if day == slot.day else f"{show_day(day)} {time}"
    told = _("%(day)s: another show is in this hall then. Earliest: %(time)s", day=show_day(slot.day), time=when)
    others = queries.in_the_way(slot.hall.id, values["starts_at"], values["free_at"], screening_id)
    return HallTaken(
        told,
        errors=[FieldError("time", told)],
        earliest=clock.iso(at),
        screenings=[ids.show(one.id) for one in others],
    )


def checked(slot: Slot) -> dict[str, Any]:
    """The columns of a show that follow from its film, hall and time; raises Invalid or Conflict."""
    if not slot.cinema.open:
        raise Conflict(_("This cinema is not open."))
    if slot.hall.closed:
        raise invalid("hall_id", _("This hall is closed."))
    starts_at = slot.starts_at
    if starts_at <= clock.now():
        raise invalid("time", _("This time is past."))
    right = queries.held_right(slot.cinema.id, slot.film.id, slot.day)
    if right is None:
        raise invalid("film_id", _no_right(slot))
    language, form = slot.language or slot.film.languages[0], slot.format or _first_format(slot)
    if language not in slot.film.languages:
        raise invalid("language", _("This film is not there in this language."))
    if form not in slot.film.formats:
        raise invalid("format", _("This film is not there in this format."))
    if form not in slot.hall.formats:
        raise invalid("format", _("This hall cannot show this format."))
    return {
        "film_id": slot.film.id,
        "right_id": right.id,
        "hall_id": slot.hall.id,
        "map_id": slot.hall.map_id,
        "day": slot.day,
        "starts_at": starts_at,
        "ends_at": starts_at + slot.film.minutes * clock.MINUTE,
        "free_at": starts_at + slot.length,
        "language": language,
        "format": form,
    }


def _first_format(slot: Slot) -> str:
    both = [one for one in slot.film.formats if one in slot.hall.formats]
    return both[0] if both else slot.film.formats[0]


def _no_right(slot: Slot) -> str:
    periods = queries.held_periods(slot.cinema.id, slot.film.id)
    if not periods:
        return _("You hold no right to show this film. Ask for one first.")
    held = ", ".join(f"{show_day(first)} – {show_day(last)}" for first, last in periods)
    return _("%(day)s lies outside of your right to this film: %(held)s", day=show_day(slot.day), held=held)
