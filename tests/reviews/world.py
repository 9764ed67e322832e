"""Things that can be booked, reviewed, kept and reported, without any storefront."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import select, update

from hutong.booking.actions.completing import complete
from hutong.booking.models import PAID, Booking, Resource
from hutong.kernel import clock, ids, jobs
from hutong.kernel.db import session
from hutong.reviews.events import ReviewPublished, ScoreChanged
from hutong.reviews.subjects import Aspect, Card, Kind, Reviewable
from tests.accounts.world import person, signed_in
from tests.booking.world import booked, order, resource
from tests.client import Client

OWNERS: dict[int, int] = {}
HIDDEN: dict[int, str] = {}
HEARD: list[ReviewPublished | ScoreChanged] = []


def _cards(numbers: Collection[int]) -> dict[int, Card]:
    found = session().scalars(select(Resource.id).where(Resource.id.in_(sorted(numbers))))
    return {
        number: Card(
            title=f"Thing {number % 1000}",
            href="/",
            note="Dongcheng · ¥300",
            owner_id=OWNERS.get(number),
            live=number not in HIDDEN,
        )
        for number in found
    }


def _hide(number: int, reason: str) -> None:
    HIDDEN[number] = reason


def _restore(number: int) -> None:
    HIDDEN.pop(number, None)


def reviewable(booking: Booking) -> Reviewable | None:
    """A booking of a thing is reviewed as the thing and as its guest; of a "show" only as the thing."""
    if booking.kind not in ("thing", "show"):
        return None
    guest = f"person:{booking.customer_id}" if booking.kind == "thing" else None
    return Reviewable(host=f"thing:{booking.resource_id}", guest=guest)


KIND = Kind(
    prefix="thing",
    label="Thing",
    cards=_cards,
    aspects=(Aspect("cleanliness", "Cleanliness"), Aspect("location", "Location")),
    favourite=True,
    hide=_hide,
    restore=_restore,
)


class World:
    """A host with a thing, and a guest who has booked it."""

    def __init__(self, app: Flask, **changes: Any) -> None:
        OWNERS.clear()
        HIDDEN.clear()
        HEARD.clear()
        self.app = app
        self.host = person(app, "13800001002", name="Host Li")
        self.guest = person(app, "13800001001", name="Guest Wang")
        self.thing = self.make_thing(self.host)
        self.booking = self.book(self.guest, **changes)

    def make_thing(self, owner_id: int) -> int:
        """One more thing."""
        made = resource(self.app)
        OWNERS[made] = owner_id
        return made

    def book(self, guest: int, thing: int | None = None, paid: bool = True, **changes: Any) -> Booking:
        """A booking of the thing, paid."""
        values = {"kind": "thing", "customer_id": guest, "seller_id": self.host, **changes}
        made = booked(self.app, order(thing or self.thing, **values))
        if paid:
            self.run(lambda: session().execute(update(Booking).where(Booking.id == made.id).values(state=PAID)))
        return made

    def complete(self, booking: Booking | None = None) -> None:
        """It has taken place (the clock stands after its end)."""
        wanted = (booking or self.booking).id
        assert self.run(lambda: complete(wanted))

    def run(self, unit: Any) -> Any:
        """A unit of work in a transaction."""
        with self.app.app_context():
            return self.app.extensions["hutong"].database.run(unit)

    def read(self, question: Any) -> Any:
        """A question."""
        with self.app.app_context(), self.app.extensions["hutong"].database.reading():
            return question()

    def jobs(self) -> None:
        """What is due."""
        with self.app.app_context():
            jobs.tick()
            jobs.run_all()

    def client(self, person_id: int, language: str = "en") -> Client:
        """A browser in which a person is signed in now."""
        return signed_in(self.app, person_id, language)

    @property
    def path(self) -> str:
        """Where the booking is reviewed."""
        return f"/bookings/{ids.show(self.booking.id)}/review"

    @property
    def subject(self) -> str:
        """The thing as the world writes it."""
        return f"thing:{ids.show(self.thing)}"

    @contextmanager
    def after(self, milliseconds: int = clock.HOUR) -> Iterator[None]:
        """The time after the end of the booking."""
        with clock.frozen(self.booking.ends_at + milliseconds):
            yield


def many(app: Flask, count: int, first: int = 0) -> list[int]:
    """So many people."""
    return [person(app, f"1390000{first + at:04d}", name=f"Person {first + at}") for at in range(count)]


def notices(client: Client) -> list[tuple[str, str, str]]:
    """What a person was told: kind, title and body, the newest first."""
    return [(item["kind"], item["title"], item["body"]) for item in client.get("/notices").get_json()["items"]]
