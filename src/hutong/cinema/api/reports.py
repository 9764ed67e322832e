"""A cinema's sales for programs."""

from hutong.accounts.models import Permission
from hutong.cinema import access, queries, times
from hutong.cinema.api.base import api
from hutong.cinema.schemas.reports import ReportOut, ReportQuery, SalesOut
from hutong.kernel.errors import Forbidden, Invalid, NotFound


@api.get("/cinemas/<id:cinema_id>/sales", raises=(Invalid, NotFound, Forbidden))
def show_sales(cinema_id: int, query: ReportQuery) -> ReportOut:
    """Tickets, takings and occupancy of a cinema, by film or by day."""
    cinema = access.cinema_for(cinema_id, Permission.READ_LEDGER)
    first, last = times.period(query.first, query.last, cinema.timezone)
    rows = queries.sales(cinema_id, first, last, query.by)
    return ReportOut(currency=cinema.currency, items=[SalesOut.model_validate(row) for row in rows])
