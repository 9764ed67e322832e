"""What people do on the pages, in either language, with JavaScript or without."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser import world
from tests.browser.words import Words

WRONG_CAPTCHA = "0000"  # the pictures have no zero


@dataclass
class Visitor:
    """Somebody at a browser."""

    context: BrowserContext
    language: str = "zh"
    scripts: bool = True
    mobile: str = ""
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.say = Words(self.language)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.main = self.page.locator("main")
        self.api = world.Caller(self.context.request, self.language)

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(path)

    def press(self, label: str, within: Locator | None = None, **values: object) -> None:
        """Press a button or follow a link by its words."""
        name, place = self.say(label, **values), within or self.main
        either = place.get_by_role("button", name=name, exact=True).or_(
            place.get_by_role("link", name=name, exact=True)
        )
        either.first.click()

    def unfold(self, label: str) -> None:
        """Open what is folded away under a label."""
        self.main.locator("summary").filter(has_text=self.say(label)).first.click()

    def fill(self, form: str, **fields: str) -> None:
        """Type into the fields of a form."""
        for name, text in fields.items():
            self.page.locator(f'{form} [name="{name}"]:not([type=hidden])').fill(text)

    def problem(self, form: str, name: str) -> Locator:
        """What stands beside a field."""
        return self.page.locator(f'{form} [data-problem-for="{name}"]')

    def reads(self, text: str, **values: object) -> None:
        """A sentence of the site is on the page."""
        expect(self.main.get_by_text(self.say(text, **values)).filter(visible=True).first).to_be_visible()


def register(person: Visitor) -> None:
    """S1: a wrong captcha first, then the right one, the code and a password."""
    person.mobile = world.fresh_mobile()
    person.go("/register")
    before = person.page.locator('[name="captcha_id"]').input_value()
    person.fill("main form", mobile=person.mobile, captcha_text=WRONG_CAPTCHA)
    person.press("Send me a code")
    wrong = "图片验证码错误" if person.language == "zh" else "The picture's text was not right."
    expect(person.problem("main form", "captcha_text")).to_have_text(wrong)
    expect(person.page.locator('main [name="mobile"]')).to_have_value(person.mobile)
    captcha = person.page.locator('[name="captcha_id"]')
    expect(captcha).not_to_have_value(before)
    assert world.outbox(person.context.request, "sms", person.mobile) == []
    text = world.sent(person.context.request, "captcha", captcha.input_value())
    person.fill("main form", captcha_text=text)
    person.press("Send me a code")
    person.page.wait_for_url("**/register/code?*")
    code = world.code_of(world.sent(person.context.request, "sms", person.mobile))
    person.fill("main form", code=code, password=world.PASSWORD)
    person.press("Register and log in")
    expect(person.page.locator("header details.menu")).to_be_visible()


def log_out(person: Visitor) -> None:
    """By the menu at the top."""
    person.page.locator("header details.menu summary").click()
    person.press("Log out", person.page.locator("header"))
    expect(person.page.locator('header a[href^="/login"]')).to_be_visible()


def log_in(person: Visitor, password: str = world.PASSWORD) -> None:
    """With the mobile number."""
    if urlsplit(person.page.url).path != "/login":
        person.go("/login")
    person.fill("main form", login=person.mobile, password=password)
    person.press("Log in")


def verify(person: Visitor) -> None:
    """S2: led there from publishing; a wrong check digit first."""
    number = world.id_number()
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    person.go("/host/homes/new")
    person.press("Verify my name")
    person.fill("main form", name="王小院", number=wrong)
    person.press("Verify")
    problem = "This ID number's check digit is not right. Please compare it with your card."
    expect(person.problem("main form", "number")).to_have_text(person.say(problem))
    expect(person.page.locator('main [name="name"]')).to_have_value("王小院")
    person.fill("main form", number=number)
    person.press("Verify")
    person.page.wait_for_url(lambda url: urlsplit(url).path == "/host/homes/new")
    person.go("/me/identity")
    expect(person.main).to_contain_text(f"{number[:4]}**********{number[-4:]}")


def describe_home(person: Visitor, city: str, district: str, title: str) -> str:
    """S3: a draft with a price that is none first; the id of the home."""
    person.go("/host/homes/new")
    choose_district(person, city, district)
    person.fill("#new-home", title=title, address="某街 1 号", price="abc", weekend_price="400", capacity="4")
    person.press("Make the draft")
    expect(person.problem("#new-home", "price")).to_be_visible()
    expect(person.page.locator('#new-home [name="title"]')).to_have_value(title)
    expect(person.page.locator('#new-home [name="district"]')).to_have_value(district)
    person.fill("#new-home", price="300")
    person.press("Make the draft")
    person.page.wait_for_url(re.compile(r"/host/homes/[0-9A-Z]{13}"))
    return urlsplit(person.page.url).path.rpartition("/")[2]


def choose_district(person: Visitor, city: str, district: str) -> None:
    """City, then district: by script, or by a form of its own."""
    if person.scripts:
        person.page.locator("#place-city").select_option(city)
    else:
        person.page.locator("#finder-city").select_option(city)
        person.press("Show its districts")
    person.page.locator("#place-district").select_option(district)


def add_pictures(person: Visitor, count: int) -> None:
    """Through the uploader: all at once by script, else one after the other."""
    files: Any = [
        {"name": f"room-{number}.jpg", "mimeType": "image/jpeg", "buffer": world.picture_of()}
        for number in range(count)
    ]
    shots = person.page.locator("[data-shots] [data-picture]")
    if person.scripts:
        person.page.locator('#upload [name="file"]').set_input_files(files)
        person.press("Upload")
    else:
        for number, file in enumerate(files):
            expect(shots).to_have_count(number)
            person.page.locator('#upload [name="file"]').set_input_files(file)
            person.press("Upload")
            person.press("Add this picture")
    expect(shots).to_have_count(count)


def set_rules(person: Visitor) -> None:
    """¥80 for cleaning, two nights at least, six things there are; then published."""
    person.go(urlsplit(person.page.url).path)
    person.fill("#f-price", cleaning_fee="80")
    person.press("Save", person.page.locator("#f-price"))
    saved(person)
    person.fill("#f-rules", min_nights="2", max_nights="14")
    person.press("Save", person.page.locator("#f-rules"))
    saved(person)
    for chip in person.page.locator("#f-facilities label.chip").all()[:6]:
        chip.click()
    person.press("Save", person.page.locator("#f-facilities"))
    saved(person)
    person.press("Publish", person.page.locator("#publication"))
    expect(person.page.locator("#publication .tag").first).to_have_text(person.say("Published"))


def saved(person: Visitor) -> None:
    """The page was loaded anew and says what was done; its address is put back."""
    expect(person.page.locator(".flashes .alert-success")).to_be_visible()
    person.go(urlsplit(person.page.url).path)


def search(person: Visitor, city: str, district: str, stay: tuple[date, date]) -> Locator:
    """By the form of the search page; the cards."""
    person.go(f"/homes?city={city}")
    find = person.page.locator("form[data-find]")
    if not find.is_visible():
        person.page.locator("details.fold > summary").click()
    find.locator('[name="district"]').select_option(district)
    find.locator('[name="check_in"]').fill(str(stay[0]))
    find.locator('[name="check_out"]').fill(str(stay[1]))
    find.locator('[name="guests"]').select_option("2")
    person.press("Search", find)
    person.page.wait_for_url("**check_in=*")
    return person.page.locator(".home-card")


def ask_to_book(person: Visitor, home: str, stay: tuple[date, date], message: str = "") -> None:
    """From the page before booking."""
    person.go(f"/homes/{home}/checkout?check_in={stay[0]}&check_out={stay[1]}&guests=2")
    person.fill("#book-form", message=message)
    person.press("Ask to book", person.page.locator("#book-form"))
    person.page.wait_for_url(re.compile(r"/bookings/[0-9A-Z]{13}"))


def booking_of(person: Visitor) -> str:
    """The id of the booking on the page."""
    return urlsplit(person.page.url).path.rpartition("/")[2]


def pay(person: Visitor, amount: str) -> None:
    """S8: pay at the sandbox, whose message to the shop is lost; the way back says that it is to be confirmed."""
    person.press("Pay %(amount)s", amount=amount)
    person.page.wait_for_url("**/dev/sandbox/pay?*")
    order = urlsplit(person.page.url).query
    person.page.locator("main details summary").click()
    person.press("Pay, but lose the message to the shop")
    person.page.wait_for_url(re.compile(r"/payments/[0-9A-Z]{13}"))
    tag = "待确认" if person.language == "zh" else "To be confirmed"
    expect(person.main.locator(".tag").first).to_have_text(tag)
    if not person.scripts:
        person.press("I have paid")
        expect(person.main.locator(".tag").first).to_have_text(tag)
    person.api.done("POST", "/dev/sandbox/trades", {"order": order, "how": "pay"})  # the provider says it once more
    expect(person.page.get_by_role("heading", level=1)).to_have_text(
        person.say("Thank you, the payment has arrived"), timeout=30_000
    )


def confirmed(person: Visitor, booking: str) -> None:
    """The booking's page says so."""
    comes(person, f"/bookings/{booking}", ".tag", person.say("Confirmed"))


def comes(person: Visitor, path: str, place: str, text: str) -> None:
    """A page says something at last: a job is behind it, which runs a moment after what it follows from."""
    for _try in range(20):
        person.go(path)
        found = person.main.locator(place).first
        if found.is_visible() and text in (found.text_content() or ""):
            break
        person.page.wait_for_timeout(300)
    expect(person.main.locator(place).first).to_contain_text(text)
