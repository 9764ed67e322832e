"""/dev/gallery: every component in every state, to look at. It exists in development, and for this machine only."""

from datetime import timedelta

from flask import Flask, render_template, request
from flask_babel import gettext as _

from hutong.kernel import clock
from hutong.kernel.forms import FormState
from hutong.kernel.pages import show_day
from hutong.kernel.plots import Plot, Series
from hutong.kernel.security import only_loopback
from hutong.kernel.state import settings
from hutong.kernel.web import Pages, header

pages = Pages("gallery", "hutong.kernel", static=False)
WRONG = "/api/v1/gallery-wrong"  # the action of a form that was refused; there is no such route
LONG = (
    "一个名字很长很长的院子，带石榴树、葡萄架和一口老井，" * 5
    + "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2
)
WEEKS = 3


@pages.page("/dev/gallery", public=True, hidden=True)
def gallery() -> str:
    """Every component in every state."""
    only_loopback()
    header("Cache-Control", "no-store")
    request.environ["hutong.form"] = FormState(
        WRONG,
        _("That did not work"),
        {name: _("Please fill this in.") for name in ("line", "text", "choice", "tick", "one", "price", "file")},
        {"line": LONG[:60], "text": LONG},
    )
    return render_template(
        "kernel/gallery.html", wrong=WRONG, long=LONG[:200], plots=[_bars(), _line(), _nothing()], weeks=_weeks()
    )


def _bars() -> Plot:
    days = [show_day(clock.today(settings().timezone) + timedelta(days=day)) for day in range(7)]
    return Plot(_("Bars"), days, [Series(_("How many"), [3, 1, 4, 1, 5, 9, 2])], _("Day"))


def _line() -> Plot:
    amounts = [31_400, 15_900, 26_500, 35_800, 97_900, 32_300]
    labels = [str(number) for number in range(1, len(amounts) + 1)]
    return Plot(_("Line"), labels, [Series(_("Amount"), amounts, "money")], _("Day"), kind="line")


def _nothing() -> Plot:
    return Plot(_("Nothing yet"), [], [Series(_("How many"), [])], _("Day"))


def _weeks() -> list[list[tuple[int, str]]]:
    """Days of a calendar with their states: each one at least once."""
    states = ("out", "free", "free today", "taken", "free picked", "between", "free picked")
    days = [(number + 1, states[number % len(states)]) for number in range(WEEKS * len(states))]
    return [days[start : start + len(states)] for start in range(0, len(days), len(states))]


def install(app: Flask) -> None:
    """Serve it where people develop."""
    if app.extensions["hutong"].settings.development:
        app.register_blueprint(pages)
