"""A day of a home's calendar as HTML: put together from pieces that most days of most homes share.

A page shows sixty of them; a template that asks for each value of each day took a third of the page's time.
"""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from flask_babel import gettext as _
from markupsafe import Markup, escape

from hutong.kernel import i18n
from hutong.kernel.pages import show_money

BLANK = "<td></td>"
SHUT = 'role="link" aria-disabled="true"'
HIDDEN = '<span class="visually-hidden"'
KEPT = 4096


class Said(NamedTuple):
    """The words of a calendar in the reader's language, looked up once a page."""

    language: str
    free: str
    free_shut: str
    past: str
    taken: str
    arrival: str
    departure: str

    @classmethod
    def now(cls) -> "Said":
        """Those of this request."""
        return cls(
            i18n.language(),
            _("free night"),
            _("free night, no arrival"),
            _("in the past"),
            _("not free"),
            _("arrival"),
            _("departure"),
        )


def row(days: list[str]) -> Markup:
    """A week of a month."""
    return Markup(f"<tr>{''.join(days)}</tr>")  # noqa: S704 - of pieces made here


def draw(
    day: date, language: str, look: str, words: str, role: str, href: str | None, price: tuple[int, str] | None,
    rules: tuple[int, int] | None,
) -> str:  # fmt: skip
    """One day, read as one sentence: "Fri, 4 Dec, free, ¥400 · arrival"; `href` is escaped already.

    `price` is an amount and its currency, `rules` the least and most nights of a stay that begins here, if one can.
    """
    link = f'href="{href}" rel="nofollow"' if href else SHUT
    amount, mark = ("", "") if price is None else (_amount(*price, language), f' data-price="{price[0]}"')
    if rules is not None:
        mark += f' data-arrive data-min="{rules[0]}" data-max="{rules[1]}"'
    end = f"{HIDDEN} data-role>{f' · {escape(role)}' if role else ''}</span>"
    return (
        f'<td class="day {look}" data-day="{day}"{mark}><a {link}>{_face(day, words, language)}{amount}{end}</a></td>'
    )


@lru_cache(KEPT)
def _face(day: date, words: str, language: str) -> str:
    """The number of a day with what is read before and after it."""
    names = i18n.LOCALES[language]
    weekday = names.days["format"]["wide"][day.weekday()]
    if language == "zh":
        before, after = f"{day.month}月", f"日 {weekday}，{words} "
    else:
        before, after = f"{weekday}, ", f" {names.months['format']['wide'][day.month]}, {words} "
    return f"<span>{HIDDEN}>{escape(before)}</span>{day.day}{HIDDEN}>{escape(after)}</span></span>"


@lru_cache(KEPT)
def _amount(amount: int, currency: str, _language: str) -> str:
    """A price, as it is written in the language of this request."""
    return f"<small>{escape(show_money(amount, currency))}</small>"
