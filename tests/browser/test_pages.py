"""Every page of the map, as a stranger, a guest, a host and an administrator see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from hutong.app import create_app
from hutong.demo.people import PASSWORD, PEOPLE
from hutong.kernel.settings import Environment, Settings
from hutong.kernel.web import API, Rule, rules
from tests.browser import world
from tests.browser.conftest import Visitors
from tests.browser.looking import DESK, PHONE, Looker
from tests.browser.words import LOCALES, QUICK, Words
from tests.live import Site

NO_PAGE = (
    *(API, "/healthz", "/readyz", "/metrics", "/dev/outbox.json", "/media/", "/calendars/", "/host/figures/"),
    "/dev/sandbox/pay",  # with a payment
    *("/robots.txt", "/sitemap"),  # for crawlers
)
NO_PAGE_EITHER = ("/go", ".webp", ".pdf", ".csv", ".xlsx", ".ics")  # a tail leads on, the others are files
WAYS = [("zh", PHONE, "light"), ("en", DESK, "dark")]
ROLES = ["stranger", "newcomer", "guest", "host", "manager", "administrator"]
WALKS = [(role, *way) for role in ROLES for way in WAYS]
if QUICK:  # each role one way, in turns
    WALKS = [walk for at, walk in enumerate(WALKS) if at % 4 in (0, 3)]
MOBILES = {"guest": "13800000001", "host": "13800000002", "manager": "13800000003", "administrator": "13800000009"}
JOURNEYS = {"ticket_id", "shift_id"}  # tickets and shifts are made, and looked at, in test_later_pages.py
EMPTY = ("/trips", "/host/homes", "/host/bookings", "/notices", "/favourites", "/me", "/me/addresses")
PLACES = re.compile(r"<(?:\w+:)?(\w+)>")
SELLING = ("/host", "/bookings", "/homes", "/notices", "/reports", "/organisations", "/me/organisations", "/coupons")
checked: dict[str, set[str]] = {}


@dataclass
class Samples:
    """What stands in the places of addresses, for one role."""

    values: dict[str, list[str]] = field(default_factory=dict)
    more: list[tuple[str, int]] = field(default_factory=list)


@pytest.fixture(scope="module")
def samples(browser: Browser, demo: Site) -> dict[str, Samples]:
    """Things of the demo's people, some of them made here."""
    people = {}
    for role, mobile in MOBILES.items():
        people[role] = world.Caller(browser.new_context(base_url=demo.url).request)
        people[role].done("POST", "/session", {"login": mobile, "password": PASSWORD})
    assert {who.mobile for who in PEOPLE} >= set(MOBILES.values())
    guest, host = people["guest"], people["host"]
    mine = [home["id"] for home in host.get("/homes?host=me&limit=2")["items"]]
    owner = f"person:{guest.get(f'/homes/{mine[0]}')['host']['id']}"
    bookings = guest.get("/bookings?as=guest&limit=100")["items"]
    accepted = next(booking["id"] for booking in bookings if booking["state"] == "accepted")
    payment = guest.done("POST", f"/bookings/{accepted}/payments", {"provider": "sandbox"})["id"]
    dispute = disputed(guest, host, mine[-1])
    case = decided(guest, people["administrator"], owner)
    address = {"region_code": "110101", "street": "灯市口大街 1 号", "name": "周小满", "mobile": MOBILES["guest"]}
    own = guest.get("/me/addresses")["items"] or [guest.done("POST", "/me/addresses", address)]
    ids = [booking["id"] for booking in bookings[:3]]
    ids += [booking["id"] for booking in bookings if booking["state"] == "completed"][:3]  # with reviews and without
    firm = host.done("POST", "/organisations", {"kind": "cinema", "name": "林家影院"})["id"]
    coupon = host.get(f"/coupons/made?seller={owner.partition(':')[2]}")["items"][0]["id"]
    friday = world.friday(9)
    dates = f"check_in={friday}&check_out={friday + timedelta(days=2)}&guests=2"
    films, house, hall, right = cinema(people["manager"])
    shows = [show["id"] for show in guest.get(f"/screenings?cinema={house}")["items"][-1:]]
    shared = {"home_id": mine[:1], "booking_id": ids, "payment_id": [payment], "subject": [owner]}
    shared["dispute_id"] = [dispute]
    stranger = Samples(
        {"home_id": mine[:1], "film_id": films[:1], "cinema_id": [house], "name": ["oidc"], "screening_id": shows}
    )
    stranger.more = [
        (f"/homes/{mine[0]}?{dates}", 200),
        (f"/homes?city=110100&{dates}&kind=whole", 200),
        ("/homes?q=zzzz", 200),
        ("/homes?check_in=2020-01-03&check_out=2020-01-01&min_price=x", 422),
        ("/nowhere", 404),
        ("/search?q=石榴", 200),
        ("/search?q=zzzz", 200),
        ("/photos/search?q=zzzz", 200),
        ("/photos?stream=hot", 200),
        (f"/login?next=/homes/{mine[0]}", 200),
    ]
    scan = world.Caller(browser.new_context(base_url=demo.url).request).done("POST", "/session/scans", {})["link"]
    guests = Samples(
        {**shared, "address_id": [own[0]["id"]], "token": [scan.rpartition("/")[2]], "person_id": [owner[7:]]}
    )
    guests.more = [
        (f"/homes/{mine[0]}/checkout?{dates}", 200),
        ("/trips?show=past", 200),
        ("/search?q=林", 200),
        ("/people?q=林", 200),
        ("/staff/reports", 403),
        (sandbox_of(guest, payment), 200),
    ]
    shots = photos_of(people["guest"])
    stranger.values |= shots
    guests.values |= shots
    return {
        "stranger": stranger,
        "guest": guests,
        "host": Samples({**shared, "case_id": [case], "organisation_id": [firm], "coupon_id": [coupon]}),
        "manager": Samples({"cinema_id": [house], "hall_id": [hall], "screening_id": shows}),
        "administrator": Samples(
            {
                "home_id": mine[:1],
                "dispute_id": [dispute],
                "name": ["people", "homes", "films", "cinemas", "rights", "regions", "audit"],
                "code": ["110101"],
                "person_id": [owner.partition(":")[2]],
                "booking_id": ids[:1],
                "film_id": films[:1],
                "right_id": [right],
            },
            [(f"/organisations/{firm}", 200)],
        ),
        "newcomer": Samples(more=[(path, 200) for path in EMPTY]),
    }


def cinema(manager: world.Caller) -> tuple[list[str], str, str, str]:
    """Films, a cinema of the manager's, its first hall, and a right that it has asked for."""
    films = [film["id"] for film in manager.get("/films?show=soon&limit=2")["items"]]
    house = str(manager.get("/cinemas?mine=true")["items"][0]["id"])
    hall = str(manager.get(f"/cinemas/{house}/halls")["items"][0]["id"])
    first = world.friday(90)
    asked = {"cinema_id": house, "film_id": films[0], "from": f"{first}", "to": f"{first + timedelta(days=9)}"}
    manager.send("POST", "/rights", asked)
    return films, house, hall, str(manager.get("/rights?state=requested")["items"][0]["id"])


def decided(guest: world.Caller, moderator: world.Caller, subject: str) -> str:
    """A report of something, of which a moderator has found that it may stay; the id of the case."""
    guest.send("POST", "/reports", {"subject": subject, "reason": "misleading"})
    for case in moderator.get("/reports?state=open")["items"]:
        if case["subject"] == subject:
            moderator.done("PUT", f"/reports/{case['id']}/decision", {"action": "dismiss", "reason": "没有问题"})
    return next(
        str(case["id"]) for case in moderator.get("/reports?state=dismissed")["items"] if case["subject"] == subject
    )


def disputed(guest: world.Caller, host: world.Caller, home: str) -> str:
    """A case about a booking that was paid at the sandbox; its id."""
    friday = world.friday(20)
    dates = {"check_in": str(friday), "check_out": str(friday + timedelta(days=3)), "guests": 1}
    booking = guest.done("POST", f"/homes/{home}/bookings", dates)
    path = f"/bookings/{booking['id']}"
    if booking["state"] == "requested":
        host.done("PUT", f"{path}/decision", {"accept": True})
    world.settle(guest, booking["id"])
    return str(guest.done("POST", f"{path}/cases", {"text": "夜里很冷", "refund": 5000})["id"])


def photos_of(guest: world.Caller) -> dict[str, list[str]]:
    """Photos of the demo, one of them the guest's own, and what goes with them."""
    found = guest.get("/photos?limit=8")["items"]
    people = {photo["owner"]["name"]: photo["owner"]["id"] for photo in found}
    collection = guest.get(f"/people/{people['白鸽']}/collections")["items"][0]["id"]
    return {
        "photo_id": [photo["id"] for photo in found[:2]],
        "person_id": [people["白鸽"], people["周小满"]],
        "collection_id": [collection],
        "tag": ["胡同"],
    }


def sandbox_of(guest: world.Caller, payment: str) -> str:
    """The provider's page, once a job has prepared the payment."""
    for _try in range(100):
        found = guest.get(f"/payments/{payment}")
        if found["action"]:
            return str(found["action"]["url"])
        guest.http.get("/healthz")
    raise AssertionError("the payment was not prepared")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Rule]:
    """Every route that shows a page."""
    app = create_app(Settings(env=Environment.TESTING, data=Path(tmp_path_factory.mktemp("pages"))))
    found = [rule for rule in rules(app).values() if rule.method == "GET" and not rule.path.startswith(NO_PAGE)]
    found = [rule for rule in found if not rule.path.endswith(NO_PAGE_EITHER)]
    app.extensions["hutong"].database.dispose()
    return sorted(found, key=lambda rule: rule.path)


@pytest.mark.parametrize(("role", "language", "size", "theme"), WALKS, ids=["-".join(walk[:2]) for walk in WALKS])
def test_nothing_is_wrong_with_any_page(
    browser: Browser, demo: Site, samples: dict, pages: list[Rule], role: str, language: str, size: Any, theme: str
) -> None:
    """X-03, X-04, X-06: axe, console, policy, width, sizes of pictures, translations and links of every page."""
    context = browser.new_context(base_url=demo.url, locale=LOCALES[language], reduced_motion="reduce")
    if role == "newcomer":
        world.newcomer(context, language)
    if role in MOBILES:
        world.Caller(context.request).done("POST", "/session", {"login": MOBILES[role], "password": PASSWORD})
    looker = Looker(context, language, size, theme)
    for path in [path for rule in pages if meant(rule, role) for path in addresses(rule, samples[role])]:
        looker.look_if_shown(path)
    for path, status in samples[role].more:
        looker.look(path, status)
    looker.faults += looker.dead(checked.setdefault(role, set()))
    looker.report(role)
    context.close()
    assert looker.faults == [], "\n" + "\n".join(looker.faults)


def meant(rule: Rule, role: str) -> bool:
    """Whether a page is looked at in a role: each in every role that sees it in its own way."""
    if role == "newcomer":
        return False
    if role == "stranger":
        return rule.public
    if role == "manager":
        return rule.needs is None and (rule.path.startswith("/cinema/") or "/desk" in rule.path)
    if role == "administrator":
        return rule.needs is not None or rule.path in ("/", "/me")
    if role == "host":
        return rule.needs is None and rule.path.startswith(SELLING)
    return rule.needs is None and (not rule.public or rule.path in ("/", "/homes", "/homes/<id:home_id>"))


def addresses(rule: Rule, samples: Samples) -> Iterator[str]:
    """The addresses of a page, with everything known put into its places."""
    names = PLACES.findall(rule.path)
    known = [samples.values.get(name, []) for name in names]
    for values in product(*known):
        path = rule.path
        for name, value in zip(names, values, strict=True):
            path = re.sub(rf"<(?:\w+:)?{name}>", value, path)
        yield path


def test_every_page_is_looked_at(pages: list[Rule], samples: dict[str, Samples]) -> None:
    """X-03: a new page needs a sample for the places of its address."""
    known = {name for role in samples.values() for name in role.values} | JOURNEYS
    assert [rule.path for rule in pages if not set(PLACES.findall(rule.path)) <= known] == []


@pytest.mark.parametrize(("language", "size", "theme"), WAYS, ids=[way[0] for way in WAYS])
def test_nothing_is_wrong_with_refused_forms(
    visitor: Visitors, language: str, size: tuple[int, int], theme: str
) -> None:
    """X-03: a form sent empty says what is missing, and is as good a page as before."""
    context, say = visitor(language), Words(language)
    world.newcomer(visitor(language), language)
    looker = Looker(context, language, size, theme)
    looker.expected = 422
    for path in ("/login", "/register"):
        looker.page.goto(path)
        looker.page.locator("main form button[type=submit]").first.click()
        expect(looker.page.locator("main [data-problem-for]:visible").first).to_have_text(say("Please fill this in."))
        looker.again()
    assert looker.faults == [], "\n" + "\n".join(looker.faults)
