"""What goes wrong between a browser and the house, and what the page says then."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser import steps, world
from tests.browser.conftest import Visitors
from tests.browser.steps import Visitor
from tests.browser.words import LANGUAGES


def test_a_lost_connection_loses_nothing(visitor: Visitors) -> None:
    """X-05: what was typed stays, the page says so, and sending it again goes on."""
    for language in LANGUAGES:
        person = Visitor(visitor(language), language)
        world.newcomer(person.context, language)
        person.go("/me")
        name = person.page.locator('main form [name="nickname"]')
        form = person.page.locator("main form").filter(has=person.page.locator('[name="nickname"]'))
        person.context.set_offline(True)
        name.fill("网断了")
        form.locator("button[type=submit]").last.click()
        problem = form.locator("[data-problem]")
        expect(problem).to_contain_text(person.say("The network did not answer. What you typed is still here."))
        expect(name).to_have_value("网断了")
        person.context.set_offline(False)
        problem.get_by_role("button", name=person.say("Try again")).click()
        expect(person.page.locator(".flashes .alert-success")).to_be_visible()
        assert person.api.get("/me")["name"] == "网断了"


def test_two_clicks_are_one_booking_and_back_after_paying_pays_nothing(visitor: Visitors) -> None:
    """X-03, M-01: a double click books once; Back after paying shows that it is paid."""
    host = world.newcomer(visitor(), verified=True)
    home = world.home_of(host, "110105", title="双击小院", instant=True)
    guest = Visitor(visitor())
    world.newcomer(guest.context)
    stay = (world.friday(7), world.friday(7) + timedelta(days=2))
    guest.go(f"/homes/{home}/checkout?check_in={stay[0]}&check_out={stay[1]}&guests=2")
    guest.page.locator("#book-form button[type=submit]").last.dblclick()
    guest.page.wait_for_url("**/bookings/*")
    booking = steps.booking_of(guest)
    assert [one["id"] for one in guest.api.get("/bookings?as=guest")["items"]] == [booking]
    paying = guest.page.url
    steps.pay(guest, "¥880")
    steps.confirmed(guest, booking)
    for _step in range(6):
        guest.page.go_back()
        if guest.page.url == paying:
            break
    expect(guest.main.locator(".tag").first).to_have_text(guest.say("Confirmed"))
    assert guest.main.locator('form[action$="/payments"]').count() == 0


def test_unknown_and_expired_addresses_help(visitor: Visitors) -> None:
    """X-02, A-02: nobody lives there, or the link is old: each says so, and where to go on."""
    for language in LANGUAGES:
        person = Visitor(visitor(language), language)
        for path in ("/nowhere", "/homes/0000000000001", "/films/0000000000001", "/people/0000000000001"):
            answer = person.page.goto(path)
            assert answer is not None
            assert answer.status == 404
            expect(person.main.get_by_role("heading", level=1)).to_have_text(person.say("Nobody lives at this address"))
            expect(person.main.get_by_role("link", name=person.say("Back to the front page"))).to_be_visible()
        for path in ("/activate?token=old", "/reset/new?token=old"):
            answer = person.page.goto(path)
            assert answer is not None
            assert answer.status in (200, 404, 410)
            expect(person.main.get_by_role("link").first).to_be_visible()


def test_pages_hold_long_names_and_no_pictures(visitor: Visitors) -> None:
    """X-05: a name of 40 signs without a blank and a home's title of 100 stay inside of a phone's screen."""
    long = "长" * 20 + "W" * 20
    host = world.newcomer(visitor(), verified=True)
    host.done("PATCH", "/me", {"nickname": long})
    home = world.home_of(host, "110105", title="长" * 50 + "W" * 50)
    phone = Visitor(visitor(viewport={"width": 390, "height": 844}))
    world.newcomer(phone.context)
    owner = phone.api.get(f"/homes/{home}")["host"]["id"]
    for path in ("/", f"/homes/{home}", f"/people/{owner}", "/search?q=WWWW", f"/people?q={long[:30]}", "/homes"):
        phone.go(path)
        assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
