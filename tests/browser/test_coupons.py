"""One coupon in two tabs, as the people see it who press the button a moment apart."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import world
from tests.browser.conftest import Visitors
from tests.browser.steps import Visitor

BEFORE, AFTER = "¥680", "¥660"  # two nights at 300 and the cleaning, without the coupon and with it


def given(host: Visitor, code: str, **more: object) -> None:
    """A coupon of this host's: ¥20 off."""
    me = host.api.get("/session")["user"]["id"]
    ends = f"{world.friday(9)}"
    host.api.done(
        "POST", "/coupons", {"code": code, "title": "冬", "off": 2_000, "ends_on": ends, "seller": me, **more}
    )


def checkout(guest: Visitor, home: str, weeks: int, code: str) -> None:
    """Open the page before booking, type the coupon, apply it: the price is the lower one."""
    first = world.friday(weeks) - timedelta(days=4)
    guest.go(f"/homes/{home}/checkout?check_in={first}&check_out={first + timedelta(days=2)}&guests=1")
    expect(guest.page.locator('[data-live="price"] .price b')).to_have_text(BEFORE)
    guest.fill("#saving", coupon=code)
    guest.press("Apply", guest.page.locator("#saving"))
    expect(guest.page.locator('[data-live="price"] .price b')).to_have_text(AFTER)


@pytest.mark.parametrize(
    ("same_person", "limits", "told"),
    [
        (True, {"per_person": 1}, "You have used this coupon already."),
        (False, {"per_person": 1, "stock": 1}, "This coupon has been used up by others."),
    ],
)
def test_one_coupon_in_two_tabs(visitor: Visitors, same_person: bool, limits: dict[str, int], told: str) -> None:
    """C7: both tabs show the lower price; one wins, the other is told, repriced, and can book without it."""
    host, first, second = (Visitor(visitor()) for _ in range(3))
    home = world.home_of(world.newcomer(host.context, verified=True), "310104", instant=True, weekend_price=None)
    code = f"TABS{host.api.get('/session')['user']['id'][-8:]}"
    given(host, code, **limits)
    world.newcomer(first.context)
    if same_person:
        second.context.add_cookies(first.context.cookies())  # type: ignore[arg-type]
    else:
        world.newcomer(second.context)
    checkout(first, home, 3, code)
    checkout(second, home, 4, code)
    first.press("Book now", first.page.locator("#book-form"))
    first.page.wait_for_url("**/bookings/*")
    second.press("Book now", second.page.locator("#book-form"))
    state = second.page.locator('[data-live="state"]')
    repriced = "The price changed: it is now %(total)s. Please look at it once more before you book."
    expect(state).to_contain_text(second.say(repriced, total=BEFORE))
    expect(second.page.locator("#saving .problem")).to_have_text(second.say(told))
    expect(second.page.locator('[data-live="price"] .price b')).to_have_text(BEFORE)
    expect(second.page.locator('#book-form [name="total"]')).to_have_value("68000")
    second.press("Book now", second.page.locator("#book-form"))
    second.page.wait_for_url("**/bookings/*")
    totals = [one.api.get(f"/bookings/{one.page.url.rpartition('/')[2]}")["total"] for one in (first, second)]
    assert totals == [66_000, 68_000]
    assert [*first.faults, *second.faults] == []
