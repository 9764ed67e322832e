"""Shows: lists for people who look for one, and a hall's day for those who plan it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, func, select

from hutong.booking.models import BOOKING, Booking, Claim
from hutong.booking.queries import alive
from hutong.cinema import times
from hutong.cinema.models import Cinema, CinemaState, Film, Hall, Screening, ScreeningState
from hutong.cinema.queries.shows import Showing
from hutong.cinema.schemas.screenings import ScreeningQuery
from hutong.kernel import clock, paging
from hutong.kernel.db import session
from hutong.kernel.errors import NotFound

AHEAD = 21  # days of shows that are looked at
MOST_ON_SALE = 200  # shows that are looked at for a film's card
CLOSING = 30 * clock.MINUTE  # a show that began stays in the lists so long


class Show(Showing):
    """A show with its times by the clock of the cinema."""

    @property
    def time(self) -> str:
        """When it begins, by the clock of the cinema."""
        return times.time_at(self.screening.starts_at, self.cinema.timezone)

    @property
    def ends(self) -> str:
        """When the film ends, likewise."""
        return times.time_at(self.screening.ends_at, self.cinema.timezone)


def _shows() -> Any:
    rows = select(Screening, Film, Cinema, Hall).join(Film, Film.id == Screening.film_id)
    return rows.join(Cinema, Cinema.id == Screening.cinema_id).join(Hall, Hall.id == Screening.hall_id)


def show(screening_id: int) -> Show:
    """A show with all around it, in one statement; raises NotFound."""
    row = session().execute(_shows().where(Screening.id == screening_id)).one_or_none()
    if row is None:
        raise NotFound
    return Show(*row)


def shows_of(screening_ids: Iterable[int]) -> list[Show]:
    """Shows by their ids, the earliest first."""
    found = _shows().where(Screening.id.in_(list(screening_ids))).order_by(Screening.starts_at)
    return [Show(*row) for row in session().execute(found)]


def find_shows(query: ScreeningQuery) -> tuple[list[Show], str | None]:
    """The coming shows of open cinemas as asked for, the earliest first; one statement."""
    wanted: list[Any] = [Cinema.state == CinemaState.OPEN, Screening.state != ScreeningState.CANCELLED]
    wanted += [column == value for column, value in _asked(query) if value is not None]
    if query.date is not None:
        wanted.append(Screening.day == query.date)
    else:
        wanted += [Screening.day >= clock.today("UTC") - timedelta(days=1), Screening.starts_at > clock.now() - CLOSING]
    keys = [(Screening.starts_at, False), (Screening.id, False)]
    seen = paging.decode(query.cursor, int, int) if query.cursor else None
    rows = session().execute(paging.ordered(_shows().where(*wanted), keys, seen).limit(query.limit + 1)).all()
    found = [Show(*row) for row in rows[: query.limit]]
    last = found[-1].screening if len(rows) > query.limit else None
    return found, paging.encode(last.starts_at, last.id) if last else None


def _asked(query: ScreeningQuery) -> list[tuple[Any, Any]]:
    return [
        (Screening.film_id, query.film),
        (Screening.cinema_id, query.cinema),
        (Screening.hall_id, query.hall),
    ]


def shows_on(day: date, *, film_id: int | None = None, cinema_id: int | None = None, city: str = "") -> list[Show]:
    """What is shown on a day, as far as it has not begun for long: of a film, a cinema, in a city."""
    wanted: list[Any] = [Screening.day == day, Screening.starts_at > clock.now() - CLOSING]
    wanted += [Cinema.state == CinemaState.OPEN, Screening.state != ScreeningState.CANCELLED]
    wanted += _within(film_id, cinema_id, city)
    rows = session().execute(_shows().where(*wanted).order_by(Screening.starts_at, Screening.id).limit(1000))
    return [Show(*row) for row in rows]


def show_days(*, film_id: int | None = None, cinema_id: int | None = None, city: str = "") -> list[date]:
    """The coming days on which something is shown, three weeks at most."""
    today = clock.today("UTC") - timedelta(days=1)
    wanted: list[Any] = [Screening.day >= today, Screening.day <= today + timedelta(days=AHEAD)]
    wanted += [Screening.starts_at > clock.now() - CLOSING, Screening.state != ScreeningState.CANCELLED]
    wanted += [Cinema.id == Screening.cinema_id, Cinema.state == CinemaState.OPEN]
    wanted += _within(film_id, cinema_id, city)
    days = select(Screening.day).where(*wanted).group_by(Screening.day).order_by(Screening.day)
    return list(session().scalars(days))


def _within(film_id: int | None, cinema_id: int | None, city: str) -> list[Any]:
    asked = ((Screening.film_id, film_id), (Screening.cinema_id, cinema_id), (Cinema.city_code, city or None))
    return [column == value for column, value in asked if value is not None]


def on_sale(film_ids: Iterable[int]) -> list[tuple[Screening, int]]:
    """The next shows of films whose seats can be had now, with the seats of their halls; one statement."""
    wanted = select(Screening, Hall.capacity).join(Hall, Hall.id == Screening.hall_id)
    wanted = wanted.join(Cinema, Cinema.id == Screening.cinema_id).where(
        Screening.film_id.in_(sorted(film_ids)),
        Screening.day >= clock.today("UTC") - timedelta(days=1),
        Screening.sales_end_at > clock.now(),
        Screening.state == ScreeningState.ON_SALE,
        Cinema.state == CinemaState.OPEN,
    )
    rows = session().execute(wanted.order_by(Screening.starts_at, Screening.id).limit(MOST_ON_SALE))
    return [(row[0], row[1]) for row in rows]


def plan_of(cinema_id: int, first: date, last: date | None = None) -> list[Show]:
    """All shows of a cinema on a day or some days, cancelled ones too: for those who plan them."""
    wanted = (Screening.cinema_id == cinema_id, Screening.day >= first, Screening.day <= (last or first))
    return [Show(*row) for row in session().execute(_shows().where(*wanted).order_by(Screening.starts_at))]


def taken_seats(resource_ids: Iterable[int]) -> dict[int, int]:
    """How many seats of shows are sold or held now, by the shows' resources; one statement."""
    wanted = set(resource_ids)
    counted = select(Claim.resource_id, func.count()).where(
        Claim.resource_id.in_(wanted), Claim.kind == BOOKING, alive()
    )
    return {row[0]: row[1] for row in session().execute(counted.group_by(Claim.resource_id))} if wanted else {}


def in_the_way(hall_id: int, starts_at: int, free_at: int, besides: int | None = None) -> Sequence[Screening]:
    """The shows in a hall that overlap a time, cleaning included."""
    found = select(Screening).where(
        Screening.hall_id == hall_id,
        Screening.state != ScreeningState.CANCELLED,
        Screening.starts_at < free_at,
        Screening.free_at > starts_at,
    )
    if besides is not None:
        found = found.where(Screening.id != besides)
    return session().scalars(found.order_by(Screening.starts_at)).all()


def earliest(hall_id: int, starts_at: int, length: int, besides: int | None = None) -> int:
    """The first instant from `starts_at` on at which a hall is free for so long."""
    at = starts_at
    for one in in_the_way(hall_id, starts_at, starts_at + 3 * clock.DAY, besides):
        if one.starts_at >= at + length:
            break
        at = max(at, one.free_at)
    return at


def holders_of(resource_id: int) -> dict[int, str]:
    """The seats of a show that are not free, and by what kind of claim."""
    found = select(Claim.slot, Claim.kind).where(Claim.resource_id == resource_id, alive())
    return {row[0]: row[1] for row in session().execute(found)}


def ever_booked(resource_id: int) -> bool:
    """Whether anybody ever booked a show, whatever became of it."""
    return bool(session().scalar(select(exists().where(Booking.resource_id == resource_id))))


def by_cinema(shows: Iterable[Show]) -> dict[int, list[Show]]:
    """Shows by their cinemas, in order."""
    found: dict[int, list[Show]] = defaultdict(list)
    for one in shows:
        found[one.cinema.id].append(one)
    return dict(found)


def by_film(shows: Iterable[Show]) -> dict[int, list[Show]]:
    """Shows by their films, in order."""
    found: dict[int, list[Show]] = defaultdict(list)
    for one in shows:
        found[one.film.id].append(one)
    return dict(found)
