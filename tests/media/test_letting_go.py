"""Pictures that were taken for good and are no longer shown where they were go, unless something else shows them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from hutong.accounts.events import AccountClosed
from hutong.accounts.models import Person
from hutong.booking.messages import leaving
from hutong.booking.messages.models import BookingMessage
from hutong.booking.models import Booking, Case, CaseStatement
from hutong.cinema.models import Cinema, Film, FilmStill
from hutong.cinema.models.tickets import Combo
from hutong.kernel import clock, events, ids
from hutong.kernel.db import Base, session
from hutong.kernel.state import state
from hutong.media import actions
from hutong.media.models import SHOWN_BY, InLists, Picture
from hutong.reviews.models import Review
from hutong.stays.models import Home, HomePicture
from tests.accounts.world import person, signed_in
from tests.booking.world import stay
from tests.cinema import world as house
from tests.media.test_sweeping import DAY, swept, there, uploaded, using
from tests.stays.world import home, path, picture

NOWHERE = {"booking_lines.picture_id"}  # kept with the line of a combo, and shown by nothing


def run(app: Flask, work: Callable[[], Any]) -> Any:
    with app.app_context():
        return state().database.run(work)


def sweep_at(app: Flask, picture_id: int) -> Any:
    return run(app, lambda: session().get_one(Picture, picture_id).sweep_at)


def row(model: Any, **values: Any) -> Any:
    """A row whose other columns hold as little as they may."""
    for column in model.__table__.columns:
        if column.name not in values and not column.nullable and column.default is None:
            kind = column.type.python_type
            values[column.name] = {int: 0, str: "", bool: False}.get(kind, {})
    return model(**{"id": ids.new_id(), **values} if "id" in model.__table__.c else values)


class Places:
    """Everything that may show a picture."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.host_id = person(app, "13800003001")
        self.stay = stay(app)
        self.case_id, self.film_id = ids.new_id(), house.film(app)
        self.home_id, self.cinema = home(app, self.host_id), house.cinema(app)
        run(app, lambda: session().add(row(Case, id=self.case_id, booking_id=self.stay.booking.id)))

    def shown(self, where: str) -> int:
        """A picture of the host that is shown there, and that a home has let go of."""
        made = picture(self.app, self.host_id)
        booking_id, owner = self.stay.booking.id, self.host_id
        rows = {
            "home": lambda: HomePicture(home_id=self.home_id, position=9, picture_id=made),
            "still": lambda: FilmStill(film_id=self.film_id, position=9, picture_id=made),
            "combo": lambda: row(Combo, cinema_id=self.cinema.id, picture_id=made),
            "message": lambda: row(BookingMessage, booking_id=booking_id, author_id=owner, picture_ids=[5, made]),
            "case": lambda: row(CaseStatement, case_id=self.case_id, person_id=owner, pictures=[made]),
            "review": lambda: row(Review, booking_id=booking_id, author_id=owner, pictures=[made], side="a"),
        }
        columns = {"booking": (Booking, booking_id), "poster": (Film, self.film_id), "cinema": (Cinema, self.cinema.id)}
        columns["face"] = (Person, owner)
        name = {"poster": "poster_id", "face": "avatar_id"}.get(where, "picture_id")

        def show() -> None:
            if where in rows:
                session().add(rows[where]())
            else:
                setattr(session().get_one(*columns[where]), name, made)
            actions.let_go([made, None])

        run(self.app, show)
        return made

    def unshown(self, where: str) -> None:
        models = {"home": HomePicture, "still": FilmStill, "combo": Combo, "message": BookingMessage}
        models |= {"case": CaseStatement, "review": Review}
        columns = {"booking": (Booking, "picture_id"), "poster": (Film, "poster_id"), "cinema": (Cinema, "picture_id")}
        columns["face"] = (Person, "avatar_id")

        def forget() -> None:
            if where in models:
                session().execute(delete(models[where]))
            else:
                model, name = columns[where]
                for each in session().scalars(select(model)):
                    setattr(each, name, None)

        run(self.app, forget)


WHERE = ["home", "still", "combo", "message", "case", "review", "booking", "poster", "cinema", "face"]


@pytest.fixture
def places(app: Flask) -> Places:
    """A town with one of each."""
    return Places(app)


@pytest.mark.parametrize("where", WHERE)
def test_what_something_shows_stays(app: Flask, places: Places, where: str) -> None:
    """D-01: it was let go of, but is shown elsewhere; when it is not any more, it goes within a month."""
    shown = places.shown(where)
    swept(app, 2 * DAY)
    assert shown in there(app)
    run(app, lambda: actions.discard(shown))
    assert shown in there(app)
    places.unshown(where)
    swept(app, 40 * DAY)
    assert shown not in there(app)


def test_taken_again(app: Flask) -> None:
    """D-01: of pictures that were let go of, those that are used again within the day stay for good."""
    owner = person(app)
    again, gone = picture(app, owner), picture(app, owner)
    run(app, lambda: actions.let_go([again, gone]))
    assert run(app, lambda: actions.take([again], owner))
    swept(app, 2 * DAY)
    assert there(app) == {again}
    assert not run(app, lambda: actions.take([gone], owner))


def test_pictures_of_a_home(app: Flask) -> None:
    """S-01, D-01: a picture that its host removes goes after a day, with all pictures of a draft that is removed."""
    owner = person(app, verified=True)
    host, home_id = signed_in(app, owner), home(app, owner)
    first, second, third = (picture(app, owner) for _ in range(3))
    for each in ([first, second], [second, third]):
        answer = host.put(f"{path(home_id)}/pictures", {"picture_ids": [ids.show(one) for one in each]}, If_Match="*")
        assert answer.status_code == 200
    swept(app, DAY - clock.MINUTE)
    assert {first, second, third} <= there(app)
    swept(app, DAY + clock.MINUTE)
    assert there(app) == {second, third}
    draft = home(app, owner, state="draft", published_at=None)
    assert len(there(app)) == 3
    assert host.delete(path(draft)).status_code == 204
    swept(app, 3 * DAY)
    assert there(app) == {second, third}


def test_pictures_of_a_film(app: Flask) -> None:
    """C-01, D-01: posters and stills that were replaced, and those of a film that goes."""
    owner = person(app, "13800009001", role="administrator")
    staff, film_id = signed_in(app, owner), house.film(app)
    poster, still, newer = (picture(app, owner) for _ in range(3))
    film = f"/films/{ids.show(film_id)}"
    wanted = {"poster_id": ids.show(poster), "still_ids": [ids.show(still)]}
    assert staff.patch(film, wanted, If_Match="*").status_code == 200
    assert staff.patch(film, {"poster_id": ids.show(still)}, If_Match="*").status_code == 200
    swept(app, 2 * DAY)
    assert there(app) == {still, newer}
    assert staff.patch(film, {"poster_id": ids.show(newer), "still_ids": []}, If_Match="*").status_code == 200
    swept(app, 4 * DAY)
    assert there(app) == {newer}
    assert staff.delete(film).status_code == 204
    swept(app, 6 * DAY)
    assert there(app) == set()


def test_a_still_becomes_the_poster_while_it_is_swept(app: Flask) -> None:
    """C-01, D-01: a sweep that looked at posters before and at stills after leaves it, whosever it is."""
    owner = person(app, "13800009001", role="administrator")
    staff, film_id, still = signed_in(app, owner), house.film(app), picture(app, person(app))
    run(app, lambda: session().add(FilmStill(film_id=film_id, position=0, picture_id=still)))
    run(app, lambda: actions.let_go([still]))
    change = {"poster_id": ids.show(still), "still_ids": []}
    assert staff.patch(f"/films/{ids.show(film_id)}", change, If_Match="*").status_code == 200
    assert sweep_at(app, still) is None


def test_let_go_of_while_it_is_swept(app: Flask) -> None:
    """D-01: what is due already has another day, so that a sweep at this moment leaves what has moved meanwhile."""
    made = picture(app, person(app))
    run(app, lambda: actions.let_go([made]))
    with clock.moved(2 * DAY):
        run(app, lambda: actions.let_go([made]))
        assert sweep_at(app, made) > clock.now()


def test_pictures_of_a_closed_account(app: Flask) -> None:
    """A-09, D-01: the pictures of a host's homes go with them, but not one that is shown elsewhere."""
    owner = person(app)
    home_id, shown = home(app, owner), picture(app, owner)

    def leave() -> None:
        session().add(HomePicture(home_id=home_id, position=10, picture_id=shown))
        session().get_one(Person, person_id).avatar_id = shown
        events.tell(AccountClosed(owner, ()))
        assert session().get_one(Home, home_id).cover_id is None

    person_id = person(app, "13800003002")
    assert len(there(app)) == 2
    run(app, leave)
    swept(app, 2 * DAY)
    assert there(app) == {shown}


def test_pictures_of_a_removed_home(app: Flask) -> None:
    """S-01, D-01: they go with it, but for the one that a booking still shows."""
    owner = person(app, "13800003001", verified=True)
    home_id, shown = home(app, owner), picture(app, owner)
    booking_id = stay(app).booking.id

    def book() -> None:
        session().add(HomePicture(home_id=home_id, position=10, picture_id=shown))
        session().get_one(Booking, booking_id).picture_id = shown

    run(app, book)
    assert len(there(app)) == 2
    assert signed_in(app, owner).delete(path(home_id)).status_code == 204
    swept(app, 2 * DAY)
    assert there(app) == {shown}
    assert run(app, lambda: session().get_one(Home, home_id).cover_id) is None


def test_pictures_of_a_cinema_and_its_combos(app: Flask) -> None:
    """C-02, D-01: what was replaced."""
    owner, venue = person(app), house.cinema(app)
    house.staff(app, owner, venue)
    manager = signed_in(app, owner)
    old, new = picture(app, owner), picture(app, owner)
    combo = {"title_zh": "爆米花", "price": 3_000, "picture_id": ids.show(old)}
    made = manager.post(f"/cinemas/{ids.show(venue.id)}/combos", combo)
    assert made.status_code == 201, made.text
    for each in (old, new):
        change = {"picture_id": ids.show(each)}
        assert manager.patch(f"/cinemas/{ids.show(venue.id)}", change, If_Match="*").status_code == 200
    swept(app, 2 * DAY)
    assert there(app) == {old, new}
    changed = manager.patch(f"/combos/{made.get_json()['id']}", {"picture_id": ids.show(new)}, If_Match="*")
    assert changed.status_code == 200, changed.text
    swept(app, 40 * DAY)
    assert there(app) == {new}


def test_pictures_of_messages(app: Flask, places: Places) -> None:
    """A-09, D-01: who leaves for good takes the pictures of their messages along."""
    sent, kept = picture(app, places.host_id), picture(app, places.host_id)
    booking_id, author = places.stay.booking.id, places.host_id

    def write() -> None:
        session().add(row(BookingMessage, booking_id=booking_id, author_id=author, picture_ids=[sent, kept]))
        session().add(row(Review, booking_id=booking_id, author_id=author, pictures=[kept], side="a"))

    run(app, write)
    run(app, lambda: leaving.forget(AccountClosed(author, ())))
    swept(app, 2 * DAY)
    assert {sent, kept} & there(app) == {kept}


def test_an_upload_that_is_a_face_and_was_a_home(app: Flask) -> None:
    """D-01: whatever order things are let go of, a picture stays while one of them shows it."""
    owner = person(app, verified=True)
    host, home_id = signed_in(app, owner), home(app, owner)
    both, other = uploaded(host, 74), uploaded(host, 76)
    for each in (both, other):
        change = {"picture_ids": [ids.show(each)]}
        assert host.put(f"{path(home_id)}/pictures", change, If_Match="*").status_code == 200
        assert host.put("/me/avatar", using(both)).status_code == 200
    swept(app, 2 * DAY)
    assert {both, other} <= there(app)
    assert host.put("/me/avatar", using(other)).status_code == 200
    assert there(app) & {both, other} == {other}


def test_every_place_is_asked(app: Flask) -> None:
    """D-01: a column that names pictures and is not in SHOWN_BY would lose them; one without an index is a scan."""
    asked = {place.lists if isinstance(place, InLists) else place for place in SHOWN_BY.all(app)}
    names = {str(place.property.columns[0]) for place in asked}
    ends = ("picture_id", "picture_ids", "pictures", "poster_id", "avatar_id", "photo_ids", "image_id")
    found = {str(each) for table in Base.metadata.tables.values() for each in table.columns if each.name.endswith(ends)}
    assert found - names == NOWHERE
    for place in SHOWN_BY.all(app):
        column = (place.author if isinstance(place, InLists) else place).property.columns[0]
        first = {next(iter(index.columns)).name for index in column.table.indexes}
        assert column.unique or column.name in first, column
