"""Taking photos along, leaving, blocking."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

from click.testing import CliRunner
from flask.cli import ScriptInfo

from hutong.accounts.actions import blocks
from hutong.accounts.actions import leaving as closing
from hutong.accounts.leaving import Archive
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.media import gateways
from hutong.photos import cli, leaving
from hutong.photos.models import Comment, Like, Photo
from tests.photos.world import World, drawing, file_of, later


def archived(town: World, person: int) -> bytes:
    """The archive of a person's photos."""
    archive = Archive()
    with town.app.app_context(), town.app.extensions["hutong"].database.reading():
        leaving.export(person, archive)
    return archive.close()


def facts(town: World, person: int) -> list[tuple[object, ...]]:
    """What is there of a person's photos: words, hashes of files, comments."""

    def ask() -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = []
        for photo in session().query(Photo).filter(Photo.owner_id == person).order_by(Photo.shown_at):
            said = session().query(Comment).filter(Comment.photo_id == photo.id).count()
            found.append((photo.caption, photo.place, photo.alt, photo.visibility, photo.shown_at, photo.digest, said))
        return found

    return town.read(ask)


def test_what_is_taken_along_can_be_brought_back(town: World, tmp_path: Path) -> None:
    """F11: pictures, captions and comments: into another account, equal counts and hashes; a second run adds none."""
    first = town.upload(file_of(drawing()), caption="Door", tags="red", place="Here", alt="A door").get_json()["id"]
    with later(1000):
        town.upload(file_of(drawing()), caption="Mine", visibility="private")
    town.jobs()
    town.as_guest.post(f"/photos/{first}/comments", {"text": "lovely"})
    data = archived(town, town.owner)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = json.loads(archive.read("photos/photos.json"))
        assert [photo["caption"] for photo in listed] == ["Door", "Mine"]
        assert hashlib.sha256(archive.read(f"photos/{listed[0]['file']}")).hexdigest() == town.row(first).digest
    (tmp_path / "mine.zip").write_bytes(data)
    before, other = facts(town, town.owner), town.person(9, name="Fresh")
    for outcome in ("2 added, 0 known already, 0 refused", "0 added, 2 known already, 0 refused"):
        given = ["import", str(tmp_path / "mine.zip"), "--as", "13900000009"]
        with later(5000):  # nothing is older than itself
            result = CliRunner().invoke(cli.photos, given, obj=ScriptInfo(create_app=lambda: town.app))
        assert result.output.strip().splitlines()[-1] == outcome, result.output
    assert facts(town, other) == before
    again = town.stranger.get("/photos", tag="red").get_json()["items"]
    assert len(again) == 2


def test_who_leaves_takes_everything_away(town: World) -> None:
    """X3: photos, files, comments, likes and follows are gone."""
    mine = town.upload(file_of(drawing())).get_json()["id"]
    theirs = town.photo(owner=town.guest)
    town.as_owner.post(f"/photos/{theirs}/comments", {"text": "mine"})
    town.as_owner.put(f"/photos/{theirs}/like")
    town.as_guest.put(f"/people/{ids.show(town.owner)}/follow")
    digest = town.picture_of(mine).digest
    town.run(lambda: closing.close_account(town.owner))
    town.jobs()
    with later(60_000):
        town.jobs()
    assert town.row(mine) is None
    assert town.stranger.get(f"/photos/{theirs}/comments").get_json()["items"] == []
    assert town.read(lambda: session().query(Like).count()) == 0
    with town.app.app_context():
        assert gateways.store().path(f"{digest}.jpg") is None


def test_who_is_blocked_sees_nothing(town: World) -> None:
    """P-05: neither photos nor profile, in streams and at their addresses; nor may they talk or follow."""
    shown = town.photo(caption="Door")
    other = town.photo(owner=town.guest, caption="Guest")
    town.as_guest.put(f"/people/{ids.show(town.owner)}/follow")
    town.run(lambda: blocks.block(town.owner, town.guest))
    for path in (f"/photos/{shown}", f"/people/{ids.show(town.owner)}/photos"):
        assert town.as_guest.get(path).status_code == 404
        assert town.as_guest.page(path).status_code == 404
        assert town.stranger.get(path).status_code == 200
    assert town.as_guest.post(f"/photos/{shown}/comments", {"text": "x"}).status_code == 404
    assert town.as_guest.put(f"/people/{ids.show(town.owner)}/follow").status_code == 404
    assert town.as_owner.get(f"/photos/{other}").status_code == 404
    assert town.stream(town.as_guest) == ["Guest"]
    assert town.stream(town.as_owner) == ["Door"]
    assert town.stream(town.as_guest, stream="following") == []
