"""People and staff from end to end: coming by mail, leaving for good, roles, moderation."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from hutong.demo.people import PASSWORD as DEMO
from tests.browser import world
from tests.browser.conftest import Visitors
from tests.browser.steps import Visitor
from tests.browser.words import SPOKEN

ADMINISTRATOR = "13800000009"


def registered_by_mail(person: Visitor, address: str) -> None:
    """F1: the form, the mail, the link's button, and the first log-in."""
    person.go("/register/mail")
    person.fill("main form", email=address, password=world.PASSWORD)
    person.press("Register")
    person.page.wait_for_url("**/register/sent*")
    mail = world.sent(person.context.request, "mail", address)
    link = re.search(r"/activate\?token=\S+", mail)
    assert link
    person.go(link[0])
    person.press("Activate my account")
    person.page.wait_for_url("**/login*")
    person.go(link[0])
    person.reads("This link was used already: your account is active.")
    log_in(person, address)


def told(person: Visitor, text: str) -> None:
    """A message of success, wherever it stands on the page."""
    expect(person.page.get_by_text(person.say(text)).filter(visible=True).first).to_be_visible()


def log_in(person: Visitor, login: str, password: str = world.PASSWORD) -> None:
    """By the page."""
    person.go("/login?next=/me")
    person.fill("main form", login=login, password=password)
    person.press("Log in")
    person.page.wait_for_url(lambda url: urlsplit(url).path == "/me")


@pytest.mark.parametrize("language", SPOKEN)
def test_coming_by_mail_and_leaving_for_good(visitor: Visitors, language: str) -> None:
    """F1 X2 X3: active by the link's button; the first browser logs the second out; erased with the password."""
    address = f"{world.fresh_mobile()}@example.org"
    desk, phone = (Visitor(visitor(language), language) for _place in range(2))
    registered_by_mail(desk, address)
    log_in(phone, address)
    desk.go("/me/security")
    desk.press("Log out all other devices")
    told(desk, "All other devices are logged out.")
    phone.go("/me/addresses")
    assert urlsplit(phone.page.url).path == "/login"
    desk.go("/me/privacy")
    desk.fill("#leave-for-good", password="not-the-password-1")
    desk.press("Erase my account")
    expect(desk.problem("#leave-for-good", "password")).to_have_text(desk.say("This is not your current password."))
    desk.fill("#leave-for-good", password=world.PASSWORD)
    desk.press("Erase my account")
    desk.page.wait_for_url(lambda url: urlsplit(url).path == "/")
    desk.go("/login")
    desk.fill("main form", login=address, password=world.PASSWORD)
    desk.press("Log in")
    desk.reads("Login name and password do not fit together.")
    assert desk.faults + phone.faults == []


def moderator(visitor: Visitors, root: Visitor, language: str) -> Visitor:
    """C1: somebody whom the back office refuses, until the administrator makes them a moderator on their page."""
    made = Visitor(visitor(language), language)
    caller = world.newcomer(made.context, language)
    made.go("/staff")
    expect(made.main).to_contain_text("BACK_OFFICE")
    root.go(f"/staff/people/{caller.get('/me')['id']}")
    root.press("Make %(role)s", role=root.say("Moderator"))
    expect(root.main.locator(".desk-roles")).to_contain_text(root.say("Moderator"))
    made.go("/staff/reports")
    expect(made.main.get_by_role("heading", level=1)).to_be_visible()
    made.go("/staff/people")
    expect(made.main).to_contain_text("MANAGE_PEOPLE")
    return made


@pytest.mark.parametrize("language", SPOKEN)
def test_three_reports_are_one_case(visitor: Visitors, language: str) -> None:
    """F10 C1: reported by three, hidden with a reason, appealed on the owner's page, restored by another moderator."""
    root = Visitor(visitor(language), language)
    root.api.done("POST", "/session", {"login": ADMINISTRATOR, "password": DEMO})
    judge = moderator(visitor, root, language)
    owner = Visitor(visitor(language), language)
    home = world.home_of(world.newcomer(owner.context, language, verified=True), "110101")
    for _neighbour in range(2):
        world.newcomer(visitor(language), language).done(
            "POST", "/reports", {"subject": f"home:{home}", "reason": "misleading", "text": "xxx"}
        )
    third = Visitor(visitor(language), language)
    world.newcomer(third.context, language)
    third.go(f"/report/home:{home}")
    third.main.locator('[name="reason"]').first.check()
    third.press("Send the report")
    told(third, "Thank you. We will look at it.")

    judge.go("/staff/reports")
    case = judge.main.locator("li", has=judge.page.locator(f'a[href="/homes/{home}"]')).first
    expect(case).to_contain_text("3")
    case.locator("summary").click()
    case.locator('[name="reason"]').fill("xxx no such house")
    case.get_by_role("button", name=judge.say("Hide"), exact=True).click()
    told(judge, "The decision was kept and its owner told.")
    assert third.context.request.get(f"/homes/{home}").status == 404

    owner.go("/notices")
    owner.main.locator('a[href^="/reports/"]').first.click()
    expect(owner.main).to_contain_text("xxx no such house")
    owner.main.locator("textarea").fill("It stands where it stands")
    owner.main.locator("form button[type=submit]").last.click()
    told(owner, "Another moderator will look at it.")
    judge.go("/staff/reports?state=appealed")
    expect(judge.main).to_contain_text(
        judge.say("You made the decision that is appealed against: another moderator must look at it.")
    )
    root.go("/staff/reports?state=appealed")
    again = root.main.locator("li", has=root.page.get_by_text("It stands where it stands")).first
    again.locator("summary").click()
    again.locator('[name="reason"]').fill("xxx it does")
    again.get_by_role("button", name=root.say("Restore"), exact=True).click()
    told(root, "The decision was kept and its owner told.")
    assert third.context.request.get(f"/homes/{home}").status == 200
    assert [one.faults for one in (root, judge, owner, third)] == [[], [], [], []]
