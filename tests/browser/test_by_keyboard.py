"""The same by keyboard alone: Tab, Enter, Space and arrows, never a pointer and never a focus given by the test."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import world
from tests.browser.conftest import Visitors
from tests.browser.steps import Visitor
from tests.browser.words import SPOKEN

MOST_TABS = 120


def reach(person: Visitor, wanted: Locator, back: bool = False) -> None:
    """Tab on until the focus is there, and can be seen."""
    for _step in range(MOST_TABS):
        if wanted.evaluate("one => one === document.activeElement"):
            shown = "one => getComputedStyle(one).outlineStyle !== 'none' || one.matches(':has(:focus-visible)')"
            assert wanted.evaluate(f"({shown})") or wanted.evaluate(
                "one => [one.parentElement, one.closest('.piece, .seat, .chip, .choice, .input-group')]"
                ".some((up) => up && getComputedStyle(up).outlineStyle !== 'none') || "
                "getComputedStyle(one).boxShadow !== 'none'"
            ), "the focus cannot be seen"
            return
        person.page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab never reaches {wanted}")


def activate(person: Visitor, wanted: Locator) -> None:
    """Reach it, and press Enter."""
    reach(person, wanted)
    person.page.keyboard.press("Enter")


@pytest.mark.parametrize("language", SPOKEN)
def test_a_home_is_found_and_booked_by_keyboard(visitor: Visitors, language: str) -> None:
    """X-05, S-06: from the front page's search over the home's page to a booking."""
    host = visitor(language)
    title = f"键盘小院 {world.fresh_mobile()}"
    world.home_of(world.newcomer(host, language, verified=True), "110105", title=title)
    guest = Visitor(visitor(language), language)
    world.newcomer(guest.context, language)
    guest.go("/")
    guest.page.keyboard.press("Tab")
    expect(guest.page.locator("a.skip")).to_be_focused()
    guest.page.keyboard.press("Enter")
    reach(guest, guest.page.locator("#search-words"))
    guest.page.keyboard.type(title)
    guest.page.keyboard.press("Enter")
    guest.page.wait_for_url("**/search?*")
    activate(guest, guest.main.get_by_role("link", name=title))
    guest.page.wait_for_url("**/homes/*")
    home = guest.page.url.rpartition("/")[2]
    stay = (world.friday(8), world.friday(8) + timedelta(days=2))
    guest.go(f"/homes/{home}/checkout?check_in={stay[0]}&check_out={stay[1]}&guests=2")
    reach(guest, guest.page.locator('#book-form [name="message"]'))
    guest.page.keyboard.type("晚上八点到")
    activate(guest, guest.page.locator("#book-form button[type=submit]").last)
    guest.page.wait_for_url("**/bookings/*")
    assert guest.faults == []


def test_seats_are_chosen_and_held_by_keyboard(visitor: Visitors) -> None:
    """X-05, C-06: into the map by Tab, about in it by arrows, a seat by Enter, on to the button by Tab."""
    buyer = Visitor(visitor("en"), "en")
    world.newcomer(buyer.context, "en")
    show = buyer.api.get("/screenings?limit=100")["items"][-1]["id"]
    buyer.go(f"/screenings/{show}")
    first = buyer.main.locator(".seats .seat input:not(:disabled)").first
    reach(buyer, first)
    buyer.page.keyboard.press("ArrowDown")
    buyer.page.keyboard.press("ArrowDown")
    buyer.page.keyboard.press("Enter")
    buyer.page.keyboard.press("ArrowRight")
    buyer.page.keyboard.press("Enter")
    expect(buyer.main.locator(".seats .seat input:checked")).to_have_count(2)
    activate(buyer, buyer.main.get_by_role("button", name=buyer.say("Hold and pay")))
    buyer.page.wait_for_url("**/bookings/*")
    assert buyer.faults == []
