"""Uploads that nobody used go after a day; what is shown stays."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from hutong.accounts.models import Person
from hutong.kernel import clock, ids, jobs
from hutong.kernel.db import Base, session
from hutong.kernel.state import state
from hutong.media import actions, gateways, queries, sweeping
from hutong.media.models import SHOWN_BY, InLists, Picture
from tests.accounts import world
from tests.client import Client
from tests.media.pictures import encoded, two_halves
from tests.media.sending import lying, send

DAY = sweeping.GRACE


def swept(app: Flask, after: int) -> None:
    """The sweep's turn has come, some time from now, and what follows from it is done."""
    with clock.moved(after), app.app_context():
        state().database.run(jobs.KINDS["media.sweep"].later)
        jobs.run_all()
    with clock.moved(after + sweeping.ON_ITS_WAY), app.app_context():
        jobs.run_all()


def there(app: Flask) -> set[int]:
    """The pictures there are."""
    with app.app_context(), state().database.reading():
        return set(session().scalars(select(Picture.id)))


def uploaded(client: Client, width: int = 64) -> int:
    answer = send(client, encoded(two_halves(width, 40)))
    assert answer.status_code == 201, answer.get_json()
    return ids.read(answer.get_json()["id"])


def using(picture: int, **more: Any) -> dict[str, Any]:
    return {"picture_id": ids.show(picture), **more}


def test_an_upload_that_nobody_used_goes_after_a_day(app: Flask, guest: Client) -> None:
    """P-01, D-01: the dialog was closed; its row, its file and its thumbnails go."""
    before = lying(app)
    picture = uploaded(guest, 62)  # no other test leaves this one
    swept(app, DAY - clock.MINUTE)
    assert there(app) == {picture}
    assert len(lying(app) - before) > 1
    swept(app, DAY + clock.MINUTE)
    assert (there(app), lying(app)) == (set(), before)


def test_what_is_shown_stays(app: Flask) -> None:
    """P-01: a photo, a face, and what other slices took; a face that was replaced goes within a month."""
    person = world.person(app)
    guest = world.signed_in(app, person)
    face, photo, home, _ = (uploaded(guest, width) for width in (60, 80, 100, 120))
    assert guest.post("/photos", using(photo)).status_code == 201
    assert guest.put("/me/avatar", using(face)).status_code == 200
    with app.app_context():
        assert state().database.run(lambda: actions.take([home], person))
    swept(app, 2 * DAY)
    assert there(app) == {face, photo, home}
    swept(app, 70 * DAY)
    assert there(app) == {face, photo, home}

    def unseen() -> None:
        session().get_one(Person, person).avatar_id = None

    with app.app_context():
        state().database.run(unseen)
    swept(app, 140 * DAY)
    assert there(app) == {photo, home}


def test_what_was_taken_for_good_is_not_discarded(app: Flask) -> None:
    """D-01: a face that is the picture of a home as well; the photo goes, the home keeps its picture."""
    person = world.person(app)
    guest = world.signed_in(app, person)
    both, one = uploaded(guest), uploaded(guest, 80)
    with app.app_context():
        assert state().database.run(lambda: actions.take([both], person))
        for picture in (both, one, one):
            state().database.run(lambda: actions.discard(picture))  # noqa: B023
    assert there(app) == {both}


@pytest.mark.parametrize("forever", [True, False])
def test_only_ones_own_that_are_there_can_be_taken(app: Flask, guest: Client, forever: bool) -> None:
    """D-01: of another person, gone, or only some of them: no."""
    other = world.signed_in(app, world.person(app, "13900000077"))
    mine, theirs = uploaded(guest), uploaded(other)
    with app.app_context(), state().database.reading():
        me = session().get_one(Picture, mine).owner_id

    def take(*wanted: int) -> bool:
        with app.app_context():
            return state().database.run(lambda: actions.take(wanted, me, swept=not forever))

    assert [take(), take(mine), take(mine, mine), take(mine, theirs), take(mine, 5)] == [True, True, True, False, False]
    swept(app, 2 * sweeping.MONTH)
    assert there(app) == ({mine} if forever else set())


def test_taken_at_the_same_moment(app: Flask, guest: Client) -> None:
    """D-01: on every engine it is either taken and there, or refused and gone, and nobody meets an error."""
    uploads = [uploaded(guest, 40 + 2 * each) for each in range(24)]
    with app.app_context(), state().database.reading():
        me = session().get_one(Picture, uploads[0]).owner_id
    taken: dict[int, bool] = {}
    line, failures = threading.Barrier(3), []

    def apart(work: Callable[[], Any]) -> Callable[[], None]:
        def run() -> None:
            try:
                with app.app_context():
                    line.wait()
                    work()
            except Exception as error:
                failures.append(error)

        return run

    def take() -> None:
        for each in uploads[::2]:
            taken[each] = state().database.run(lambda: actions.take([each], me))  # noqa: B023

    def take_backwards() -> None:
        for each in reversed(uploads[1::2]):
            taken[each] = state().database.run(lambda: actions.take([each], me, swept=True))  # noqa: B023

    def sweep() -> None:
        state().database.run(sweeping.sweep_some)

    with clock.moved(DAY + clock.MINUTE):
        threads = [threading.Thread(target=apart(work)) for work in (take, take_backwards, sweep)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    assert there(app) == {each for each, mine in taken.items() if mine}


def test_a_photo_of_an_upload_that_is_gone(app: Flask, guest: Client) -> None:
    """P-01: whoever comes back after days is told, and nothing breaks."""
    picture = uploaded(guest)
    swept(app, 2 * DAY)
    answer = guest.post("/photos", using(picture))
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "picture_id")
    answer = guest.put("/me/avatar", using(picture))
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "picture_id")


def test_a_file_that_comes_again_stays(app: Flask, guest: Client) -> None:
    """D-01: the same picture arrives while the files of the one that went are about to be removed."""
    uploaded(guest)
    with clock.moved(DAY + clock.MINUTE), app.app_context():
        state().database.run(jobs.KINDS["media.sweep"].later)
        jobs.run_all()
    with app.app_context():
        ready = actions.prepare(encoded(two_halves(64, 40)))  # the file is there: it is not written, only young again
        state().database.run(lambda: actions.remove_file.later(digest=ready.digest))
        jobs.run_all()
        name = queries.stored_name(ready.digest, ready.kind)
        assert gateways.store().path(name) is not None
        with clock.moved(2 * sweeping.ON_ITS_WAY):
            jobs.run_all()
        assert gateways.store().path(name) is None  # it did not come after all


def test_a_slice_that_is_off_keeps_its_pictures(app: Flask, guest: Client) -> None:
    """D-01: its columns are not asked, but the database still knows the foreign key."""
    picture = uploaded(guest)
    assert guest.post("/photos", using(picture)).status_code == 201
    with clock.moved(2 * sweeping.MONTH), app.app_context():
        known = SHOWN_BY._of(app)
        kept, known[:] = known[:], []
        try:
            assert state().database.run(sweeping.sweep_some) == ([], False)
        finally:
            known[:] = kept
    assert there(app) == {picture}


def test_the_sweep_asks_the_same_for_many(app: Flask, guest: Client, statements: list[str]) -> None:
    """D-01: what is shown costs a statement for each column that may show it, however many pictures there are."""
    counts = []
    for month, widths in ((1, (40,)), (3, (60, 80, 100, 120))):
        for width in widths:
            assert guest.post("/photos", using(uploaded(guest, width), anyway=True)).status_code == 201
        with clock.moved(month * 2 * sweeping.MONTH), app.app_context():
            statements.clear()
            assert state().database.run(sweeping.sweep_some) == ([], False)
            counts.append(len(statements))
    assert counts[0] == counts[1]
    assert len(there(app)) == 5


def test_every_foreign_key_to_a_picture_is_asked(app: Flask) -> None:
    """D-01: else the sweep would try to remove what is shown, month after month."""
    keys = {
        key.parent
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column is Picture.__table__.c.id
    }
    assert keys <= {each.property.columns[0] for each in SHOWN_BY.all(app) if not isinstance(each, InLists)}
