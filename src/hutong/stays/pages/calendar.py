"""A home's calendar as months of a page: every day a link while it can be picked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import format_date
from flask_babel import gettext as _

from hutong.kernel import i18n
from hutong.stays import queries
from hutong.stays.models import Home
from hutong.stays.queries import Day, Night, dates

SHOWN = 2


@dataclass(frozen=True)
class Picked:
    """The dates picked so far."""

    check_in: date | None = None
    check_out: date | None = None

    @property
    def arriving(self) -> bool:
        """Whether only the departure is missing."""
        return self.check_in is not None and self.check_out is None


@dataclass(frozen=True)
class Cell:
    """A day of a month."""

    date: str
    number: int
    state: str
    marks: str
    before: str
    after: str
    role: str
    href: str | None
    price: int | None


@dataclass(frozen=True)
class Month:
    """A month with its weeks."""

    first: date
    title: str
    weekdays: list[tuple[str, str]]
    weeks: list[list[Cell | None]]


@dataclass(frozen=True)
class Calendar:
    """The months shown, and where earlier and later ones are."""

    months: list[Month]
    earlier: str | None
    later: str | None
    month: str | None
    days: Mapping[date, Day]

    def free(self, check_in: date, check_out: date) -> bool:
        """Whether all nights of a stay are free."""
        return all(
            day in self.days and self.days[day].free
            for day in (check_in + timedelta(days=count) for count in range((check_out - check_in).days))
        )


def calendar(home: Home, path: str, picked: Picked, month: str = "", extra: str = "", pick: bool = True) -> Calendar:
    """The months of a home's page from `month` ("2026-12"), else from the arrival's; one statement."""
    begin, end = queries.months(_begin(month, picked), SHOWN)
    low, high = min(begin, picked.check_in or begin), max(end, picked.check_out or end)
    days = {day.date: day for day in queries.calendar(home, low, high)}
    leave_by = _leave_by(days, picked, home.max_nights) if picked.arriving else None
    drawn = _Drawn(path, picked, days, leave_by, extra, pick)
    firsts = [queries.months(begin, count)[1] for count in range(SHOWN)]
    today, last = dates.today().replace(day=1), dates.last_day()
    before = queries.months(begin, -SHOWN)[1]
    return Calendar(
        months=[drawn.month(first) for first in firsts],
        earlier=drawn.turn(max(before, today)) if begin > today else None,
        later=drawn.turn(end) if end <= last else None,
        month=month or None,
        days=days,
    )


@dataclass(frozen=True)
class _Drawn:
    path: str
    picked: Picked
    days: Mapping[date, Day]
    leave_by: date | None
    extra: str
    pick: bool

    def month(self, first: date) -> Month:
        after = queries.months(first, 1)[1]
        cells: list[Cell | None] = [None] * first.weekday()
        cells += [self._cell(first + timedelta(days=count)) for count in range((after - first).days)]
        cells += [None] * (-len(cells) % 7)
        title = str(format_date(first, "y年M月" if i18n.language() == "zh" else "MMMM y"))
        return Month(first, title, _weekdays(), [cells[at : at + 7] for at in range(0, len(cells), 7)])

    def turn(self, first: date) -> str:
        """The link to the months from there on."""
        return self._link(self.picked.check_in, self.picked.check_out, f"{first:%Y-%m}")

    def _cell(self, day: date) -> Cell:
        found = self.days[day]
        state = self._state(found)
        leave = (
            self.leave_by is not None
            and self.picked.check_in is not None
            and self.picked.check_in < day <= self.leave_by
        )
        href = None
        if self.pick and leave:
            href = self._link(self.picked.check_in, day)
        elif self.pick and found.free:
            href = self._link(day, None)
        marks = " ".join(self._marks(day, leave and state == "taken"))
        price = found.price if found.free else None
        return Cell(
            day.isoformat(), day.day, state, marks, *_spoken(day, self._words(found)), self._role(day), href, price
        )

    def _words(self, found: Day) -> str:
        host = {Night.TAKEN: _("booked"), Night.BLOCKED: _("blocked")} if not self.pick else {}
        words = {Night.FREE: _("free night"), Night.PAST: _("in the past"), **host}
        return words.get(found.state, _("not free"))

    def _state(self, found: Day) -> str:
        if found.free:
            return "free"
        if found.state == Night.PAST:
            return "out past"
        return "booked" if not self.pick and found.state == Night.TAKEN else "taken"  # a host sees which

    def _role(self, day: date) -> str:
        return {self.picked.check_in: _("arrival"), self.picked.check_out: _("departure")}.get(day, "")

    def _marks(self, day: date, leave: bool) -> list[str]:
        first, last = self.picked.check_in, self.picked.check_out
        marks = ["today"] if day == dates.today() else []
        marks += ["leave"] if leave else []
        if day in (first, last):
            marks += ["picked"]
        if first and last:
            marks += ["from"] if day == first else ["to"] if day == last else ["between"] if first < day < last else []
        return marks

    def _link(self, check_in: date | None, check_out: date | None, month: str = "") -> str:
        parts = [f"check_in={check_in}" if check_in else "", f"check_out={check_out}" if check_out else ""]
        parts += [self.extra, f"month={month}" if month else ""]
        anchor = "#book" if check_in and check_out and not month else "#calendar"
        return f"{self.path}?{'&'.join(part for part in parts if part)}{anchor}"


def _begin(month: str, picked: Picked) -> date:
    today = dates.today()
    try:
        wanted = date.fromisoformat(f"{month}-01") if month else (picked.check_in or today)
    except ValueError:
        wanted = today
    return min(max(wanted, today), dates.last_day()).replace(day=1)


def _leave_by(days: Mapping[date, Day], picked: Picked, most: int) -> date | None:
    day = picked.check_in
    for _step in range(most):
        if day is None or day not in days or not days[day].free:
            break
        day += timedelta(days=1)
    return day


def _spoken(day: date, words: str) -> tuple[str, str]:
    """What is read before and after the day's number."""
    names = i18n.LOCALES[i18n.language()]
    weekday = names.days["format"]["wide"][day.weekday()]
    if i18n.language() == "zh":
        return f"{day.month}月", f"日 {weekday}，{words} "
    return f"{weekday}, ", f" {names.months['format']['wide'][day.month]}, {words} "


def _weekdays() -> list[tuple[str, str]]:
    names = i18n.LOCALES[i18n.language()].days["stand-alone"]
    short = names["narrow"] if i18n.language() == "zh" else names["short"]
    return [(short[number], names["wide"][number]) for number in range(7)]
