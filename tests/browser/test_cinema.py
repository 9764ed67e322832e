"""Seats, the hold, the payment, the ticket and the door, as people go through them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, expect

from hutong.cinema.models import Cinema, Screening
from hutong.kernel import clock, ids
from tests.accounts.world import person, signed_in
from tests.browser import steps
from tests.browser.steps import Visitor
from tests.cinema import world
from tests.cinema.tickets.buying import colleague
from tests.client import Client
from tests.live import Site, inside, site
from tests.promotions.world import coupon, points


@dataclass(frozen=True)
class Stage:
    """A running site with a show that begins in some hours."""

    running: Site
    app: Flask
    venue: Cinema
    show: Screening

    def visitor(self, browser: Browser, client: Client, **options: Any) -> Visitor:
        """A browser in which this client is signed in."""
        context: BrowserContext = browser.new_context(base_url=self.running.url, locale="en", **options)
        cookie = client.http.get_cookie("hutong")
        wanted = {"hutong": cookie.value if cookie else "", "lang": "en"}
        context.add_cookies([{"name": name, "value": value, "url": self.running.url} for name, value in wanted.items()])
        return Visitor(context, "en")


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A cinema of its own."""
    with site("cinema") as running, inside(running) as app:
        venue = world.cinema(app, gap_rule="strict")
        begins = clock.local(clock.now() + 3 * clock.HOUR, venue.timezone)
        days = (begins.date() - clock.today(venue.timezone)).days
        show = world.screening(app, venue, world.hall(app, venue), world.film(app), days=days, time=f"{begins:%H:%M}")
        yield Stage(running, app, venue, show)


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


def test_a_coupon_is_in_the_total_before_holding(browser: Browser, stage: Stage) -> None:
    """C-10, C7: choosing shows what the coupon takes off, or why not; what was seen is what is paid."""
    who = person(stage.app, "13800002004")
    coupon(stage.app, code="LANTERN5", off=500, minimum=4_000, title="Lantern night")
    points(stage.app, who, 300)
    buyer = stage.visitor(browser, signed_in(stage.app, who))
    buyer.go(f"/screenings/{ids.show(stage.show.id)}?seats=C9,C10")
    total, lines = buyer.main.locator("[data-lines] .sum").last, buyer.main.locator("[data-lines]")
    expect(total).to_have_text("¥120")
    buyer.main.get_by_text("Coupon or points").click()
    buyer.main.locator("[name=coupon]").fill("NOSUCH")
    expect(buyer.main.locator("[data-problem-for=coupon]")).to_have_text("There is no coupon with this code.")
    buyer.main.locator("[name=coupon]").fill("lantern5")
    buyer.main.locator("[name=points]").fill("200")
    expect(total).to_have_text("¥113")
    expect(lines).to_contain_text("Lantern night−¥5Points used: 200−¥2Total¥113")
    expect(buyer.main.locator("[data-problem-for=coupon]")).to_be_hidden()
    buyer.press("Hold and pay")
    buyer.page.wait_for_url("**/bookings/*")
    expect(buyer.main).to_contain_text("¥113")
    assert buyer.faults == []


def test_a_coupon_in_two_tabs(browser: Browser, stage: Stage) -> None:
    """C-10, C7: the first tab has the coupon; the other is told, shows the price without it, and can go on."""
    who = person(stage.app, "13800002005")
    coupon(stage.app, code="TWOTABS", off=500, minimum=4_000)
    client = signed_in(stage.app, who)
    tabs = [stage.visitor(browser, client) for _tab in range(2)]
    for tab, chosen in zip(tabs, ("D1,D2", "D9,D10"), strict=True):
        tab.go(f"/screenings/{ids.show(stage.show.id)}?seats={chosen}")
        tab.main.get_by_text("Coupon or points").click()
        tab.main.locator("[name=coupon]").fill("TWOTABS")
        expect(tab.main.locator("[data-lines] .sum").last).to_have_text("¥115")
    first, second = tabs
    first.press("Hold and pay")
    first.page.wait_for_url("**/bookings/*")
    second.press("Hold and pay")
    expect(second.main.locator("[data-problem-for=coupon]")).to_have_text("You have used this coupon already.")
    expect(second.main.locator("[data-lines] .sum").last).to_have_text("¥120")
    second.main.locator("[name=coupon]").fill("")
    second.press("Hold and pay")
    second.page.wait_for_url("**/bookings/*")
    expect(second.main).to_contain_text("¥120")
    assert [*first.faults, *second.faults] == []


def test_the_map_on_a_phone(browser: Browser, stage: Stage) -> None:
    """C-06: seats are large enough for a finger, two fingers and buttons change the size, the page stands still."""
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    buyer = stage.visitor(browser, signed_in(stage.app, person(stage.app, "13800002006")), **phone)
    buyer.go(f"/screenings/{ids.show(stage.show.id)}?seats=B9")
    seat = buyer.main.locator(".seat", has=buyer.page.locator("[value=B9]"))
    box = seat.bounding_box()
    assert box is not None
    assert box["width"] >= 24
    assert box["x"] >= 0  # what was chosen is in sight
    assert box["x"] + box["width"] <= 390
    assert buyer.page.evaluate("document.documentElement.scrollWidth") == 390
    buyer.main.get_by_role("button", name="Larger").tap()
    larger = _width(seat)
    assert larger > box["width"]
    overview, shown = buyer.main.locator("[data-overview]"), buyer.main.locator("[data-map]")
    expect(overview).to_be_visible()
    small = overview.bounding_box()
    assert small is not None
    for x, at in (
        (2, "0"),
        (small["width"] - 2, "map.scrollWidth - map.clientWidth"),
    ):  # the hall's left end, and its right
        overview.tap(position={"x": x, "y": 20})
        assert shown.evaluate(f"map => Math.abs(map.scrollLeft - ({at})) < 2")
    middle = shown.bounding_box()
    assert middle is not None
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + 60
    fingers = buyer.context.new_cdp_session(buyer.page)
    for kind, apart in (("touchStart", 80), ("touchMove", 60), ("touchMove", 40)):
        points = [{"x": x - apart, "y": y}, {"x": x + apart, "y": y}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert _width(seat) < larger
    buyer.main.locator(".seat", has=buyer.page.locator("[value=B5]")).tap()
    expect(buyer.page.locator("[data-bar] [data-chosen]")).to_have_text("B5, B9")
    buyer.page.locator("[data-bar]").get_by_role("button", name="Hold and pay").tap()
    expect(buyer.main).to_contain_text("This would leave seat B10 single.", timeout=10_000)
    assert buyer.faults == []


def _width(seat: Locator) -> float:
    box = seat.bounding_box()
    assert box is not None
    return box["width"]
