"""People and homes that a journey needs but does not tell about, made through the API of the running site."""

import io
import itertools
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from PIL import Image, ImageDraw
from playwright.sync_api import APIRequestContext, APIResponse, BrowserContext

from hutong.accounts.realname import check_digit
from hutong.kernel import clock

API = "/api/v1"
PASSWORD = "lantern-4-plum"
FRIDAY = 4
_mobiles = itertools.count(random.randrange(10**6, 10**7))  # fresh in every run: the site may be kept
_faces = itertools.count(1)


@dataclass
class Caller:
    """The API as one browser calls it: with its cookies and its CSRF token."""

    http: APIRequestContext
    language: str = "zh"

    def get(self, path: str) -> Any:
        """The JSON of a resource."""
        answer = self.http.get(path if path.startswith("/dev") else API + path)
        assert answer.ok, answer.text()
        return answer.json()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> APIResponse:
        """A change, whatever comes of it."""
        token = self.get("/session")["csrf_token"]
        return self.http.fetch(
            API + path,
            method=method,
            data={} if body is None else body,
            headers={"X-CSRFToken": token, "Accept-Language": self.language, **headers},
        )

    def done(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A change that succeeds: its JSON."""
        answer = self.send(method, path, body, **headers)
        assert answer.ok, answer.text()
        return answer.json() if answer.body() else None

    def upload(self, picture: bytes, alt: str = "") -> str:
        """Store a picture: its id."""
        token = self.get("/session")["csrf_token"]
        file: Any = {"name": "room.jpg", "mimeType": "image/jpeg", "buffer": picture}
        answer = self.http.post(f"{API}/pictures", multipart={"file": file, "alt": alt}, headers={"X-CSRFToken": token})
        assert answer.ok, answer.text()
        return str(answer.json()["id"])


def fresh_mobile() -> str:
    """A number that nobody has registered yet."""
    return f"139{next(_mobiles) % 10**8:08}"


def id_number() -> str:
    """An ID number with a valid check digit that no real person carries."""
    body = f"1101011990{random.randrange(1, 13):02}{random.randrange(1, 29):02}{random.randrange(1000):03}"
    return body + check_digit(f"{body}0")


def outbox(http: APIRequestContext, kind: str, to: str) -> list[str]:
    """What was sent to somebody, newest first."""
    return [message["text"] for message in Caller(http).get(f"/dev/outbox.json?kind={kind}&to={to}")["items"]]


def sent(http: APIRequestContext, kind: str, to: str) -> str:
    """The newest message, as soon as it is there."""
    for _try in range(100):
        found = outbox(http, kind, to)
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"no {kind} to {to}")


def code_of(text: str) -> str:
    """The six digits of an SMS."""
    found = re.search(r"\b[0-9]{6}\b", text)
    assert found, text
    return found[0]


def newcomer(context: BrowserContext, language: str = "zh", verified: bool = False) -> Caller:
    """Register in a browser without its pages; its caller."""
    caller, mobile, uuid = Caller(context.request, language), fresh_mobile(), str(uuid4())
    context.request.get(f"{API}/captchas/{uuid}")
    captcha = {"captcha_id": uuid, "captcha_text": sent(context.request, "captcha", uuid)}
    caller.done("POST", "/sms-codes", {"mobile": mobile, "purpose": "register", **captcha})
    code = code_of(sent(context.request, "sms", mobile))
    caller.done("POST", "/users", {"mobile": mobile, "code": code, "password": PASSWORD})
    if verified:
        caller.done("PUT", "/me/identity", {"name": "王小院", "number": id_number()})
    return caller


def home_of(host: Caller, district: str, **facts: Any) -> str:
    """A published home of a verified host: its id."""
    about = {"title": "测试小院", "district": district, "address": "某街 1 号", "price": 30_000, "capacity": 4}
    about |= {"weekend_price": 40_000, "cleaning_fee": 8_000, "min_nights": 2, **facts}
    home = host.done("POST", "/homes", {**about, "picture_ids": [host.upload(picture_of())]})
    made = host.done("PUT", f"/homes/{home['id']}/publication", {"published": True}, **{"If-Match": "*"})
    return str(made["id"])


def paid(guest: Caller, home: str, first: date, nights: int) -> str:
    """A booking of a home that is booked at once, paid at the sandbox; its id."""
    stay = {"check_in": f"{first}", "check_out": f"{first + timedelta(days=nights)}", "guests": 1}
    booking = str(guest.done("POST", f"/homes/{home}/bookings", stay)["id"])
    settle(guest, booking)
    return booking


def settle(guest: Caller, booking: str) -> None:
    """Pay for a booking at the sandbox, and wait until that is known."""
    path = f"/bookings/{booking}"
    payment = guest.done("POST", f"{path}/payments", {"provider": "sandbox"})["id"]
    order = urlsplit(_soon(lambda: (guest.get(f"/payments/{payment}")["action"] or {}).get("url"))).query
    assert guest.http.get(f"/dev/sandbox/pay?{order}").ok
    guest.done("POST", "/dev/sandbox/trades", {"order": order, "how": "pay"})
    _soon(lambda: guest.get(path)["state"] == "paid")


def _soon(ask: Callable[[], Any]) -> Any:
    """What comes of a job, a moment later."""
    for _try in range(200):
        found = ask()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come")


def picture_of(size: tuple[int, int] = (1200, 900)) -> bytes:
    """A JPEG of a room, each another one."""
    number = next(_faces)
    image = Image.new("RGB", size, (236, 226, 208 - number % 60))
    brush = ImageDraw.Draw(image)
    brush.rectangle((size[0] // 5, size[1] // 4, size[0] // 2, size[1] * 3 // 4), fill=(150, 70 + number % 90, 50))
    brush.text((40, 40), f"room {number} {uuid4()}", fill=(60, 60, 60))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


def friday(weeks: int) -> date:
    """A Friday some weeks from now."""
    today = clock.today("Asia/Shanghai")
    return today + timedelta(days=(FRIDAY - today.weekday()) % 7 + 7 * weeks)
