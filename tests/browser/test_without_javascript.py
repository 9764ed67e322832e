"""The same without JavaScript: plain forms, 303s, errors beside the fields and what was typed still there."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import steps, world
from tests.browser.conftest import Visitors
from tests.browser.steps import Visitor
from tests.browser.words import SPOKEN


@pytest.mark.parametrize("language", SPOKEN)
def test_plain_forms_from_registering_to_a_refund(visitor: Visitors, language: str) -> None:
    """A-01, A-03, S-04, S-06, M-02, B-03: register, log in, book, accept, pay and cancel by plain forms."""
    guest, host = (plain(visitor, language) for _each in range(2))
    steps.register(guest)
    steps.log_out(guest)
    steps.log_in(guest, "not-the-password-1")
    expect(
        guest.problem("main form", "login").or_(guest.page.locator("main [data-problem]:visible")).first
    ).to_be_visible()
    expect(guest.page.locator('main [name="login"]')).to_have_value(guest.mobile)
    steps.log_in(guest)
    expect(guest.page.locator("header details.menu")).to_be_visible()

    world.newcomer(host.context, language, verified=True)
    title = f"无声小院 {guest.mobile[-6:]}"
    home = world.home_of(host.api, "320508", title=title)
    stay = (world.friday(6), world.friday(6) + timedelta(days=2))
    card = steps.search(guest, "320500", "320508", stay).filter(has_text=title)
    expect(card.locator(".price b")).to_have_text("¥880")
    card.get_by_role("link", name=title).click()
    guest.press("Ask to book", guest.page.locator("#book"))
    guest.fill("#book-form", message="字" * 1000)
    guest.page.locator('#book-form [name="message"]').evaluate(
        "field => { field.removeAttribute('maxlength'); field.value += '多'; }"
    )
    guest.press("Ask to book", guest.page.locator("#book-form"))
    expect(guest.problem("#book-form", "message")).to_be_visible()
    expect(guest.page.locator('#book-form [name="message"]')).to_have_value("字" * 1000 + "多")
    steps.ask_to_book(guest, home, stay, "我们晚上八点到。")
    booking = steps.booking_of(guest)

    host.go("/host/bookings")
    request = host.page.locator("li.asked").filter(has_text=title)
    host.press("Accept", request)
    expect(host.page.locator(".flashes")).to_contain_text(host.say("The guest will be told."))

    guest.go(f"/bookings/{booking}")
    steps.pay(guest, "¥880")
    steps.confirmed(guest, booking)

    guest.page.locator("#cancel summary").click()
    amount = "退款 ¥880" if language == "zh" else "Refund ¥880"
    expect(guest.page.locator("#cancel .price")).to_have_text(amount)
    guest.press("Cancel this booking", guest.page.locator("#cancel-form"))
    expect(guest.main.locator(".tag").first).not_to_have_text(guest.say("Confirmed"))
    expect(guest.main).to_contain_text("−¥880")
    assert steps.search(guest, "320500", "320508", stay).filter(has_text=title).count() == 1


@pytest.mark.parametrize("language", SPOKEN)
def test_plain_forms_of_a_host(visitor: Visitors, language: str) -> None:
    """S-01, S-03, S-05, S-07: verify, describe, upload, publish, say no; two tabs; nights that are gone."""
    host, guest = plain(visitor, language), plain(visitor, language)
    world.newcomer(host.context, language)
    host.mobile = world.fresh_mobile()
    steps.verify(host)
    home = steps.describe_home(host, "330100", "330105", "无声之家")
    steps.add_pictures(host, 2)
    steps.set_rules(host)

    world.newcomer(guest.context, language)
    stay = (world.friday(5), world.friday(5) + timedelta(days=2))
    guest.go(f"/homes/{home}/checkout?check_in={stay[0]}&check_out={stay[1]}&guests=2")
    late = Visitor(guest.context, language, scripts=False)
    late.go(f"/homes/{home}/checkout?check_in={stay[0]}&check_out={stay[1]}&guests=2")
    guest.press("Ask to book", guest.page.locator("#book-form"))
    booking = steps.booking_of(guest)
    late.press("Ask to book", late.page.locator("#book-form"))
    expect(late.main).to_contain_text("刚被预订" if language == "zh" else "have just been booked")
    expect(late.main.locator("ul.near a").first).to_be_visible()

    host.go(f"/bookings/{booking}")
    host.unfold("Reject …")
    form = f"#reject-{booking}"
    host.page.locator(f'{form} [name="reason"]').evaluate("field => { field.required = false; }")
    host.press("Reject", host.page.locator(form))
    expect(host.problem(form, "reason")).to_be_visible()
    host.fill(form, reason="装修中")
    host.press("Reject", host.page.locator(form))
    expect(host.main.locator(".tag").first).to_have_text(host.say("Rejected"))

    other = Visitor(host.context, language, scripts=False)
    for tab in (host, other):
        tab.go(f"/host/homes/{home}")
    host.fill("#f-basics", title="第一个标签页")
    host.press("Save", host.page.locator("#f-basics"))
    other.fill("#f-basics", title="第二个标签页")
    other.press("Save", other.page.locator("#f-basics"))
    expect(other.page.locator("#basics .both")).to_contain_text("第一个标签页")
    expect(other.page.locator('#f-basics [name="title"]')).to_have_value("第二个标签页")


def plain(visitor: Visitors, language: str) -> Visitor:
    """Somebody whose browser runs no scripts."""
    return Visitor(visitor(language, java_script_enabled=False), language, scripts=False)
