"""Fills an empty Hutong with the demo: regions, people, homes, cinemas, bookings over and under way, and photos."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from hutong.accounts import passwords
from hutong.accounts.models import Person
from hutong.booking import actions as booking
from hutong.demo import cinemas, gifts, homes, people, photos, stayed
from hutong.kernel import clock
from hutong.kernel.state import state
from hutong.media.actions import Prepared
from hutong.regions import actions as regions
from hutong.stays import actions as stays
from hutong.stays.schemas import BookingIn


def seed(app: Flask, say: Callable[[str], None] = lambda _text: None) -> bool:
    """Make the demo where nobody has registered yet; whether it was made."""
    with app.test_request_context(headers={"If-Match": "*", "Accept-Language": "zh"}):
        database = state().database
        with database.reading() as reader:
            if reader.scalar(select(Person.id).limit(1)) is not None:
                return False
        say("drawing pictures …")
        drawn = _draw(app)
        posters = _posters(app)
        shots = _draw_photos(app)
        faces = people.draw()
        hashed = passwords.hashed(people.PASSWORD)
        say("regions, people, homes …")
        database.run(regions.ensure)
        known = database.run(lambda: people.seed(hashed, faces))
        published = database.run(lambda: _publish(drawn, known["host"]))
        database.run(lambda: stayed.stay(published, known))
        database.run(lambda: _book(published, known))
        database.run(lambda: gifts.give(known["guest"], known["host"], known["administrator"]))
        say("films, cinemas, shows …")
        database.run(lambda: cinemas.make(posters, known))
        database.run(lambda: photos.share(shots, known, published))
    return True


def _draw(app: Flask) -> list[list[Prepared]]:
    def draw(number: int) -> list[Prepared]:
        with app.app_context():
            return homes.draw(homes.seeds()[number], number)

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(draw, range(len(homes.seeds()))))


def _posters(app: Flask) -> list[Prepared]:
    def draw(number: int) -> Prepared:
        with app.app_context():
            return cinemas.draw(number)

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(draw, range(len(cinemas.seeds()))))


def _draw_photos(app: Flask) -> list[Prepared]:
    def draw(number: int) -> Prepared:
        with app.app_context():
            return photos.draw(number)

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(draw, range(len(photos.seeds()))))


def _publish(drawn: list[list[Prepared]], host_id: int) -> list[int]:
    return [homes.publish(home, pictures, host_id) for home, pictures in zip(homes.seeds(), drawn, strict=True)]


def _book(published: list[int], known: dict[str, int]) -> None:
    """A request that waits for the host, one that waits for payment, and some nights off sale."""
    first = clock.today(state().settings.timezone) + timedelta(days=12)
    asked = BookingIn(check_in=first, check_out=first + timedelta(days=3), guests=2, message="我们晚上八点左右到。")
    stays.book(published[0], known["guest"], asked)
    accepted, _ = stays.book(published[5], known["guest"], asked)
    booking.decide(accepted.id, known["host"], True)
    stays.block(published[3], known["host"], first, first + timedelta(days=5), True)
