"""A home's calendar as months of a page: every day a link while it can be picked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache

from babel.dates import format_date
from flask_babel import gettext as _
from markupsafe import Markup

from hutong.kernel import i18n
from hutong.stays import queries
from hutong.stays.models import WEEK_DAYS, Home
from hutong.stays.pages.days import BLANK, Said, draw, row
from hutong.stays.queries import Day, Night, Stored, Why, dates

SHOWN = 2
AND = "&amp;"  # links of days are put into the page as they are


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
class Month:
    """A month with its weeks."""

    first: date
    title: str
    weekdays: list[tuple[str, str]]
    weeks: list[Markup]


@dataclass(frozen=True)
class Calendar:
    """The months shown, and where earlier and later ones are."""

    months: list[Month]
    earlier: Markup | None
    later: Markup | None
    month: str | None
    days: Mapping[date, Day]
    prep_days: int = 0

    def free(self, check_in: date, check_out: date) -> bool:
        """Whether all nights of a stay are free, and those after it in which the home is made ready."""
        nights = (check_in + timedelta(days=count) for count in range((check_out - check_in).days))
        after = (check_out + timedelta(days=count) for count in range(self.prep_days))
        return all(day in self.days and self.days[day].free for day in nights) and not any(
            day in self.days and self.days[day].booked for day in after
        )


def nights(home: Home, picked: Picked, month: str = "") -> Stored:
    """What is stored about the nights that `calendar` shows or needs; two statements at most."""
    begin, end = queries.months(_begin(month, picked), SHOWN)
    after = (picked.check_out or end) + timedelta(days=home.prep_days)
    return queries.stored(home, min(begin, picked.check_in or begin), max(end, after))


def calendar(home: Home, path: str, picked: Picked, known: Stored, month: str = "", extra: str = "") -> Calendar:
    """The months of a home's page from `month` ("2026-12"), else from the arrival's, with what `nights` gave."""
    begin, end = queries.months(_begin(month, picked), SHOWN)
    found = {day.date: day for day in queries.days_of(home, known)}
    leave = _leave(found, picked) if picked.arriving else None
    return _shown(_Drawn(path, picked, found, leave, extra, home.currency), home, begin, end, month)


def host_calendar(home: Home, path: str, picked: Picked, month: str = "") -> Calendar:
    """The same months for the host, who picks nights to price, block or open: `check_out` is the day after the last."""
    begin, end = queries.months(_begin(month, picked), SHOWN)
    found = {day.date: day for day in queries.calendar(home, begin, end)}
    return _shown(_Hosted(path, picked, found, None, "", home.currency), home, begin, end, month)


def _shown(drawn: "_Drawn", home: Home, begin: date, end: date, month: str) -> Calendar:
    firsts = [queries.months(begin, count)[1] for count in range(SHOWN)]
    today, last = dates.today().replace(day=1), dates.last_day()
    before = queries.months(begin, -SHOWN)[1]
    return Calendar(
        months=[drawn.month(first) for first in firsts],
        earlier=drawn.turn(max(before, today)) if begin > today else None,
        later=drawn.turn(end) if end <= last else None,
        month=month or None,
        days=drawn.days,
        prep_days=home.prep_days,
    )


@dataclass(frozen=True)
class _Drawn:
    path: str
    picked: Picked
    days: Mapping[date, Day]
    leave: tuple[date, date] | None
    extra: str
    currency: str
    said: Said = field(default_factory=Said.now)
    today: date = field(default_factory=dates.today)

    def month(self, first: date) -> Month:
        after = queries.months(first, 1)[1]
        cells = [BLANK] * first.weekday()
        cells += [self._day(first + timedelta(days=count)) for count in range((after - first).days)]
        cells += [BLANK] * (-len(cells) % WEEK_DAYS)
        weeks = [row(cells[at : at + WEEK_DAYS]) for at in range(0, len(cells), WEEK_DAYS)]
        return Month(first, _title(first, self.said.language), _weekdays(self.said.language), weeks)

    def turn(self, first: date) -> Markup:
        """The link to the months from there on."""
        link = self._link(self.picked.check_in, self.picked.check_out, f"{first:%Y-%m}")
        return Markup(link)  # noqa: S704 - dates and a path of ours

    def _day(self, day: date) -> str:
        found = self.days[day]
        state, role, price = self._state(found), self._role(day), self._price(found)
        leave = self.leave is not None and self.leave[0] <= day <= self.leave[1]
        return draw(
            day,
            self.said.language,
            " ".join([state, *self._marks(day, leave and state == "taken")]),
            self._words(found),
            role,
            self._href(found, leave),
            None if price is None else (price, self.currency),
            (found.min_nights, found.max_nights) if found.arrival else None,
        )

    def _href(self, found: Day, leave: bool) -> str | None:
        if leave:
            return self._link(self.picked.check_in, found.date)
        return self._link(found.date, None) if found.arrival else None

    def _price(self, found: Day) -> int | None:
        return found.price if found.free else None

    def _words(self, found: Day) -> str:
        if found.free:
            return self.said.free if found.opens else self.said.free_shut
        return self.said.past if found.state == Night.PAST else self.said.taken

    def _state(self, found: Day) -> str:
        if found.free:
            return "free" if found.opens else "free shut"
        return "out past" if found.state == Night.PAST else "taken"

    def _role(self, day: date) -> str:
        if day == self.picked.check_in:
            return self.said.arrival
        return self.said.departure if day == self.picked.check_out else ""

    def _marks(self, day: date, leave: bool) -> list[str]:
        first, last = self.picked.check_in, self.picked.check_out
        marks = ["today"] if day == self.today else []
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
        return f"{self.path}?{AND.join(part for part in parts if part)}{anchor}"


@dataclass(frozen=True)
class _Hosted(_Drawn):
    """For the host: who has which night, and every night to come can be picked."""

    def _href(self, found: Day, _leave: bool) -> str | None:
        if found.state == Night.PAST:
            return None
        first = self.picked.check_in
        if self.picked.arriving and first is not None and found.date >= first:
            return self._link(first, found.date + timedelta(days=1))
        return self._link(found.date, None)

    def _price(self, found: Day) -> int | None:
        return None if found.state == Night.PAST or found.booked or found.prepared else found.price

    def _state(self, found: Day) -> str:
        if found.state == Night.PAST:
            return "out past"
        if found.prepared:
            return "taken prepared"
        return {Night.FREE: "free", Night.TAKEN: "booked"}.get(found.state, "taken") + f" {found.why}"

    def _words(self, found: Day) -> str:
        if found.prepared:
            return _("kept free to prepare the home")
        words = {Night.FREE: _("free night"), Night.PAST: _("in the past"), Night.TAKEN: _("booked")}
        why = {Why.SEASON: found.season or _("season"), Why.SPECIAL: _("price of this date")}.get(found.why)
        return ", ".join([words.get(found.state, _("blocked")), *([why] if why else [])])

    def _role(self, day: date) -> str:
        first, until = self.picked.check_in, self.picked.check_out or self.picked.check_in
        return _("chosen") if first and until and first <= day <= max(first, until - timedelta(days=1)) else ""

    def _marks(self, day: date, leave: bool) -> list[str]:  # noqa: ARG002 - no stay ends here
        return (["today"] if day == self.today else []) + (["picked"] if self._role(day) else [])

    def _link(self, check_in: date | None, check_out: date | None, month: str = "") -> str:
        parts = [f"from={check_in}" if check_in else "", f"to={check_out}" if check_out else ""]
        parts += [f"month={month or f'{check_in:%Y-%m}'}" if month or check_in else ""]
        return f"{self.path}?{AND.join(part for part in parts if part)}#dates"


def _begin(month: str, picked: Picked) -> date:
    today = dates.today()
    try:
        wanted = date.fromisoformat(f"{month}-01") if month else (picked.check_in or today)
    except ValueError:
        wanted = today
    return min(max(wanted, today), dates.last_day()).replace(day=1)


def _leave(days: Mapping[date, Day], picked: Picked) -> tuple[date, date] | None:
    """The first and last day on which a stay that begins on the picked day can end."""
    first = picked.check_in
    if first is None or first not in days:
        return None
    day = first
    for _step in range(days[first].max_nights):
        if day not in days or not days[day].free:
            break
        day += timedelta(days=1)
    return first + timedelta(days=days[first].min_nights), day


@lru_cache(256)
def _title(first: date, language: str) -> str:
    return str(format_date(first, "y年M月" if language == "zh" else "MMMM y", locale=i18n.LOCALES[language]))


@cache
def _weekdays(language: str) -> list[tuple[str, str]]:
    names = i18n.LOCALES[language].days["stand-alone"]
    short = names["narrow"] if language == "zh" else names["short"]
    return [(short[number], names["wide"][number]) for number in range(7)]
