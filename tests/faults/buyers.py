"""Buyers who book and pay over HTTP, as clients do: they ask again with the same key, and keep what was promised."""

import itertools
import json
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import urllib3
from flask import Flask

from hutong.cinema import grounds
from hutong.kernel import clock, ids
from tests.accounts.world import person
from tests.client import API
from tests.faults.provider import Provider
from tests.stays.world import home

HOMES = 4
PATIENCE = 60.0  # seconds for which a buyer asks again
PAUSE = 0.2


@dataclass(frozen=True)
class Wish:
    """What one buyer wants: a seat, or two nights."""

    token: str
    path: str
    body: dict


@dataclass
class Buyers:
    """So many hands that buy one wish after another; what they saw is kept for the verdict."""

    url: str
    provider: Provider
    wishes: list[Wish]
    promises: list[str] = field(default_factory=list)  # bookings that were confirmed
    bought: list[tuple[float, float]] = field(default_factory=list)  # when purchases began, and were seen as paid
    answers: Counter = field(default_factory=Counter)  # of every request
    surprises: list[str] = field(default_factory=list)  # what no client could make sense of

    @contextmanager
    def shopping(self, hands: int = 4):
        """Buy while the block runs; each hand ends the purchase it has begun."""
        stop, numbers = threading.Event(), itertools.count()
        http = urllib3.PoolManager(retries=False, timeout=15, maxsize=hands)

        def hand() -> None:
            while not stop.is_set() and (number := next(numbers)) < len(self.wishes):
                self._buy(http, self.wishes[number])

        threads = [threading.Thread(target=hand) for _ in range(hands)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def _buy(self, http: urllib3.PoolManager, wish: Wish) -> None:
        began = time.monotonic()
        booking = self._ask(http, wish, "POST", wish.path, wish.body)
        if booking is None:
            return
        self.promises.append(booking["id"])
        payment = self._ask(http, wish, "POST", f"/bookings/{booking['id']}/payments", {"provider": "alipay"})
        if payment is None:
            return
        ready = self._until(http, wish, f"/payments/{payment['id']}", lambda shown: shown["action"])
        if ready is None:
            return
        self.provider.pay(ready["action"]["url"])
        if self._until(http, wish, f"/bookings/{booking['id']}", lambda shown: shown["state"] == "paid"):
            self.bought.append((began, time.monotonic()))

    def _until(self, http: urllib3.PoolManager, wish: Wish, path: str, so):
        """What a resource shows once something is so; None when a buyer's patience is over."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self._ask(http, wish, "GET", path)
            if shown is None or so(shown):
                return shown
            time.sleep(PAUSE)
        return None

    def _ask(self, http: urllib3.PoolManager, wish: Wish, method: str, path: str, body: dict | None = None):
        """The answer to a request, asked again while the site cannot answer; None where it was refused."""
        headers = {"Authorization": f"Bearer {wish.token}", "Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = f"{wish.path}{path}"[-90:] + str(hash(str(wish.body)) % 10**9)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                answer = http.request(method, f"{self.url}{API}{path}", body=json.dumps(body or {}), headers=headers)
            except urllib3.exceptions.HTTPError as error:
                self.answers[type(error).__name__] += 1
                time.sleep(PAUSE)
                continue
            self.answers[answer.status] += 1
            if answer.status in (200, 201):
                return answer.json()
            if answer.status in (429, 502, 503, 504):  # 429 is nginx's: all buyers come from one address
                time.sleep(1 if answer.status == 429 else PAUSE)
                continue
            if answer.status != 409:
                self.surprises.append(f"{method} {path}: {answer.status} {answer.data[:300]!r}")
            return None
        self.surprises.append(f"{method} {path}: no answer for {PATIENCE:.0f} s")
        return None


def town(app: Flask, people: int) -> list[Wish]:
    """A show and some homes with so many people who want something there; some want the same."""
    database = app.extensions["hutong"].database
    with app.app_context():
        ground = database.run(lambda: grounds.prepare(people, people // 2))
        host = person(app, f"139{ids.new_id() % 10**8:08d}", verified=True)
    homes = [home(app, host, instant=True, min_nights=1) for _ in range(HOMES)]
    today = clock.today("Asia/Shanghai")
    show, wishes = f"/screenings/{ids.show(ground.screening_id)}/bookings", []
    for number, token in enumerate(ground.tokens):
        if number % 2:
            seat = ground.labels[number * 7 // 8 % len(ground.labels)]
            wishes.append(Wish(token, show, {"seats": [seat]}))
        else:
            night = today + timedelta(days=2 + number // (2 * HOMES))
            body = {"check_in": str(night), "check_out": str(night + timedelta(days=1 + number % 4 // 2)), "guests": 1}
            wishes.append(Wish(token, f"/homes/{ids.show(homes[number // 2 % HOMES])}/bookings", body))
    return wishes
