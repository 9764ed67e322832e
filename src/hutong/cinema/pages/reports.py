"""A cinema's sales: table, plot, and files to take away."""

from flask import Response, render_template, request
from flask_babel import gettext as _

from hutong.accounts.models import Permission
from hutong.cinema import access, queries, times
from hutong.cinema.pages.base import pages
from hutong.cinema.pages.desk import frame
from hutong.cinema.queries import Sales
from hutong.cinema.schemas.reports import ReportQuery
from hutong.kernel import money, sheets
from hutong.kernel.errors import Invalid
from hutong.kernel.input import read_page_query
from hutong.kernel.plots import Plot, Series


@pages.page("/cinemas/<id:cinema_id>/desk/report")
def cinema_report(cinema_id: int) -> str | Response:
    """Tickets, takings and occupancy by day or by film; with `as=csv` or `as=xlsx` to take away."""
    cinema = access.cinema_for(cinema_id, Permission.READ_LEDGER)
    problem = ""
    try:
        query = read_page_query(ReportQuery)
        first, last = times.period(query.first, query.last, cinema.timezone)
    except Invalid as refused:
        problem = " ".join(str(error.message) for error in refused.errors)
        query = ReportQuery()
        first, last = times.period(None, None, cinema.timezone)
    rows = queries.sales(cinema_id, first, last, query.by)
    if request.args.get("as") in ("csv", "xlsx"):
        return _file(rows, cinema.currency, f"sales-{first}-{last}", query.by, request.args["as"])
    full = [round(row.occupancy, 1) for row in rows]
    return render_template(
        "cinema/report.html",
        **frame(cinema, "report"),
        rows=rows,
        by=query.by,
        first=first,
        last=last,
        problem=problem,
        occupancy=100 * sum(row.tickets for row in rows) / max(1, sum(row.seats for row in rows)),
        takings=Plot(_("Box office"), _labels(rows), [Series(_("Box office"), [row.takings for row in rows], "money")]),
        full=Plot(_("Seat occupancy"), _labels(rows), [Series(_("Seat occupancy"), full, "percent")]),
        asked=f"from={first}&to={last}&by={query.by}",
    )


def _file(rows: list[Sales], currency: str, name: str, by: str, kind: str) -> Response:
    """The same to take away."""
    head = [
        _("Day") if by == "day" else _("Film"),
        _("Shows"),
        _("Seats"),
        _("Tickets sold"),
        _("Box office"),
        _("Occupancy, %"),
    ]
    table = [
        (row.label, row.shows, row.seats, row.tickets, money.number(row.takings, currency), round(row.occupancy, 1))
        for row in rows
    ]
    return sheets.download(name, head, table, kind)


def _labels(rows: list[Sales]) -> list[str]:
    return [row.label for row in rows]
