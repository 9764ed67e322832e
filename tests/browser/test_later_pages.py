"""Pages that only come with time or money, looked at like all others: tickets, a shift, a stay that is over."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import update

from hutong.booking.models import COMPLETED, Booking
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from tests.accounts.world import person, signed_in
from tests.browser.looking import DESK, PHONE, Looker
from tests.browser.test_cinema import Stage, stage
from tests.browser.words import LOCALES, SPOKEN
from tests.cinema.tickets.buying import at, bought, colleague
from tests.client import Client
from tests.stays import world as stays

__all__ = ["stage"]
WAYS = [("zh", PHONE, "light"), ("en", DESK, "dark")]


@pytest.fixture(scope="module")
def readers(stage: Stage) -> dict[str, tuple[Client, list[str]]]:
    """Who looks at which pages."""
    buyer = signed_in(stage.app, person(stage.app, "13800002041", name="Wang"))
    first, second = bought(stage.app, buyer, stage.show, "C4", "C5")
    clerk = colleague(stage.app, stage.venue, "clerk", "13800002042")
    house = f"/cinemas/{ids.show(stage.venue.id)}"
    shift = clerk.post(f"{house}/shifts", {"float_amount": 20000}).get_json()["id"]
    assert clerk.post(at(stage.show, "sales"), {"seats": ["A3"], "method": "cash"}).status_code == 201
    host_id = person(stage.app, "13800002043", verified=True, name="Mr Lin")
    host = signed_in(stage.app, host_id)
    over = _over(stage, buyer, host, stays.home(stage.app, host_id))
    tickets = [f"/tickets/{first['id']}", f"/tickets/{second['id']}/change", f"/bookings/{first['booking']}"]
    return {
        "buyer": (buyer, ["/tickets", *tickets, "/wallet", "/trips?show=past", over, f"{over}/review"]),
        "clerk": (clerk, [f"/shifts/{shift}", f"{house}/counter"]),
        "host": (host, [over, f"{over}/review"]),
    }


def _over(stage: Stage, guest: Client, host: Client, home_id: int) -> str:
    """The page of a stay that was paid, and has ended."""
    day = clock.today("Asia/Shanghai") + timedelta(days=3)
    asked: dict[str, Any] = {"check_in": str(day), "check_out": str(day + timedelta(days=2)), "guests": 1}
    booking = guest.post(f"/homes/{ids.show(home_id)}/bookings", asked).get_json()["id"]
    assert host.put(f"/bookings/{booking}/decision", {"accept": True}).status_code == 200
    stays.pay(stage.app, guest, booking)
    ended = clock.now() - clock.DAY
    facts = {"state": COMPLETED, "starts_at": ended - 2 * clock.DAY, "ends_at": ended, "picture_id": None}
    with stage.app.app_context():
        stage.app.extensions["hutong"].database.run(
            lambda: session().execute(update(Booking).where(Booking.id == ids.read(booking)).values(**facts))
        )
    return f"/bookings/{booking}"


@pytest.mark.parametrize(("language", "size", "theme"), WAYS[: len(SPOKEN)])
def test_nothing_is_wrong_with_later_pages(
    browser: Browser,
    stage: Stage,
    readers: dict[str, tuple[Client, list[str]]],
    language: str,
    size: Any,
    theme: str,
) -> None:
    """X-05, C-08, C-09, S-09: axe, console, width, sizes of pictures and translations, as on all other pages."""
    faults = []
    for client, paths in readers.values():
        cookie = client.http.get_cookie("hutong")
        context = browser.new_context(base_url=stage.running.url, locale=LOCALES[language], reduced_motion="reduce")
        wanted = {"hutong": cookie.value if cookie else "", "lang": language}
        context.add_cookies(
            [{"name": name, "value": value, "url": stage.running.url} for name, value in wanted.items()]
        )
        looker = Looker(context, language, size, theme)
        for path in paths:
            looker.look(path)
        faults += looker.faults
        context.close()
    assert faults == [], "\n" + "\n".join(faults)
