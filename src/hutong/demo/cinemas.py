"""The demo's films, cinemas, halls and two weeks of shows, with seats sold at the counter on the days before."""

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import insert

from hutong.accounts.actions import organisations
from hutong.booking import actions as booking
from hutong.booking.models import Claim, Resource
from hutong.cinema import actions as cinema
from hutong.cinema import pricing, times
from hutong.cinema.actions.seats import order_of
from hutong.cinema.models import SCREENING, STEP, Cinema, Film, Hall, Right, RightState, Screening
from hutong.cinema.queries import shows
from hutong.cinema.queries.maps import seat_map_of
from hutong.cinema.schemas.cinemas import CinemaDecisionIn, CinemaIn
from hutong.cinema.schemas.films import FilmIn
from hutong.cinema.schemas.halls import HallIn
from hutong.cinema.seating import Place
from hutong.demo.draw import poster
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.state import settings
from hutong.media import actions as media
from hutong.media.actions import Prepared

BEFORE, AHEAD = 3, 14  # days of shows before today, and from today on
FIRST, LAST = 10 * 60, 22 * 60 + 30  # minutes of the day between which shows begin
SALES = 16  # bookings at the counter of each cinema
PRICE = {"2D": 4500, "3D": 5500, "IMAX": 7500}


@dataclass(frozen=True)
class HallSeed:
    """A hall: its name, plan, zones and formats."""

    name: str
    plan: str
    zones: tuple[str, ...]
    formats: tuple[str, ...]


def _plan(rows: int, side: int, best: range, couples: str = "", wheel: str = "") -> str:
    """Rows of two blocks with an aisle between; `best` rows are zone 2, `couples` and `wheel` are letters of rows."""
    lines = []
    for number in range(rows):
        letter = chr(65 + number)
        block = "C" * (side - side % 2) if letter in couples else "S" * side
        left = "WP" + block[2:] if letter in wheel else block
        right = block[::-1]
        zone = "2" if number in best else "1"
        lines.append(f"{letter} {left}_{right} {zone * len(left)}_{zone * len(right)}")
    return "\n".join(lines)


SMALL = HallSeed("3 号厅", _plan(6, 5, range(2, 4), couples="F", wheel="A"), ("普通区", "黄金区"), ("2D",))
MIDDLE = HallSeed("2 号厅", _plan(9, 7, range(4, 7), couples="I", wheel="A"), ("普通区", "黄金区"), ("2D", "3D"))
LARGE = HallSeed(
    "1 号厅 IMAX", _plan(13, 12, range(6, 10), couples="M", wheel="A"), ("普通区", "黄金区"), ("2D", "3D", "IMAX")
)

CINEMAS: tuple[tuple[dict[str, Any], tuple[HallSeed, ...]], ...] = (
    (
        {
            "name_zh": "街角电影院", "name_en": "Corner Cinema", "district": "110101", "address": "灯市口大街 9 号",
            "lat": 39.9163, "lng": 116.4172, "facilities": ["imax", "laser", "wheelchair", "snacks", "metro"],
            "phone": "010-5550 1938", "gap_rule": "strict",
            "description": "街角的老影院，一九三八年的砖墙里装着新的激光放映机。三个厅，最小的只有六排。",
        },
        (LARGE, MIDDLE, SMALL),
    ),
    (
        {
            "name_zh": "工厂影棚", "name_en": "Factory Studio", "district": "110105", "address": "酒仙桥路 4 号",
            "lat": 39.9851, "lng": 116.4969, "facilities": ["dolby", "recliner", "parking", "glasses", "wifi"],
            "description": "厂房改的影棚，躺椅比别处宽一掌。",
        },
        (MIDDLE, SMALL),
    ),
    (
        {
            "name_zh": "湖滨影城", "name_en": "Lakeside Pictures", "district": "330106", "address": "北山街 88 号",
            "lat": 30.2601, "lng": 120.1399, "facilities": ["dolby", "wheelchair", "children", "lockers"],
            "gap_rule": "off", "description": "散场出来就是湖。",
        },
        (MIDDLE, SMALL),
    ),
)  # fmt: skip


def seeds() -> list[dict[str, Any]]:
    """The films; `released` is in days from today."""
    text = files("hutong.demo").joinpath("films.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def draw(number: int) -> Prepared:
    """Draw and store a film's poster, before the transaction."""
    return media.prepare(poster(number + 3, (600, 900)))


def make(posters: list[Prepared], known: dict[str, int]) -> None:
    """All of it, in the running transaction: two cinemas of the manager's, and one of somebody else's."""
    today = clock.today(settings().timezone)
    admin = known["administrator"]
    films = [_film(seed, picture, admin, today) for seed, picture in zip(seeds(), posters, strict=True)]
    firm: int | None = None
    for number, (seed, halls) in enumerate(CINEMAS):
        manager = known["cinema manager"] if number < 2 else admin
        house = _cinema(seed, manager, firm if number == 1 else None)
        firm = house.organisation_id
        rooms = [cinema.create_hall(house, _hall(one), manager) for one in halls]
        rights = {film.id: _right(house, film, manager, admin, today) for film in films}
        made = list(_week(house, rooms, films, rights, today, random.Random(number)))  # noqa: S311
        _store(made, {room.id: room for room in rooms})
        _sell(made, manager, random.Random(number))  # noqa: S311


def _film(seed: dict[str, Any], picture: Prepared, admin: int, today: date) -> Film:
    fields = {name: value for name, value in seed.items() if name not in ("released", "cast")}
    kept = media.keep(admin, picture, alt=f"《{seed['title_zh']}》海报")
    return cinema.create_film(
        FilmIn(
            **fields,
            cast="\n".join(seed["cast"]),
            released_on=today + timedelta(days=seed["released"]),
            poster_id=kept.id,
        ),
        admin,
    )


def _cinema(seed: dict[str, Any], manager: int, firm: int | None) -> Cinema:
    found = firm or organisations.found("cinema", seed["name_zh"], manager, vouched=True).id
    made = cinema.found_cinema(CinemaIn(**seed, organisation_id=found), manager, staff=False)
    return cinema.decide_cinema(made.id, CinemaDecisionIn(state="open"))


def _hall(seed: HallSeed) -> HallIn:
    return HallIn(name=seed.name, plan=seed.plan, zones=list(seed.zones), formats=list(seed.formats))


def _right(house: Cinema, film: Film, manager: int, admin: int, today: date) -> int:
    made = Right(
        id=ids.new_id(),
        version=1,
        cinema_id=house.id,
        organisation_id=house.organisation_id,
        film_id=film.id,
        first_on=film.released_on,
        last_on=today + timedelta(days=60),
        price=0,
        currency=house.currency,
        state=RightState.APPROVED,
        terms="演示用，免费。",
        asked_by=manager,
        asked_at=clock.now(),
        decided_by=admin,
        decided_at=clock.now(),
    )
    session().add(made)
    session().flush()
    return made.id


def _week(
    house: Cinema, rooms: list[Hall], films: list[Film], rights: dict[int, int], today: date, dice: random.Random
) -> Iterable[dict[str, Any]]:
    """Shows from some days ago on, one after another in each hall."""
    for later in range(-BEFORE, AHEAD):
        day = today + timedelta(days=later)
        out = [film for film in films if film.released_on <= day]
        for room in rooms:
            at = FIRST + 5 * dice.randint(0, 8)
            while at <= LAST:
                fits = [film for film in out if set(film.formats) & set(room.formats)]
                film = dice.choice(fits)
                yield _show(house, room, film, rights[film.id], day, at)
                at += -(-(film.minutes + house.cleaning_minutes) // 5) * 5 + 5 * dice.randint(0, 4)


def _show(house: Cinema, room: Hall, film: Film, right_id: int, day: date, at: int) -> dict[str, Any]:
    starts_at = times.instant_at(day, f"{at // 60:02}:{at % 60:02}", house.timezone)
    minutes = film.minutes + house.cleaning_minutes
    shown = [one for one in film.formats if one in room.formats][-1]
    price = PRICE[shown] - (1000 if at < 17 * 60 else 0)
    return {
        "id": ids.new_id(),
        "version": 1,
        "state": "on_sale",
        "cinema_id": house.id,
        "organisation_id": house.organisation_id,
        "film_id": film.id,
        "right_id": right_id,
        "hall_id": room.id,
        "map_id": room.map_id,
        "resource_id": ids.new_id(),
        "day": day,
        "starts_at": starts_at,
        "ends_at": starts_at + film.minutes * clock.MINUTE,
        "free_at": starts_at + -(-minutes * clock.MINUTE // STEP) * STEP,
        "sales_end_at": starts_at,
        "language": film.languages[0],
        "format": shown,
        "prices": {"1": price, "2": price + 1500},
        "currency": house.currency,
        "reason": "",
        "made_at": clock.now(),
    }


def _store(shows: list[dict[str, Any]], rooms: dict[int, Hall]) -> None:
    """Many at once; they were laid one after another, so nothing is in their way."""
    session().execute(insert(Resource), [{"id": show["resource_id"], "kind": SCREENING} for show in shows])
    session().execute(insert(Screening), shows)
    claims = [
        {
            "resource_id": rooms[show["hall_id"]].resource_id,
            "slot": step,
            "kind": SCREENING,
            "holder_id": show["id"],
            "expires_at": None,
        }
        for show in shows
        for step in range(show["starts_at"] // STEP, show["free_at"] // STEP)
    ]
    session().execute(insert(Claim), claims)


def _sell(made: list[dict[str, Any]], manager: int, dice: random.Random) -> None:
    """Seats sold at the counter for shows of the days around today, so that there are figures and full rows."""
    now = clock.now()
    near = [show for show in made if abs(show["starts_at"] - now) < 2 * clock.DAY]
    for show in dice.sample(near, min(SALES, len(near))):
        shown = shows.showing(show["id"])
        free = [seat for seat in seat_map_of(show["map_id"]).seats if seat.sellable and seat.mate is None]
        start = dice.randint(len(free) // 3, len(free) - 7)
        picked = free[start : start + dice.randint(2, 6)]
        places = [Place(seat, show["prices"][seat.zone]) for seat in picked]
        booking.sell(order_of(shown, 0, pricing.seat_lines(places)), dice.choice(("cash", "card")), manager)
