"""Pictures in an S3-compatible store, over a socket, with signatures that are checked."""

import io
import os

import pytest
from PIL import Image

from hutong.app import create_app
from hutong.kernel.settings import Settings, SettingsRefused
from hutong.kernel.state import state
from hutong.media import actions, gateways, queries
from hutong.media.gateways import thumbnails
from tests.media.s3_server import serving

NAME = "cd" * 32 + ".jpg"


@pytest.fixture
def s3():
    with serving() as server:
        yield server


def store_of(url, folder):
    return gateways.connect(Settings(env="testing", data=folder, storage_url=url))


def test_files_lie_in_the_bucket_once(s3, tmp_path):
    """D-01: put, put again, read, list, remove; another machine reads what this one wrote."""
    here, there = store_of(s3.url, tmp_path / "here"), store_of(s3.url, tmp_path / "there")
    assert here.put(NAME, b"picture") is True
    assert there.put(NAME, b"picture") is False
    assert there.read(NAME) == b"picture"
    assert there.path(NAME).read_bytes() == b"picture"
    assert list(here.names()) == [NAME]
    here.remove(NAME)
    assert here.read(NAME) is None
    assert here.path("ef" * 32 + ".jpg") is None
    assert (s3.objects, s3.refused) == ({}, [])


def test_a_wrong_secret_opens_nothing(s3, tmp_path):
    """D-01: and the store says so instead of looking empty."""
    with pytest.raises(Exception, match=r"403|Forbidden|SignatureDoesNotMatch"):
        store_of(s3.url.replace("s3cret", "guess"), tmp_path).read(NAME)
    assert len(s3.refused) == 1


def test_an_upload_is_shown_from_the_bucket(s3, settings, app, tmp_path):
    """D-01: original and thumbnail are kept there; a machine that has neither serves the picture."""
    made = io.BytesIO()
    Image.new("RGB", (800, 600), "teal").save(made, "JPEG")
    one, two = (
        create_app(settings.model_copy(update={"storage_url": s3.url, "data": tmp_path / name, "database_url": url}))
        for name, url in (("one", settings.database), ("two", settings.database))
    )
    with one.app_context():
        ready = actions.prepare(made.getvalue())
        picture = state().database.run(lambda: actions.keep(None, ready))
        assert thumbnails.thumbnail(picture.digest, 320, "webp")
    assert sorted(s3.objects) == sorted([f"{ready.digest}.jpg", f"{ready.digest}-320.webp"])
    with two.test_request_context():
        address = queries.url(picture, 320)
    answer = two.test_client().get(address, headers={"Accept": "image/webp"}, buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.data == s3.objects[f"{ready.digest}-320.webp"]
    for made_app in (one, two):
        made_app.extensions["hutong"].database.dispose()


def test_old_copies_make_room(s3, tmp_path):
    """D-01: the oldest go first, what was used within the hour stays, the bucket keeps all."""
    store = store_of(s3.url, tmp_path)
    for at, letter in enumerate("abc"):
        store.put(f"{letter * 64}.jpg", bytes(1000))
        if letter != "c":
            os.utime(store.path(f"{letter * 64}.jpg"), (at, at))
    assert store.trim(1500) == 2
    assert [name[0] for name in store.copies.names()] == ["c"]
    assert len(s3.objects) == 3


@pytest.mark.parametrize("url", ["ftp://x/y", "s3://host/bucket", "s3://key:secret@host", "file://elsewhere/x"])
def test_addresses_that_no_store_answers_to(url, tmp_path):
    """O-01: refused at the start, with what would be right."""
    with pytest.raises(SettingsRefused, match="HUTONG_STORAGE_URL"):
        store_of(url, tmp_path)
