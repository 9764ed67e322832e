"""The desk of a cinema, as its staff go through it: drawing a hall, moving shows, selling at the counter."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from hutong.cinema.models import Cinema, Hall, Screening
from hutong.kernel import ids
from tests.browser.steps import Visitor
from tests.cinema import world
from tests.cinema.tickets.buying import colleague
from tests.client import Client
from tests.live import Site, inside, site

PLAN = """
A SSS_SSS
B SSS_SSS
C SSS_SSS
"""


@dataclass(frozen=True)
class House:
    """A running site with a cinema that shows two films tomorrow in one hall."""

    running: Site
    app: Flask
    venue: Cinema
    hall: Hall
    shows: tuple[Screening, Screening]

    def staff(self, browser: Browser, role: str, mobile: str) -> Visitor:
        """A browser in which somebody with a role there is signed in."""
        client: Client = colleague(self.app, self.venue, role, mobile)
        context = browser.new_context(base_url=self.running.url, locale="en", viewport={"width": 1280, "height": 900})
        cookie = client.http.get_cookie("hutong")
        wanted = {"hutong": cookie.value if cookie else "", "lang": "en"}
        context.add_cookies([{"name": name, "value": value, "url": self.running.url} for name, value in wanted.items()])
        return Visitor(context, "en")

    @property
    def desk(self) -> str:
        """The path of its desk."""
        return f"/cinemas/{ids.show(self.venue.id)}/desk"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A cinema of its own."""
    with site("desk") as running, inside(running) as app:
        venue = world.cinema(app, gap_rule="off")
        hall = world.hall(app, venue, PLAN)
        film = world.film(app)
        right = world.right(app, venue, film)
        shows = tuple(world.screening(app, venue, hall, film, right, time=time) for time in ("11:00", "19:00"))
        yield House(running, app, venue, hall, (shows[0], shows[1]))


def test_a_hall_is_drawn(browser: Browser, house: House) -> None:
    """C-03, X-05: with the mouse, and by keyboard alone; what was drawn is what is saved."""
    manager = house.staff(browser, "cinema_manager", "13800008001")
    drawn = world.hall(house.app, house.venue, PLAN, name="2")
    manager.go(f"{house.desk}/halls/{ids.show(drawn.id)}")
    main, keyboard = manager.main, manager.page.keyboard
    expect(main.locator("[data-editor]")).to_contain_text("18 seats for sale")
    main.locator(".cell[data-y='0'][data-x='0']").focus()
    keyboard.press("w")
    keyboard.press("ArrowRight")
    keyboard.press("p")
    keyboard.press("ArrowDown")
    keyboard.press("2")
    expect(main.get_by_label("A1: Wheelchair place, Zone 1", exact=True)).to_be_visible()
    expect(main.get_by_label("B2: Seat, Zone 2", exact=True)).to_be_focused()
    main.get_by_role("button", name="Couple seat (C)").click()
    first, last = (main.locator(f".cell[data-y='2'][data-x='{x}']").bounding_box() for x in (0, 1))
    assert first is not None
    assert last is not None
    manager.page.mouse.move(first["x"] + 9, first["y"] + 9)
    manager.page.mouse.down()
    manager.page.mouse.move(last["x"] + 9, last["y"] + 9, steps=4)
    manager.page.mouse.up()
    manager.press("Add a row")
    main.locator(".cell[data-y='3'][data-x='5']").focus()
    keyboard.press("x")
    expect(main.locator("[data-editor]")).to_contain_text("23 seats for sale")
    manager.press("Save")
    manager.page.wait_for_url("**/halls/*")
    expect(main).to_contain_text("Map 2")
    plan = manager.api.get(f"/halls/{ids.show(drawn.id)}")["plan"]
    assert plan.split("\n")[0].startswith("A WPS_SSS")
    assert plan.split("\n")[1:] == ["B SSS_SSS 121_111", "C CCS_SSS 111_111", "D CCS_SXS 111_111"]
    assert manager.faults == []


def test_shows_are_moved_along_the_hall(browser: Browser, house: House) -> None:
    """C-05, X-05: dragged, or moved by Alt and the arrows; where another show is, it goes back and says why."""
    manager = house.staff(browser, "cinema_manager", "13800008002")
    early, late = house.shows
    manager.go(f"{house.desk}/plan?day={early.day.isoformat()}")
    block = manager.main.locator(f"[data-drag='{ids.show(early.id)}']")
    block.focus()
    manager.page.keyboard.press("Alt+ArrowRight")
    manager.page.keyboard.press("Alt+ArrowRight")
    expect(manager.page.locator("body")).to_contain_text("Moved to 11:10")
    assert manager.api.get(f"/screenings/{ids.show(early.id)}")["version"] == 2
    block.scroll_into_view_if_needed()
    box = block.locator(".film").bounding_box()
    assert box is not None
    for by, says in ((50, "Moved to 12:00"), (420, "another show is in this hall then. Earliest: 21:15")):
        manager.page.mouse.move(box["x"] + 12, box["y"] + 12)
        manager.page.mouse.down()
        manager.page.mouse.move(box["x"] + 12 + by, box["y"] + 12, steps=6)
        manager.page.mouse.up()
        expect(manager.page.locator("body")).to_contain_text(says)
        box["x"] += by
    expect(block.locator(".when")).to_have_text("12:00")
    assert manager.api.get(f"/screenings/{ids.show(late.id)}")["version"] == 1
    assert manager.faults == []


def test_sold_at_the_counter(browser: Browser, house: House) -> None:
    """C-09, C11: a shift is begun, two seats are sold for cash, one is given back, the drawer is counted."""
    clerk = house.staff(browser, "clerk", "13800008003")
    show = house.shows[1]
    clerk.go(f"/cinemas/{ids.show(house.venue.id)}/counter?day={show.day.isoformat()}")
    clerk.fill("#open-shift", float_amount="100")
    clerk.press("Begin the shift")
    expect(clerk.main.locator("#close-shift")).to_be_visible()
    clerk.go(f"/counter/{ids.show(show.id)}")
    for seat in ("B2", "B3"):
        clerk.main.locator(f"[value={seat}]").check()
    expect(clerk.main.locator("[data-lines] .sum").last).to_have_text("¥90")
    clerk.press("Sell and print")
    clerk.page.wait_for_url("**/counter/sales/*")
    expect(clerk.main.get_by_role("link", name="Print the tickets")).to_be_visible()
    clerk.main.locator(".stub", has_text="B3").locator("summary").click()
    expect(clerk.main.locator("[name=whole]")).to_have_count(0)  # a clerk may not refund more than the rule gives
    clerk.main.locator(".stub", has_text="B3").get_by_role("button", name="Take the ticket back").click()
    expect(clerk.main.locator(".stub", has_text="B3")).to_contain_text("given back")
    clerk.go(f"/cinemas/{ids.show(house.venue.id)}/counter")
    expect(clerk.main).to_contain_text("Cash that should be there¥145")
    expect(clerk.main).to_contain_text("agrees with the ledger")
    clerk.fill("#close-shift", counted="145")
    clerk.press("Close the shift")
    clerk.page.wait_for_url("**/shifts/*")
    expect(clerk.main).to_contain_text("Over or short¥0")
    assert clerk.faults == []
