"""Seats, the hold, the payment, the ticket and the door, as people go through them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, expect

from hutong.app import create_app
from hutong.cinema.models import Cinema, Screening
from hutong.kernel import clock, ids
from hutong.kernel.settings import Settings
from tests.accounts.world import person, signed_in
from tests.browser import steps
from tests.browser.steps import Visitor
from tests.cinema import world
from tests.cinema.tickets.buying import colleague
from tests.client import Client
from tests.live import Site, site


@dataclass(frozen=True)
class Stage:
    """A running site with a show that begins in some hours."""

    running: Site
    app: Flask
    venue: Cinema
    show: Screening

    def visitor(self, browser: Browser, client: Client) -> Visitor:
        """A browser in which this client is signed in."""
        context: BrowserContext = browser.new_context(base_url=self.running.url, locale="en")
        cookie = client.http.get_cookie("hutong")
        wanted = {"hutong": cookie.value if cookie else "", "lang": "en"}
        context.add_cookies([{"name": name, "value": value, "url": self.running.url} for name, value in wanted.items()])
        return Visitor(context, "en")


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A cinema of its own."""
    with site("cinema") as running:
        names: dict[str, Any] = {
            name.removeprefix("HUTONG_").lower(): value for name, value in running.env.items() if "HUTONG_" in name
        }
        app = create_app(Settings(**{name: value for name, value in names.items() if value and name != "port"}))
        venue = world.cinema(app, gap_rule="strict")
        begins = clock.local(clock.now() + 3 * clock.HOUR, venue.timezone)
        days = (begins.date() - clock.today(venue.timezone)).days
        show = world.screening(app, venue, world.hall(app, venue), world.film(app), days=days, time=f"{begins:%H:%M}")
        yield Stage(running, app, venue, show)
        app.extensions["hutong"].database.dispose()


def test_from_the_map_to_the_door(browser: Browser, stage: Stage) -> None:
    """C-06, C-07, C-08: keyboard, a hold that others see, payment, code, let in, also offline."""
    buyer = stage.visitor(browser, signed_in(stage.app, person(stage.app, "13800002001")))
    other = stage.visitor(browser, signed_in(stage.app, person(stage.app, "13800002002")))
    usher = stage.visitor(browser, colleague(stage.app, stage.venue, "usher", "13800002003"))
    path = f"/screenings/{ids.show(stage.show.id)}"
    choose(buyer, other, path)
    codes = pay(buyer)
    enter(usher, stage, codes)
    assert [*buyer.faults, *other.faults, *usher.faults] == []


def choose(buyer: Visitor, other: Visitor, path: str) -> None:
    """By keyboard; a single seat left over is named with others; the other browser sees the hold."""
    other.go(path)
    buyer.go(path)
    seat = buyer.main.get_by_label("Row A seat 2, free", exact=False)
    seat.focus()
    buyer.page.keyboard.press("Enter")
    buyer.page.keyboard.press("ArrowRight")
    buyer.page.keyboard.press("Enter")
    expect(buyer.main.locator("[data-lines] .sum").last).to_have_text("¥90")
    buyer.press("Hold and pay")
    expect(buyer.main).to_contain_text("This would leave seat A1 single. Take A1, A2 instead.")
    buyer.main.get_by_role("button", name="Take A1, A2").click()
    buyer.press("Hold and pay")
    buyer.page.wait_for_url("**/bookings/*")
    expect(buyer.main.locator("[data-countdown]")).to_contain_text("14:")
    expect(other.main.get_by_label("Row A seat 1, held", exact=False)).to_be_disabled(timeout=6000)


def pay(buyer: Visitor) -> list[str]:
    """In the sandbox; the tickets have pictures of their codes."""
    steps.pay(buyer, "¥90")
    for _try in range(50):
        found = buyer.api.get("/tickets")["items"]
        if found:
            break
        buyer.page.wait_for_timeout(100)
    buyer.go(f"/tickets/{found[0]['id']}")
    expect(buyer.main.locator("svg.qr")).to_be_visible()
    expect(buyer.main).to_contain_text(found[0]["pickup_code"])
    return [str(ticket["code"]) for ticket in found]


def enter(usher: Visitor, stage: Stage, codes: list[str]) -> None:
    """Green once, red the second time; without a network the list and the signature decide, and it is told later."""
    usher.go(f"/cinemas/{ids.show(stage.venue.id)}/door")
    verdict, queue = usher.main.locator("[data-verdict]"), usher.main.locator("[data-queue]")

    def scan(text: str) -> None:
        usher.page.locator("#door-form [name=ticket]").fill(text)
        usher.page.locator("#door-form [name=ticket]").press("Enter")

    scan(codes[0])
    expect(verdict).to_have_class("verdict yes")
    scan(codes[0])
    expect(verdict).to_contain_text("Already let in at")
    usher.page.locator("[data-load]").click()
    usher.page.wait_for_function("() => Object.keys(localStorage).some((one) => one.endsWith(':list'))")
    usher.context.set_offline(True)
    scan(codes[1])
    expect(verdict).to_have_class("verdict yes")
    expect(queue).to_have_text("1 to be told")
    scan(codes[1])
    expect(verdict).to_contain_text("Already let in at")
    scan(codes[1][:-3] + ("AAA" if codes[1][-3:] != "AAA" else "BBB"))
    expect(verdict).to_contain_text("This is not a ticket of ours, or it was altered.")
    usher.context.set_offline(False)
    expect(queue).to_be_hidden(timeout=10_000)
    scan(codes[1])
    expect(verdict).to_contain_text("Already let in at")
