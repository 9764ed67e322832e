"""Questions about homes; the names that pages and the API use."""

from hutong.stays.queries.calendars import Day, Night, alternatives, calendar, free_for, months, nearby_dates
from hutong.stays.queries.cards import Card
from hutong.stays.queries.dates import Stay, checked, last_day, today
from hutong.stays.queries.finding import Found, search
from hutong.stays.queries.homes import (
    Detail,
    around,
    bookable,
    detail,
    home,
    home_of_resource,
    newest,
    of_host,
    own_home,
    pictures,
    quoted,
)
from hutong.stays.queries.quotes import Quote, Rates, Special, Why, bounds, quote, rates
from hutong.stays.queries.specials import all_specials, own_prices, rates_for, seasons, specials

__all__ = [
    "Card",
    "Day",
    "Detail",
    "Found",
    "Night",
    "Quote",
    "Rates",
    "Special",
    "Stay",
    "Why",
    "all_specials",
    "alternatives",
    "around",
    "bookable",
    "bounds",
    "calendar",
    "checked",
    "detail",
    "free_for",
    "home",
    "home_of_resource",
    "last_day",
    "months",
    "nearby_dates",
    "newest",
    "of_host",
    "own_home",
    "own_prices",
    "pictures",
    "quote",
    "quoted",
    "rates",
    "rates_for",
    "search",
    "seasons",
    "specials",
    "today",
]
