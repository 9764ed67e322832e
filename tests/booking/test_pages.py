"""Pages of bookings and payments: read by both sides, usable without scripts."""

import re

import pytest
from flask import Flask

from tests.booking.test_bookings import paid
from tests.booking.world import stay
from tests.client import Client
from tests.payments.world import run_jobs


def test_both_sides_read_their_lists(app: Flask) -> None:
    """S-10: trips and bookings with their tabs; strangers see neither."""
    made = stay(app)
    for browser, path in ((made.guest, "/trips"), (made.host, "/host/bookings")):
        for show in ("", "waiting", "coming", "past", "ended", "nonsense"):
            page = browser.page(path, show=show)
            assert (page.status_code, "Lane courtyard" in page.text) == (
                200,
                show in ("", "waiting", "nonsense") or path == "/host/bookings",
            )
    assert Client(app).page("/trips").status_code == 303
    assert made.guest.page(made.path).status_code == 200
    assert made.host.page(made.path).status_code == 200


def test_the_whole_way_without_scripts(app: Flask) -> None:
    """S7, S8: plain forms: a rejection without a reason is shown again, accepting and paying lead on."""
    made = stay(app)
    refused = made.host.form(f"{made.path}/decision", "/host/bookings", _method="PUT", accept="false", reason=" ")
    assert (refused.status_code, "Please say why" in refused.text) == (422, True)
    accepted = made.host.form(f"{made.path}/decision", made.path, _method="PUT", accept="true")
    assert (accepted.status_code, made.state()) == (303, "accepted")
    going = made.guest.form(f"{made.path}/payments", made.path, _next="/payments/{id}?go=1")
    assert going.status_code == 303
    page = made.guest.http.get(going.location)
    assert (page.status_code, 'http-equiv="refresh"' in page.text) == (200, True)
    run_jobs(app)
    leading = made.guest.http.get(going.location)
    assert (leading.status_code, "/dev/sandbox/pay?" in leading.location) == (303, True)
    provider = made.guest.http.get(leading.location)
    order = re.search(r'name="order" value="([^"]+)"', provider.text)
    assert order is not None
    typed = {"order": order[1].replace("&amp;", "&"), "how": "pay"}
    back = made.guest.form("/dev/sandbox/trades", "/", _next=going.location.partition("?")[0], **typed)
    assert back.status_code == 303
    assert "To be confirmed" in made.guest.http.get(back.location).text
    run_jobs(app)
    assert "the payment has arrived" in made.guest.http.get(back.location).text
    assert made.state() == "paid"


def test_the_refund_stands_there_before_it_is_confirmed(app: Flask) -> None:
    """S9: "退款 ¥880"; the form without scripts carries what was shown."""
    made = stay(app, state="held")
    paid(app, made)
    made.guest.http.set_cookie("lang", "zh")
    page = made.guest.page(made.path).text
    assert ("退款 ¥1,180<" in page, 'class="nights"' in page) == (True, False)
    shown = re.search(r'name="refund" value="([^"]+)"', page)
    assert shown is not None
    done = made.guest.form(f"{made.path}/cancellation", made.path, refund=shown[1])
    assert (done.status_code, made.state()) == (303, "cancelled")


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("guest", ("You called it off: &#34;Rain&#34;", "The guest called it off: &#34;Rain&#34;")),
        ("host", ("The host called it off: &#34;Rain&#34;", "You called it off: &#34;Rain&#34;")),
    ],
)
def test_who_called_it_off_and_where_the_money_is(app: Flask, by: str, said: tuple[str, str]) -> None:
    """S-10: both sides read who it was; the guest reads that a refund goes back, and then that it was sent."""
    made = stay(app, state="held")
    paid(app, made)
    browser = made.guest if by == "guest" else made.host
    assert browser.post(f"{made.path}/cancellation", {"reason": "Rain"}).status_code == 201
    pages = [each.page(made.path).text for each in (made.guest, made.host)]
    assert [text in page for text, page in zip(said, pages, strict=True)] == [True, True]
    assert ["¥1,180 goes back to you." in page for page in pages] == [True, False]
    assert [page.count("only while a booking is confirmed") for page in pages] == [1, 1]
    run_jobs(app)
    again = made.guest.page(made.path).text
    assert ("goes back to you" in again, "¥1,180 was sent back to you." in again) == (False, True)


def test_a_booking_that_came_to_nothing_leads_on(app: Flask) -> None:
    """S-10: whoever was rejected looks for other dates; the host is not sent anywhere."""
    made = stay(app, link="/homes/x")
    ways = ['href="/homes/x#calendar"' in each.page(made.path).text for each in (made.guest, made.host)]
    made.host.put(f"{made.path}/decision", {"accept": False, "reason": "The roof"})
    ways += ['href="/homes/x#calendar"' in each.page(made.path).text for each in (made.guest, made.host)]
    assert ways == [False, False, True, False]


def test_the_nights_of_a_long_stay_fold(app: Flask) -> None:
    """S-10: on a phone thirty lines would stand before the total; seven may."""
    made = stay(app, tuple(range(8)))
    page = made.guest.page(made.path).text
    assert page.count("Night of") == 8
    assert 'class="nights"><summary><span>8 nights</span><span class="num">¥2,400</span>' in page
