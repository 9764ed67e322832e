"""The pages of stays: what people read, in both languages, with and without JavaScript."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from hutong.kernel import clock, ids
from hutong.stays.pages import search
from hutong.stays.queries import finding
from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.stays import world
from tests.stays.test_search import take
from tests.stays.world import home

TODAY, FRIDAY = date(2026, 11, 23), date(2026, 12, 4)
FRONT, DETAIL = 8, 8  # statements at most; of the front page's, production keeps two (districts, cities) for a minute
Statements = list[str]
pytestmark = pytest.mark.usefixtures("monday")


class Form(HTMLParser):
    """The fields of one form, as a browser without JavaScript would send them."""

    def __init__(self, text: str, form_id: str) -> None:
        super().__init__()
        self.wanted, self.inside = form_id, False
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id") == self.wanted
            self.action = str(given["action"]) if self.inside else self.action
        if self.inside and tag == "input" and given.get("name") and given.get("type") not in ("checkbox", "radio"):
            self.fields.append((str(given["name"]), str(given.get("value") or "")))


def words(response: Any) -> str:
    """A page as it is read: text without tags, white space squeezed."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def submit(client: Client, page: Any, form_id: str, **typed: str) -> Any:
    """Send a form of a page as it stands, with what was typed into it."""
    form = Form(page.text, form_id)
    data: dict[str, Any] = {}
    for name, value in form.fields:
        data.setdefault(name, []).append(value)
    return client.http.post(form.action, data={**data, **{name: [value] for name, value in typed.items()}})


@pytest.fixture
def host(app: Flask) -> int:
    """A verified host."""
    return person(app, "13800001002", verified=True, name="Mr Lin")


@pytest.fixture
def shown(app: Flask, host: int) -> str:
    """The address of a home: ¥300, weekend ¥400, cleaning ¥80, two nights at least (S3)."""
    made = home(
        app, host, weekend_price=40_000, cleaning_fee=8_000, deposit=30_000, min_nights=2, facilities=["wifi", "crib"]
    )
    return f"/homes/{ids.show(made)}"


@pytest.mark.parametrize(("language", "said"), [("en", "Still free this weekend"), ("zh", "这个周末还空着")])
def test_front_page(app: Flask, host: int, language: str, said: str) -> None:
    """S-05: the front page shows free homes, new homes and cities, alike for everybody."""
    home(app, host)
    answer = Client(app, language).page("/")
    assert answer.status_code == 200
    assert said in words(answer)
    assert "csrf_token" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_front_page_without_homes(client: Client) -> None:
    """S-05: a fresh site asks for its first home."""
    assert "No home has opened its door yet" in words(client.page("/"))


def test_front_page_counts_its_statements(app: Flask, client: Client, host: int, statements: Statements) -> None:
    """S-05: the front page asks the database a few times, however many homes there are."""
    home(app, host)
    client.page("/")
    statements.clear()
    client.page("/")
    few = len(statements)
    for count in range(12):
        home(app, host, title=f"House {count}", district_code="330106" if count % 2 else "110105")
    statements.clear()
    client.page("/")
    assert few <= FRONT
    assert len(statements) <= FRONT


def test_results_show_totals(app: Flask, client: Client, shown: str) -> None:
    """S-04, S4: with dates a card shows the total first; the same stands on the home's page and at checkout."""
    asked = {"check_in": FRIDAY.isoformat(), "check_out": (FRIDAY + timedelta(days=2)).isoformat(), "guests": "2"}
    found = words(client.page("/homes", city="110100", district="110101", max_price="900", sort="price", **asked))
    assert "1 home " in found
    assert "¥880 2 nights in total, cleaning included" in found
    assert "¥880 2 nights in total" in words(client.page(shown, **asked))
    guest = signed_in(app, person(app))
    assert "¥880 2 nights in total" in words(guest.page(f"{shown}/checkout", **asked))


@pytest.mark.parametrize(
    ("check_in", "check_out", "said"),
    [
        (10, 8, "The departure must be after the arrival."),
        (-3, 2, "This date is in the past."),
        (10, 101, "At most 90 nights"),
    ],
)
def test_wrong_dates_stand_beside_their_fields(client: Client, check_in: int, check_out: int, said: str) -> None:
    """S-04, S4: what cannot be searched says why, and keeps what was typed."""
    first, last = (TODAY + timedelta(days=count) for count in (check_in, check_out))
    answer = client.page("/homes", check_in=first.isoformat(), check_out=last.isoformat(), q="lake", max_price="abc")
    assert answer.status_code == 422
    assert said in words(answer)
    assert "An amount such as 300 is needed." in words(answer)
    for typed in (first.isoformat(), last.isoformat(), "lake", "abc"):
        assert f'value="{typed}"' in answer.text


def test_wrong_filters_stand_beside_their_fields(client: Client) -> None:
    """S-04: prices the wrong way round find nothing, and say why; a keyword is counted in characters."""
    answer = client.page("/homes", min_price="900", max_price="300", q="lake " * 20)
    assert answer.status_code == 422
    assert "This is less than the lowest price." in words(answer)
    assert "At most 60 characters." in words(answer)
    assert "An amount such as 300 is needed." not in words(answer)
    assert 'value="900"' in answer.text


def test_next_page_keeps_the_filters(app: Flask, client: Client, host: int) -> None:
    """S-04, S4: the following page has the same filters, and nobody twice."""
    for count in range(26):
        home(app, host, title=f"House {count:02}", facilities=["wifi"])
    first = client.page("/homes", city="110100", facilities="wifi", kind="whole")
    link = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert link is not None
    second = client.http.get(unescape(link[1]))
    assert second.status_code == 200
    assert [f"House {count:02}" for count in (1, 0)] == re.findall(r">(House \d\d)</a>", second.text)
    assert "26 homes" in words(first)
    assert "Whole place" in words(second)


def test_a_long_stay_in_a_full_city_is_sought_in_steps(
    app: Flask, client: Client, host: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """X-03: a page says what was found so far; where that is nothing, the search goes on by itself."""
    monkeypatch.setattr(finding, "STEP", 2)
    made = [home(app, host, title=f"home {number}", published_at=clock.now() - number) for number in range(7)]
    asked = {"city": "110100", "check_in": f"{FRIDAY}", "check_out": f"{FRIDAY + timedelta(days=14)}"}
    for number in (0, 1, 2, 4, 5):
        take(app, made[number], f"{FRIDAY}")
    first = client.http.get("/homes", query_string=asked, follow_redirects=True)
    begun = ("1 home so far", "home 3", "Keep looking", "From the beginning")
    assert [text in words(first) for text in begun] == [True, True, True, False]
    further = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert further is not None
    last = client.http.get(unescape(further[1]), follow_redirects=True)
    assert [text in words(last) for text in ("home 6", "From the beginning")] == [True, True]
    take(app, made[6], f"{FRIDAY}")
    gone = client.http.get(unescape(further[1]), follow_redirects=True)
    ending = ("These were all of them", "Dates nearby", "More homes")
    assert [text in words(gone) for text in ending] == [True, False, False]
    take(app, made[3], f"{FRIDAY}")
    monkeypatch.setattr(search, "HOPS", 2)  # in a city without end it asks before it goes on
    asks = client.http.get("/homes", query_string=asked, follow_redirects=True)
    asking = ("None so far is free", "Keep looking", "0 homes so far")
    assert [text in words(asks) for text in asking] == [True, True, True]
    on = re.search(r'href="([^"]+)">Keep looking', asks.text)
    assert on is not None
    ended = client.http.get(unescape(on[1]), follow_redirects=True)
    assert [text in words(ended) for text in ("0 homes", "No home is free on these nights")] == [True, True]
    monkeypatch.undo()
    monkeypatch.setattr(finding, "STEP", 2)
    nothing = client.http.get("/homes", query_string=asked, follow_redirects=True)
    assert [text in words(nothing) for text in ("0 homes", "No home is free on these nights")] == [True, True]


def test_no_result_offers_dates_nearby(app: Flask, client: Client, shown: str) -> None:
    """S-04, S4: where no home is free, other dates are links that keep the search."""
    block(app, shown, FRIDAY, FRIDAY + timedelta(days=2))
    answer = client.page("/homes", city="110100", check_in=FRIDAY, check_out=FRIDAY + timedelta(days=2))
    assert "No home is free on these nights" in words(answer)
    assert f"check_in={FRIDAY + timedelta(days=2)}" in answer.text


def test_results_count_their_statements(app: Flask, client: Client, host: int, statements: Statements) -> None:
    """S-04: the number of statements does not grow with the homes."""
    counts = []
    for more in (1, 10):
        for count in range(more):
            home(app, host, title=f"House {count}")
        client.page("/homes", city="110100")
        statements.clear()
        client.page("/homes", city="110100")
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("language", "said"), [("en", "At least 2 nights"), ("zh", "最少 2 晚")])
def test_home_page_says_the_rules(app: Flask, shown: str, language: str, said: str) -> None:
    """S-02, S5: one night where two are the least is refused beside the field, in the reader's language."""
    client = Client(app, language)
    answer = client.page(shown, check_in=FRIDAY, check_out=FRIDAY + timedelta(days=1), guests=2)
    assert answer.status_code == 200
    assert f'data-problem-for="check_out">{said}</p>' in answer.text
    assert f'value="{FRIDAY}"' in answer.text


def test_home_page_says_why_a_night_costs_what_it_costs(client: Client, shown: str) -> None:
    """S-02: Friday and Saturday at the weekend price, Sunday at the base price, cleaning, total, deposit."""
    page = words(client.page(shown, check_in=FRIDAY, check_out=FRIDAY + timedelta(days=3), guests=2))
    assert "weekend price ¥400" in page
    assert "Cleaning fee ¥80 Total ¥1,180 Deposit, returned after check-out ¥300" in page


def test_taken_nights_cannot_be_picked(app: Flask, client: Client, shown: str) -> None:
    """S-03, S5: a taken night is no link; the day it begins on can end another stay, the day it ends begin one."""
    sunday = FRIDAY + timedelta(days=2)
    block(app, shown, FRIDAY, sunday)
    page = client.page(shown, month=f"{FRIDAY:%Y-%m}").text
    assert f"check_in={sunday}&amp;guests=1#calendar" in page
    assert f"check_in={FRIDAY}&amp;" not in page
    arriving = client.page(shown, check_in=FRIDAY - timedelta(days=2), month=f"{FRIDAY:%Y-%m}").text
    assert f"check_out={FRIDAY}&amp;" in arriving
    assert f"check_out={FRIDAY + timedelta(days=1)}&amp;" not in arriving


def test_home_page_counts_its_statements(app: Flask, client: Client, shown: str, statements: Statements) -> None:
    """S-05: a home's page asks the database a few times."""
    client.page(shown)
    statements.clear()
    assert client.page(shown).status_code == 200
    assert len(statements) <= DETAIL


def test_home_page_is_described_to_other_sites(client: Client, shown: str) -> None:
    """S-05: title and picture for previews; the exact address is not in the page."""
    page = client.page(shown).text
    assert '<meta property="og:title" content="Courtyard by the drum tower">' in page
    assert '<script type="application/ld+json">{"@context"' in page
    assert "Lantern Lane" not in page


def test_drafts_are_their_hosts_alone(app: Flask, client: Client, host: int) -> None:
    """S-01: a home that is not published is nowhere for others."""
    path = f"/homes/{ids.show(home(app, host, state='draft'))}"
    stranger = signed_in(app, person(app))
    assert [client.page(path).status_code, stranger.page(path).status_code] == [404, 404]
    assert stranger.page(f"/host{path}").status_code == 404
    assert "Only you see this page" in words(signed_in(app, host).page(path))


def test_checkout_needs_somebody(app: Flask, client: Client, host: int, shown: str) -> None:
    """S-06, S12: signed out one is asked to log in first; hosts do not book their own home."""
    asked = {"check_in": str(FRIDAY), "check_out": str(FRIDAY + timedelta(days=2)), "guests": "2"}
    answer = client.page(f"{shown}/checkout", **asked)
    assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/login")
    assert signed_in(app, host).page(f"{shown}/checkout", **asked).headers["Location"] == shown


def test_booking_by_plain_forms(app: Flask, shown: str) -> None:
    """S-06, X-05: from the calendar to the booking without JavaScript; the next guest is offered other dates."""
    guest, late = signed_in(app, person(app)), signed_in(app, person(app, "13800001007"))
    asked = {"check_in": str(FRIDAY), "check_out": str(FRIDAY + timedelta(days=2)), "guests": "2"}
    path = f"{shown}/checkout"
    pages = [guest.page(path, **asked), late.page(path, **asked)]
    booked = submit(guest, pages[0], "book-form", message="We come late.")
    assert booked.status_code == 303
    assert re.fullmatch(r"/bookings/[0-9A-Z]{13}(\?.*)?", booked.headers["Location"])
    refused = submit(late, pages[1], "book-form", message="With a cat.")
    assert refused.status_code == 409
    assert "These nights are no longer free." in words(refused)
    assert f"{path}?check_in={FRIDAY + timedelta(days=2)}" in refused.text
    assert ['name="coupon"' in page.text for page in (pages[1], refused)] == [True, False]  # nothing has a price now
    assert refused.text.index("These nights are no longer free.") < refused.text.index("split checkout")


def test_price_changed_shows_the_new_total(app: Flask, shown: str) -> None:
    """S-06: a total that is not the server's is refused, and the new one shown with what was typed."""
    guest = signed_in(app, person(app))
    page = guest.page(f"{shown}/checkout", check_in=FRIDAY, check_out=FRIDAY + timedelta(days=2), guests=2)
    answer = submit(guest, page, "book-form", total="1", message="We come late.")
    assert answer.status_code == 409
    assert "The price changed: it is now ¥880." in words(answer)
    assert "We come late." in words(answer)


def test_unverified_people_are_led_to_their_identity(app: Flask) -> None:
    """S-01, S2: publishing a home begins with the real name."""
    page = signed_in(app, person(app)).page("/host/homes/new")
    assert 'href="/me/identity?next=/host/homes/new"' in page.text


def test_host_pages_need_somebody(client: Client) -> None:
    """S-01: a host's pages are for people who are signed in."""
    assert [client.page(path).status_code for path in ("/host/homes", "/host/homes/new")] == [303, 303]


def test_draft_by_plain_form(app: Flask, host: int) -> None:
    """S-01, S3, X-05: a draft is made without JavaScript; what is wrong stands beside its field, nothing is lost."""
    world.regions(app)
    client = signed_in(app, host)
    page = client.page("/host/homes/new", city="110100")
    assert "Dongcheng District" in words(page)
    typed = {"title": "Two rooms", "district": "110101", "address": "18 Lantern Lane", "kind": "whole"}
    wrong = submit(client, page, "new-home", **typed, price="-1")
    assert wrong.status_code == 422
    assert 'value="-1"' in wrong.text
    assert 'value="Two rooms"' in wrong.text
    made = submit(client, page, "new-home", **typed, price="300", weekend_price="400.50")
    assert made.status_code == 303
    desk = client.page(made.headers["Location"].partition("#")[0])
    assert 'value="400.50"' in desk.text
    assert "At least one picture" in words(desk)


def test_desk_by_plain_forms(app: Flask, host: int, shown: str) -> None:
    """S-01, X-03, X6: saved by a form; an edit that did not see the last one is refused and both versions shown."""
    client = signed_in(app, host)
    desk = client.page(f"/host{shown}")
    fields = {"description": "Quiet.", "kind": "whole"}
    assert submit(client, desk, "f-basics", title="First", **fields).status_code == 303
    second = submit(client, desk, "f-basics", title="Second", **fields)
    assert second.status_code == 412
    assert 'value="Second"' in second.text
    assert "Title First" in words(second)
    assert "Load the new version" in words(second)


def test_pictures_by_plain_forms(app: Flask, host: int, shown: str) -> None:
    """S-01, X-05: the last picture of a published home cannot be removed; another can be made the cover."""
    client = signed_in(app, host)
    extra = ids.show(world.picture(app, host))
    desk = client.page(f"/host{shown}", picture=extra)
    assert submit(client, desk, "add-picture").status_code == 303
    desk = client.page(f"/host{shown}")
    assert submit(client, desk, "cover-2").status_code == 303
    desk = client.page(f"/host{shown}")
    assert re.findall(r'data-picture="(\w+)"', desk.text)[0] == extra
    assert submit(client, desk, "remove-2").status_code == 303
    last = submit(client, client.page(f"/host{shown}"), "remove-1")
    assert (last.status_code, "keeps at least one picture" in words(last)) == (422, True)


def test_blocking_by_plain_form(app: Flask, host: int, client: Client, shown: str) -> None:
    """S-03, X-05: blocked by a form, not free for guests, and shown as blocked to the host."""
    owner = signed_in(app, host)
    desk = owner.page(f"/host{shown}")
    sent = {"from": str(FRIDAY), "to": str(FRIDAY + timedelta(days=2)), "action": "block"}
    assert submit(owner, desk, "f-nights", **sent).status_code == 303
    assert f"check_in={FRIDAY}&amp;" not in client.page(shown, month=f"{FRIDAY:%Y-%m}").text
    assert "blocked" in words(owner.page(f"/host{shown}", month=f"{FRIDAY:%Y-%m}"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_answers(app: Flask, host: int, shown: str, language: str) -> None:
    """S-01, S-05, X4: every page of stays answers in both languages, signed out and in, with no raw text left."""
    asked = f"check_in={FRIDAY}&check_out={FRIDAY + timedelta(days=2)}&guests=2"
    owner, guest = signed_in(app, host, language), signed_in(app, person(app), language)
    for client in (Client(app, language), owner, guest):
        for path in ("/", "/homes", f"/homes?{asked}", shown, f"{shown}?{asked}"):
            assert client.page(path).status_code == 200
    for path in ("/host/homes", "/host/homes/new", f"/host{shown}"):
        assert owner.page(path).status_code == 200
    checkout = guest.page(f"{shown}/checkout?{asked}")
    assert checkout.status_code == 200
    if language == "zh":
        assert "Arrival" not in words(checkout)


def block(app: Flask, path: str, first: date, until: date) -> None:
    """Take nights off sale, as the host does."""
    found = Client(app).get(path).get_json()
    owner = signed_in(app, ids.read(found["host"]["id"]))
    body = {"from": str(first), "to": str(until)}
    assert owner.put(f"{path}/blocks", body).status_code == 200


def test_a_host_removes_a_home_on_its_page(app: Flask, host: int) -> None:
    """S-01, X-05: without JavaScript; not while guests are to come, and then the page says why."""
    owner, home_id = signed_in(app, host), world.home(app, host)
    path = f"/host/homes/{ids.show(home_id)}"
    guest = signed_in(app, person(app, "13800001003"))
    friday = {"check_in": "2026-11-27", "check_out": "2026-11-29", "guests": 1}
    booking = guest.post(f"/homes/{ids.show(home_id)}/bookings", friday).json["id"]
    refused = submit(owner, owner.page(path), "f-remove")
    assert (refused.status_code, "There are bookings for this home." in refused.text) == (409, True)
    assert '<details class="sheet" id="remove" open>' in refused.text
    assert guest.post(f"/bookings/{booking}/cancellation", {"refund": 0}).status_code == 201
    gone = submit(owner, owner.page(path), "f-remove")
    assert (gone.status_code, gone.headers["Location"].partition("?")[0]) == (303, "/host/homes")
    assert owner.page(path).status_code == 404


def test_a_host_points_at_the_home_on_a_map(app: Flask, host: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """S-01: where the site has map tiles; elsewhere a map would be an empty ground."""
    path, kernel = f"/host/homes/{ids.show(world.home(app, host))}", app.extensions["hutong"]
    owner, tiles = signed_in(app, host), "https://tiles.example/{z}/{x}/{y}.png"
    assert "data-pick" not in owner.page(path).text
    given = kernel.settings.model_copy(update={"map_tiles": tiles})
    monkeypatch.setitem(app.extensions, "hutong", replace(kernel, settings=given))
    assert [said in owner.page(path).text for said in ("data-pick", tiles)] == [True, True]


def test_income_stands_first_among_figures(app: Flask, host: int) -> None:
    """S-10: a phone shows the first columns, and the rest by moving the table."""
    home(app, host)
    page = signed_in(app, host).page("/host/figures")
    assert re.findall(r'<th scope="col"[^>]*>([^<]+)', page.text)[-8:-5] == ["Month", "Income", "Nights"]
