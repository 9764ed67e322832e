"""What people do from end to end, on the built demo, in Chinese and in English."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps, world
from tests.browser.conftest import Visitors
from tests.browser.steps import Visitor
from tests.browser.words import LANGUAGES, SPOKEN

PLACES = {"zh": ("310100", "310104"), "en": ("330100", "330105")}  # districts without a home of the demo
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_registering_to_a_booked_night(visitor: Visitors, language: str) -> None:
    """A-01, A-09, S-01, S-04, S-06, M-02, M-03: register, verify, publish, search, book, accept, pay, confirmed."""
    city, district = PLACES[language]
    host = Visitor(visitor(language), language)
    steps.register(host)
    steps.verify(host)
    title = f"灯笼小院 {host.mobile[-6:]}"
    home = steps.describe_home(host, city, district, title)
    steps.add_pictures(host, 5)
    steps.set_rules(host)

    guest = Visitor(visitor(language), language)
    world.newcomer(guest.context, language)
    stay = (world.friday(3), world.friday(3) + timedelta(days=2))
    card = steps.search(guest, city, district, stay).filter(has_text=title)
    expect(card.locator(".price b")).to_have_text("¥880")
    card.get_by_role("link", name=title).click()
    expect(guest.page.locator("[data-headline] b")).to_have_text("¥880")
    guest.press("Ask to book", guest.page.locator("#book"))
    expect(guest.page.locator("aside .price b")).to_have_text("¥880")
    steps.ask_to_book(guest, home, stay, "我们晚上八点到。")
    expect(guest.main.locator(".tag").first).to_have_text(guest.say("Waiting for an answer"))
    booking = steps.booking_of(guest)

    host.go("/host/bookings")
    request = host.page.locator("li.asked").filter(has_text=title)
    host.press("Accept", request)
    expect(host.page.locator(".flashes")).to_contain_text(host.say("The guest will be told."))

    guest.go(f"/bookings/{booking}")
    steps.pay(guest, "¥880")
    steps.confirmed(guest, booking)
    steps.confirmed(host, booking)
    assert steps.search(guest, city, district, stay).filter(has_text=title).count() == 0
    assert guest.faults + host.faults == []


@pytest.mark.parametrize("language", SPOKEN)
def test_a_host_says_no_with_a_reason(visitor: Visitors, language: str) -> None:
    """S-07: an empty reason is an error; the guest reads the reason in the booking and among the notices."""
    host, guest = Visitor(visitor(language), language), Visitor(visitor(language), language)
    home = world.home_of(world.newcomer(host.context, language, verified=True), "310104")
    world.newcomer(guest.context, language)
    steps.ask_to_book(guest, home, (world.friday(5), world.friday(5) + timedelta(days=2)))
    booking = steps.booking_of(guest)

    host.go(f"/bookings/{booking}")
    host.unfold("Reject …")
    form = f"#reject-{booking}"
    host.press("Reject", host.page.locator(form))
    expect(host.problem(form, "reason")).to_be_visible()
    host.fill(form, reason="装修中")
    host.press("Reject", host.page.locator(form))
    expect(host.main.locator(".tag").first).to_have_text(host.say("Rejected"))

    guest.go(f"/bookings/{booking}")
    expect(guest.main.locator(".tag").first).to_have_text(guest.say("Rejected"))
    expect(guest.main).to_contain_text("装修中")
    steps.comes(guest, "/notices", "li.unread", "装修中")
    assert guest.faults + host.faults == []


@pytest.mark.parametrize("language", SPOKEN)
def test_two_want_the_same_nights_at_once(visitor: Visitors, language: str) -> None:
    """S-05: overlapping nights, one booking; the other reads that they are gone, with free dates nearby."""
    home = world.home_of(world.newcomer(visitor(), verified=True), "310104")
    first, friday = [Visitor(visitor(language), language) for _each in range(2)], world.friday(7)
    for number, guest in enumerate(first):
        world.newcomer(guest.context, language)
        start = friday + timedelta(days=number)
        guest.go(f"/homes/{home}/checkout?check_in={start}&check_out={start + timedelta(days=2)}&guests=2")
    for guest in first:
        guest.page.locator("#book-form").evaluate("form => { form.requestSubmit(); }")
    won = [guest for guest in first if booked_or_not(guest.page)]
    assert len(won) == 1
    late = next(guest for guest in first if guest not in won)
    expect(late.main).to_contain_text("刚被预订" if language == "zh" else "have just been booked")
    assert late.main.locator("ul.near a").count() >= 1
    late.main.locator("ul.near a").first.click()
    late.press("Ask to book", late.page.locator("#book-form"))
    late.page.wait_for_url(re.compile(r"/bookings/[0-9A-Z]{13}"))


def booked_or_not(page: Page) -> bool:
    """Whether the booking went through; else free dates nearby are offered."""
    page.locator("ul.near a, .booked-head").first.wait_for()
    return "/bookings/" in page.url


def test_a_guest_with_a_phone(visitor: Visitors) -> None:
    """S-04, S-06, M-02: the whole way of a guest by touch on a small screen."""
    host = world.newcomer(visitor(), verified=True)
    title = f"掌上小院 {world.fresh_mobile()[-6:]}"
    world.home_of(host, "350203", title=title)
    guest = Visitor(visitor(**PHONE))
    steps.register(guest)
    stay = (world.friday(2), world.friday(2) + timedelta(days=2))
    cards = steps.search(guest, "350200", "350203", stay)
    cards.filter(has_text=title).get_by_role("link", name=title).tap()
    later = world.friday(2) + timedelta(days=7)
    guest.page.locator(f'[data-day="{later}"] a').tap()
    guest.page.locator(f'[data-day="{later + timedelta(days=2)}"] a').tap()
    expect(guest.page.locator("[data-bar-price] b")).to_have_text("¥880")
    guest.page.locator(".callbar [data-checkout]").tap()
    guest.page.get_by_role("button", name=guest.say("Ask to book"), exact=True).tap()
    guest.page.wait_for_url(re.compile(r"/bookings/[0-9A-Z]{13}"))
    booking = steps.booking_of(guest)
    host.done("PUT", f"/bookings/{booking}/decision", {"accept": True})
    guest.go("/trips")
    guest.page.get_by_role("link", name=title).tap()
    steps.pay(guest, "¥880")
    steps.confirmed(guest, booking)
    assert guest.faults == []


def test_another_language(visitor: Visitors) -> None:
    """X-04: the switch changes the page, its dates, errors and what comes from scripts; amounts stay ¥."""
    home = world.home_of(world.newcomer(visitor(), verified=True), "310104")
    person = Visitor(visitor())
    friday = world.friday(4)
    person.go(f"/homes/{home}?check_in={friday}&check_out={friday + timedelta(days=2)}&guests=2")
    lines = person.page.locator("[data-quote] dt").first
    expect(lines).to_contain_text(f"{friday.month}月{friday.day}日")
    person.page.locator("footer a[data-lang]").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "en")
    expect(lines).to_contain_text(f"Fri, {friday.day} {friday:%b}")
    expect(person.page.locator("[data-headline] b")).to_have_text("¥880")
    person.go("/login")
    person.page.locator('main [name="login"]').fill("13800000000")
    person.page.locator('main [name="password"]').fill("not-the-password-1")
    person.page.locator("main form button[type=submit]").first.click()
    in_english = person.page.locator("main [data-problem]").first
    expect(in_english).to_be_visible()
    assert in_english.inner_text().isascii()
    person.page.locator("footer a[data-lang]").click()
    expect(person.page.locator("html")).to_have_attribute("lang", "zh-CN")
    person.page.locator("main form button[type=submit]").first.click()
    expect(person.problem("main form", "login")).to_have_text(re.compile("[一-龥]"))


@pytest.mark.parametrize("language", SPOKEN)
def test_two_tabs_edit_one_home(visitor: Visitors, language: str) -> None:
    """S-03, X-06: the second is told that it changed, reads what is saved now, and keeps what was typed."""
    one = Visitor(visitor(language), language)
    home = world.home_of(world.newcomer(one.context, language, verified=True), "310104", title="最初的名字")
    two = Visitor(one.context, language)
    for tab in (one, two):
        tab.go(f"/host/homes/{home}")
    one.fill("#f-basics", title="第一个标签页")
    one.press("Save", one.page.locator("#f-basics"))
    expect(one.page.get_by_role("heading", level=1)).to_have_text("第一个标签页")
    two.fill("#f-basics", title="第二个标签页")
    two.press("Save", two.page.locator("#f-basics"))
    alert = two.page.locator("#f-basics [data-problem]")
    expect(alert).to_contain_text("第一个标签页")
    expect(two.page.locator('#f-basics [name="title"]')).to_have_value("第二个标签页")
    two.press("Keep what I typed and save it", alert)
    expect(two.page.get_by_role("heading", level=1)).to_have_text("第二个标签页")
