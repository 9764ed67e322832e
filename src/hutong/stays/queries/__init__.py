"""Questions about homes; the names that pages and the API use."""

from hutong.stays.queries.calendars import Day, Night, alternatives, calendar, months, nearby_dates
from hutong.stays.queries.cards import Card
from hutong.stays.queries.dates import Stay, checked, last_day, today
from hutong.stays.queries.finding import Found, search
from hutong.stays.queries.homes import (
    Detail,
    around,
    detail,
    featured,
    home,
    newest,
    of_host,
    own_home,
    pictures,
    quoted,
)
from hutong.stays.queries.quotes import Quote, Rates, Why, bounds, quote, rates

__all__ = [
    "Card",
    "Day",
    "Detail",
    "Found",
    "Night",
    "Quote",
    "Rates",
    "Stay",
    "Why",
    "alternatives",
    "around",
    "bounds",
    "calendar",
    "checked",
    "detail",
    "featured",
    "home",
    "last_day",
    "months",
    "nearby_dates",
    "newest",
    "of_host",
    "own_home",
    "pictures",
    "quote",
    "quoted",
    "rates",
    "search",
    "today",
]
