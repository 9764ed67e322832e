"""Pages of courts."""

from datetime import date

from flask import render_template

from hutong.kernel import clock
from hutong.kernel.input import read_page_query
from hutong.kernel.schemas import In
from hutong.kernel.state import settings
from hutong.kernel.web import Pages
from hutong_courts import queries

pages = Pages("courts", __package__ or "")


class DayQuery(In):
    """Which day to show; today where none is given."""

    day: date | None = None


@pages.page("/courts", public=True)
def list_courts() -> str:
    """The newest courts."""
    return render_template("courts/list.html", courts=queries.courts(100))


@pages.page("/courts/<id:court_id>", public=True)
def show_court(court_id: int) -> str:
    """A court and the hours of a day."""
    court = queries.court(court_id)
    today = clock.today(settings().timezone)
    day = max(today, read_page_query(DayQuery).day or today)
    hours = [(hour, f"{hour:02}:00") for hour, free in queries.free(court, day).items() if free]
    return render_template("courts/court.html", court=court, day=day, hours=hours)
