"""A host's figures: plots with their tables, and the sales of a month to take away."""

from datetime import date, timedelta

from flask import Response, render_template, request
from flask_babel import gettext as _

from hutong.kernel import ids, money, sheets
from hutong.kernel.errors import NotFound
from hutong.kernel.plots import Plot, Series
from hutong.kernel.state import settings
from hutong.kernel.web import me
from hutong.stays.pages.base import pages
from hutong.stays.queries import figures

MONTHS = 12


@pages.page("/host/figures")
def host_figures() -> str:
    """Occupancy, average night and income of the last twelve months, of all homes or of one."""
    homes = figures.homes_of(me().id)
    chosen = _chosen({home.id for home in homes})
    found = figures.months(me().id, MONTHS, chosen)
    labels = [month.month for month in found]
    income = Series(_("Income"), [one.income for one in found], "money")
    occupancy = Series(_("Occupancy"), [one.occupancy for one in found], "percent")
    average = Series(_("Average night"), [one.average for one in found], "money")
    plots = [
        Plot(_("Income after the platform's share"), labels, [income], _("Month")),
        Plot(_("Occupancy"), labels, [occupancy], _("Month")),
        Plot(_("A night on average"), labels, [average], _("Month")),
    ]
    return render_template(
        "stays/figures.html",
        plots=plots,
        months=found[::-1],
        present=found[-1],
        homes=[(ids.show(home.id), home.title) for home in homes],
        chosen=ids.show(chosen) if chosen else "",
        currency=settings().currency,
    )


@pages.page("/host/figures/<month>.<kind>", hidden=True)
def host_sales(month: str, kind: str) -> Response:
    """The sales of a month by booking, as a file; their sum is what the ledger says."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise NotFound from None
    if kind not in ("csv", "xlsx"):
        raise NotFound
    until = (first + timedelta(days=32)).replace(day=1)
    head = [_("Booking"), _("Home"), _("Arrival"), _("Departure")]
    head += [_("Takings of stays"), _("Platform's share"), _("Income"), _("Currency")]
    rows = [_row(sale) for sale in figures.sales(me().id, first, until)]
    return sheets.download(f"hutong-{month}", head, rows, kind)


def _row(sale: figures.Sale) -> list[sheets.Cell]:
    facts = sale.booking.facts if sale.booking else {}
    currency = settings().currency
    amounts = [money.number(amount, currency) for amount in (sale.sales, sale.commission, sale.income)]
    title = sale.booking.title_zh if sale.booking else ""
    days = [facts.get("check_in"), facts.get("check_out")]
    return [figures.shown_subject(sale.subject), title, *days, *amounts, currency]


def _chosen(mine: set[int]) -> int | None:
    try:
        wanted = ids.read(request.args.get("home", ""))
    except ValueError:
        return None
    return wanted if wanted in mine else None
