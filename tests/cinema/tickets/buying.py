"""Buying seats in tests: held, paid in the sandbox, and the tickets that come of it."""

from typing import Any

from flask import Flask

from hutong.cinema.models import Cinema, Screening
from hutong.kernel import ids
from tests.accounts.world import person, signed_in
from tests.cinema import world
from tests.client import Client
from tests.payments.world import call_back, connect, run_jobs


def at(show: Screening, rest: str) -> str:
    """A path below a show."""
    return f"/screenings/{ids.show(show.id)}/{rest}"


def states(client: Client, show: Screening) -> dict[str, str]:
    """The seats that are not free."""
    found = client.get(at(show, "seats")).get_json()["seats"]
    return {seat["label"]: seat["state"] for seat in found if seat["state"] != "free"}


def hold(client: Client, show: Screening, *seats: str, **more: Any) -> Any:
    """Ask for seats."""
    return client.post(at(show, "bookings"), {"seats": list(seats), **more})


def pay(app: Flask, client: Client, booking: str) -> None:
    """Pay a booking: the provider says so, and the jobs run."""
    assert call_back(app, start_paying(app, client, booking)).status_code == 200
    run_jobs(app)


def start_paying(app: Flask, client: Client, booking: str) -> str:
    """Begin to pay a booking; the payment, of which the provider has said nothing yet."""
    connect(app)
    payment: str = client.post(f"/bookings/{booking}/payments", {"provider": "sandbox"}).get_json()["id"]
    run_jobs(app)
    return payment


def bought(app: Flask, client: Client, show: Screening, *seats: str, **more: Any) -> list[dict[str, Any]]:
    """Hold and pay seats; their tickets in the order of the seats."""
    answer = hold(client, show, *seats, **more)
    assert answer.status_code == 201, answer.text
    made = answer.get_json()
    pay(app, client, made["id"])
    found = [one for one in client.get("/tickets").get_json()["items"] if one["booking"] == made["id"]]
    return sorted(found, key=lambda one: seats.index(one["seat"]))


def colleague(app: Flask, venue: Cinema, role: str, mobile: str) -> Client:
    """Somebody with a role at a cinema, signed in."""
    who = person(app, mobile)
    world.staff(app, who, venue, role)
    return signed_in(app, who)
