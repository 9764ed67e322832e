"""A town in which all doors are open: a home, a film with a show tonight, photos."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import insert

from hutong.cinema.models import Cinema, FilmWords, Screening
from hutong.kernel import clock, ids, text
from hutong.kernel.db import session
from tests.accounts.world import person
from tests.cinema import world as cinema
from tests.photos.world import World
from tests.stays.world import home

NOON = 1_795_406_400_000  # Monday, 23 November 2026, noon in China


@dataclass
class Town:
    """What is there, by ids as the world writes them where pages are asked."""

    app: Flask
    photos: World
    host: int
    home: str
    film: str
    house: Cinema
    show: Screening
    photo: str


@pytest.fixture
def town(app: Flask):
    """It is noon; everything is called 石榴 (pomegranate)."""
    with clock.frozen(NOON):
        photos = World(app)
        host = person(app, "13800009002", verified=True, name="林石榴")
        made = home(app, host, title="石榴小院 Pomegranate Yard")
        film_id = cinema.film(app, title_zh="石榴熟了", title_en="Pomegranates")
        cinema.run(
            app,
            lambda: session().execute(
                insert(FilmWords).values(rowid=film_id, words=text.column("石榴熟了 Pomegranates"))
            ),
        )
        house = cinema.cinema(app, name_zh="石榴电影院", name_en="Pomegranate Pictures")
        show = cinema.screening(app, house, cinema.hall(app, house), film_id, days=0)
        photo = photos.photo(caption="石榴红了 pomegranate")
        yield Town(app, photos, host, ids.show(made), ids.show(film_id), house, show, photo)
