"""Stays as guests and hosts live through them: rules, cancelling, calendars, reviews, messages, figures."""

import csv
import io
import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from hutong.demo.people import PASSWORD
from hutong.kernel import money
from tests.browser import steps, world
from tests.browser.conftest import Visitors
from tests.browser.steps import Visitor

GUEST, HOST = "13800000001", "13800000002"  # of the demo
PAUSE = 5000  # milliseconds between two questions for new messages (talk.js)
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def pair(visitor: Visitors, **facts: object) -> tuple[Visitor, Visitor, str]:
    """A host with a home that is booked at once, and a guest."""
    host, guest = Visitor(visitor()), Visitor(visitor())
    home = world.home_of(world.newcomer(host.context, verified=True), "310104", instant=True, **facts)
    world.newcomer(guest.context)
    return host, guest, home


def known(visitor: Visitors, mobile: str) -> Visitor:
    """Somebody of the demo."""
    found = Visitor(visitor())
    found.api.done("POST", "/session", {"login": mobile, "password": PASSWORD})
    return found


def day_of(page: Page, day: date) -> Locator:
    """A day of the calendar on the page."""
    return page.locator(f'[data-day="{day}"]')


def test_rules_of_a_home(visitor: Visitors) -> None:
    """S5: two nights are the least, a season asks for five, taken nights are no links, a departure day can begin."""
    host, guest, home = pair(visitor, min_nights=2)
    friday, far = world.friday(3), world.friday(6)
    season = {"from": f"{far}", "to": f"{far + timedelta(days=10)}", "price": 50_000, "min_nights": 5, "name": "旺季"}
    host.api.done("POST", f"/homes/{home}/seasons", season, **{"If-Match": "*"})
    stay = {"check_in": f"{friday}", "check_out": f"{friday + timedelta(days=2)}", "guests": 1}
    host.api.done("POST", f"/homes/{home}/walk-ins", {**stay, "name": "王女士"})

    guest.go(f"/homes/{home}?check_in={far}&check_out={far + timedelta(days=2)}")
    guest.reads("At least %(count)s nights", count=5)
    guest.go(f"/homes/{home}?check_in={friday + timedelta(days=3)}&check_out={friday + timedelta(days=4)}")
    guest.reads("At least %(count)s nights", count=2)
    assert guest.say("At least %(count)s nights", count=2) == "最少 2 晚"
    expect(day_of(guest.page, friday).locator("a[href]")).to_have_count(0)
    guest.go(f"/homes/{home}?month={friday:%Y-%m}")
    day_of(guest.page, friday + timedelta(days=2)).locator("a").click()  # another guest leaves on this day
    expect(guest.page.locator('#book [name="check_in"]')).to_have_value(f"{friday + timedelta(days=2)}")
    assert guest.faults == []


def test_cancelling_says_what_it_costs(visitor: Visitors) -> None:
    """S9: six days before all of it comes back, within five days half of the nights; a later policy changes nothing."""
    host, guest, home = pair(visitor, weekend_price=None, min_nights=1)
    first = date.fromisoformat(host.api.get(f"/homes/{home}/calendar")["days"][0]["date"])
    bookings = []
    for ahead, amount in ((7, "¥680"), (3, "¥380")):
        booking = world.paid(guest.api, home, first + timedelta(days=ahead), 2)
        host.api.done("PATCH", f"/homes/{home}", {"policy": "non_refundable"}, **{"If-Match": "*"})
        guest.go(f"/bookings/{booking}")
        guest.page.locator("#cancel summary").click()
        expect(guest.page.locator("#cancel .price")).to_have_text(f"退款 {amount}")
        guest.press("Cancel this booking", guest.page.locator("#cancel-form"))
        expect(guest.page.locator(".aside")).to_contain_text(f"−{amount}")
        bookings.append(guest.api.get(f"/bookings/{booking}"))
        host.api.done("PATCH", f"/homes/{home}", {"policy": "moderate"}, **{"If-Match": "*"})
    assert [(one["state"], one["refund"]) for one in bookings] == [("cancelled", 68_000), ("cancelled", 38_000)]
    assert guest.faults == []


def test_calendars_of_other_sites(visitor: Visitors) -> None:
    """S10: our calendar names nobody and ends exclusively; a calendar not read yet means asking first."""
    host, guest, home = pair(visitor)
    friday = world.friday(4)
    stay = {"check_in": f"{friday}", "check_out": f"{friday + timedelta(days=2)}", "guests": 2}
    guest.api.done("POST", f"/homes/{home}/bookings", stay)
    host.go(f"/host/homes/{home}")
    address = host.page.locator("#ics").input_value()
    host.context.grant_permissions(["clipboard-read", "clipboard-write"])
    host.page.locator("[data-copy]").click()
    expect(host.page.locator(".toasts")).to_contain_text(host.say("The address is copied."))
    assert host.page.evaluate("navigator.clipboard.readText()") == address
    text = guest.context.request.get(urlsplit(address).path).text()
    assert f"DTSTART;VALUE=DATE:{friday:%Y%m%d}" in text
    assert f"DTEND;VALUE=DATE:{friday + timedelta(days=2):%Y%m%d}" in text
    assert guest.api.get("/me")["name"] not in text

    host.fill("#add-feed", name="别处", url="http://127.0.0.1/calendar.ics")
    host.press("Add this calendar", host.page.locator("#add-feed"))
    expect(host.problem("#add-feed", "url")).to_be_visible()
    host.fill("#add-feed", url="https://1.1.1.1/calendar.ics")
    host.press("Add this calendar", host.page.locator("#add-feed"))
    row = host.page.locator("#calendars ul.blocks li")
    expect(row).to_contain_text("别处")
    host.page.set_viewport_size(PHONE["viewport"])
    button = row.locator("button").first.bounding_box()
    assert button
    assert button["height"] < button["width"]  # its words stand side by side
    dates = f"check_in={friday + timedelta(days=7)}&check_out={friday + timedelta(days=9)}"
    guest.go(f"/homes/{home}?{dates}")
    expect(guest.page.locator("#book [data-checkout]")).to_have_text(guest.say("Ask to book"))
    host.press("Remove", row)
    expect(row).to_have_count(0)
    guest.go(f"/homes/{home}?{dates}")
    expect(guest.page.locator("#book [data-checkout]")).to_have_text(guest.say("Book now"))
    assert host.faults + guest.faults == []


def test_both_sides_review(visitor: Visitors) -> None:
    """S11: neither reads the other's review before both have written; a stranger never; the host answers once."""
    guest, host, stranger = known(visitor, GUEST), known(visitor, HOST), Visitor(visitor())
    world.newcomer(stranger.context)
    over = [one["id"] for one in guest.api.get("/bookings?as=guest&limit=100")["items"] if one["state"] == "completed"]
    booking = next(one for one in over if guest.api.get(f"/bookings/{one}/reviews")["state"] == "open")
    word = f"石榴正红 {world.fresh_mobile()}"
    guest.go(f"/bookings/{booking}/review")
    guest.page.locator("#review .rate").first.locator("label").nth(4).click()
    guest.fill("#review", text=word)
    guest.press("Send the review", guest.page.locator("#review"))
    expect(guest.main).to_contain_text(guest.say("Nobody else reads it yet"))
    host.go(f"/bookings/{booking}/review")
    expect(host.main).not_to_contain_text(word)
    assert stranger.page.goto(f"/bookings/{booking}/review").status == 404
    assert stranger.api.send("POST", f"/bookings/{booking}/review", {"overall": 1}).status == 404

    host.page.locator("#review .rate").first.locator("label").nth(3).click()
    host.press("Send the review", host.page.locator("#review"))
    expect(host.main).to_contain_text(word)
    host.fill("#answer", text="欢迎再来")
    host.press("Answer", host.page.locator("#answer"))
    expect(host.page.locator("#answer")).to_have_count(0)
    guest.go(f"/bookings/{booking}/review")
    expect(guest.main).to_contain_text("欢迎再来")
    assert guest.api.send("POST", f"/bookings/{booking}/review", {"overall": 1}).status == 409
    assert guest.faults + host.faults == []


def test_messages_without_a_reload(visitor: Visitors) -> None:
    """S11: what the other writes appears by itself, is marked as read, and carries a picture."""
    host, guest, home = pair(visitor)
    booking = world.paid(guest.api, home, world.friday(5), 2)
    for side in (host, guest):
        side.page.clock.install()
        side.go(f"/bookings/{booking}")
    host.fill("#write", text="钥匙在石榴树下 <script>alert(1)</script>")
    host.press("Send", host.page.locator("#write"))
    mine = host.page.locator("[data-list] .mine")
    expect(mine).to_contain_text("<script>")
    guest.page.clock.fast_forward(PAUSE)
    expect(guest.page.locator("[data-list] .theirs")).to_contain_text("钥匙在石榴树下", timeout=15_000)
    host.page.clock.fast_forward(PAUSE)
    expect(mine.locator("[data-seen]")).to_be_visible(timeout=15_000)

    guest.page.locator("#attach summary").click()
    picture = {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": world.picture_of((600, 400))}
    guest.page.locator('#attach [name="file"]').set_input_files(picture)
    guest.press("Attach", guest.page.locator("#attach"))
    expect(guest.page.locator("[data-attached] img")).to_be_visible()
    guest.press("Send", guest.page.locator("#write"))
    expect(guest.page.locator("[data-list] .mine img")).to_be_visible(timeout=15_000)
    host.page.clock.fast_forward(PAUSE)
    expect(host.page.locator("[data-list] .theirs img")).to_be_visible(timeout=15_000)
    assert guest.faults + host.faults == []


def test_figures_of_a_host(visitor: Visitors) -> None:
    """S12: this month's figures, a file whose sum is theirs; others' bookings are nowhere; nobody books their own."""
    host, guest, home = pair(visitor, min_nights=1)
    first = date.fromisoformat(host.api.get(f"/homes/{home}/calendar")["days"][0]["date"])
    booking = world.paid(guest.api, home, first, 2)
    month = host.api.get("/me/figures?months=1")["months"][0]
    host.go("/host/figures")
    expect(host.page.locator("dl.numbers")).to_contain_text(f"{month['occupancy']:.0f} %")
    assert month["nights"] > 0
    file = host.context.request.get(f"/host/figures/{month['month']}.csv").text()
    rows = list(csv.reader(io.StringIO(file.removeprefix("\ufeff"))))
    assert round(sum(float(row[6]) for row in rows[1:]) * 100) == month["income"]
    stranger = Visitor(visitor())
    world.newcomer(stranger.context)
    answer = stranger.page.goto(f"/bookings/{booking}")
    assert answer is not None
    assert answer.status == 404
    later = first + timedelta(days=20)
    own = {"check_in": f"{later}", "check_out": f"{later + timedelta(days=2)}", "guests": 1}
    assert host.api.send("POST", f"/homes/{home}/bookings", own).status == 409
    assert host.faults + guest.faults == []


def test_dragging_over_the_price_calendar(visitor: Visitors) -> None:
    """S-02: by mouse, by arrow keys with Shift and by finger, nights are chosen, then priced, blocked and opened."""
    host = Visitor(visitor())
    home = world.home_of(world.newcomer(host.context, verified=True), "310104")
    monday = world.friday(1) + timedelta(days=3)
    days = [monday + timedelta(days=count) for count in range(7)]
    shown = f"/host/homes/{home}?month={monday:%Y-%m}"
    host.go(shown)
    day_of(host.page, days[0]).scroll_into_view_if_needed()
    day_of(host.page, days[0]).hover()
    host.page.mouse.down()
    for day in days[1:3]:
        day_of(host.page, day).hover()
    host.page.mouse.up()
    chosen(host.page, days[0], days[3])
    for name, day in (("check_in", days[0]), ("check_out", days[3])):  # a guest by telephone wants the same nights
        expect(host.page.locator(f'#walk-in [name="{name}"]')).to_have_value(f"{day}")
    host.fill("#f-nights", price="512")
    host.press("Set this price", host.page.locator("#f-nights"))
    expect(day_of(host.page, days[2])).to_contain_text("¥512")

    host.go(shown)
    day_of(host.page, days[4]).locator("a").focus()
    host.page.keyboard.press("Shift+ArrowRight")
    chosen(host.page, days[4], days[6])
    host.press("Block these nights", host.page.locator("#f-nights"))
    expect(day_of(host.page, days[5])).to_have_class(re.compile("blocked|taken"))

    phone = visitor(**PHONE, storage_state=host.context.storage_state())
    finger = Visitor(phone)
    finger.go(shown)
    day_of(finger.page, days[4]).scroll_into_view_if_needed()
    drawn = [day_of(finger.page, day).bounding_box() for day in days[4:6]]
    touch = phone.new_cdp_session(finger.page)
    for kind, box in (("touchStart", drawn[0]), ("touchMove", drawn[0]), ("touchMove", drawn[1]), ("touchEnd", None)):
        points = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}] if box else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    chosen(finger.page, days[4], days[6])
    finger.press("Open them again", finger.page.locator("#f-nights"))
    expect(day_of(finger.page, days[4])).not_to_have_class(re.compile("blocked|taken"))
    assert host.faults + finger.faults == []


def chosen(page: Page, first: date, until: date) -> None:
    """The form below the calendar says which nights."""
    expect(page.locator('#f-nights [name="from"]')).to_have_value(f"{first}")
    expect(page.locator('#f-nights [name="to"]')).to_have_value(f"{until}")


def test_the_price_calendar_without_scripts(visitor: Visitors) -> None:
    """S-02, X-05: two links choose the nights, and a button blocks them."""
    context = visitor(java_script_enabled=False)
    host = Visitor(context, scripts=False)
    home = world.home_of(world.newcomer(context, verified=True), "310104")
    monday = world.friday(1) + timedelta(days=3)
    host.go(f"/host/homes/{home}?month={monday:%Y-%m}")
    for day in (monday, monday + timedelta(days=1)):
        day_of(host.page, day).locator("a").click()
    chosen(host.page, monday, monday + timedelta(days=2))
    host.press("Block these nights", host.page.locator("#f-nights"))
    expect(day_of(host.page, monday)).to_have_class(re.compile("blocked|taken"))


def test_amounts_are_written_alike_by_pages_and_their_scripts(visitor: Visitors) -> None:
    """M-01: an amount does not change its look when a date is picked."""
    guest = Visitor(visitor())
    guest.go("/homes")
    amounts = [0, 5, 50, 88_000, 88_050, 123_456_789, -500, -88_005]
    write = "async (all) => { const { show, typed } = await import(document.documentElement.dataset.money);"
    written = guest.page.evaluate(f"{write} return all.map((one) => [show(one), typed(one)]); }}", amounts)
    assert written == [[money.show(amount, "CNY"), money.typed(amount, "CNY")] for amount in amounts]


def test_a_phone_says_what_to_choose_next(visitor: Visitors) -> None:
    """S-02, S5: the bar under the calendar never shows the total of other dates, and says why there is none."""
    _host, _guest, home = pair(visitor, min_nights=2)
    friday = world.friday(3)
    phone = Visitor(visitor(**PHONE))
    phone.go(f"/homes/{home}?month={friday:%Y-%m}&check_in={friday}&check_out={friday + timedelta(days=2)}&guests=1")
    bar = phone.page.locator("[data-bar-price]")
    expect(bar).to_contain_text("¥880")
    day_of(phone.page, friday + timedelta(days=4)).locator("a").tap()
    expect(bar).to_have_text(f"¥300 {phone.say('Now choose the day of departure.')}")
    day_of(phone.page, friday + timedelta(days=5)).locator("a").tap()
    expect(bar).to_have_text("¥300 最少 2 晚")
    day_of(phone.page, friday + timedelta(days=4)).locator("a").tap()
    day_of(phone.page, friday + timedelta(days=6)).locator("a").tap()
    expect(bar).to_contain_text("¥680")
    assert phone.faults == []


def test_what_a_host_empties_is_empty(visitor: Visitors) -> None:
    """S-01: rules that were taken away are away, a place needs no door code, a title is asked for."""
    host = Visitor(visitor())
    facts = {"house_rules": "Quiet after ten", "description": "A yard", "door_code": ""}
    home = world.home_of(world.newcomer(host.context, verified=True), "310104", **facts)
    for form, name in (("#f-basics", "description"), ("#f-place", "door_code"), ("#f-rules", "house_rules")):
        host.go(f"/host/homes/{home}")
        host.fill(form, **{name: ""})
        host.press("Save", host.page.locator(form))
        steps.saved(host)
    kept = host.api.get(f"/homes/{home}")
    assert [kept[name] for name in facts] == ["", "", ""]
    host.go(f"/host/homes/{home}")
    host.fill("#f-basics", title="")
    host.press("Save", host.page.locator("#f-basics"))
    expect(host.page.locator("#f-basics")).to_contain_text("至少 1 个字符")


def test_lists_of_bookings_fit_a_phone(visitor: Visitors) -> None:
    """S-10: a booking is a row with a small picture, so that several stand on a screen."""
    phone = Visitor(visitor(**PHONE))
    phone.api.done("POST", "/session", {"login": GUEST, "password": PASSWORD})
    phone.go("/trips")
    card = phone.page.locator(".booked-card").first
    whole, picture = card.bounding_box(), card.locator(".picture").bounding_box()
    assert whole
    assert picture
    assert picture["width"] < whole["width"] * 0.4
    assert whole["height"] < 844 / 3
