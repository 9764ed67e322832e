"""Thumbnails: signed, made once, cached for ever."""

import threading
from pathlib import Path

import pytest
from flask import Flask

from hutong.kernel import clock, jobs
from hutong.kernel.state import state
from hutong.media import actions, gateways, queries
from hutong.media.gateways import pillow, thumbnails
from hutong.media.models import Picture
from hutong.media.pages import picture as shown
from hutong.media.queries import PictureCard
from tests.client import Client
from tests.media.pictures import encoded, opened, two_halves


def made(width: int = 1500, height: int = 900, alt: str = "") -> Picture:
    """A picture nobody has seen before, so that no earlier test has made its thumbnails."""
    made.count = getattr(made, "count", 0) + 1  # type: ignore[attr-defined]
    image = two_halves(width, height)
    image.putpixel((made.count, 0), (255, 255, 255))  # type: ignore[attr-defined]
    image.paste((0, 255, 0), (0, 0, 8 * made.count, 8))  # type: ignore[attr-defined]
    prepared = actions.prepare(encoded(image))
    return state().database.run(lambda: actions.keep(None, prepared, alt, swept=True))


def files(picture: Picture) -> list[str]:
    folder = gateways.store().path(f"{picture.digest}.jpg").parent
    return sorted(file.name.removeprefix(picture.digest) for file in folder.glob(f"{picture.digest}*"))


def test_a_thumbnail_on_demand(within: Flask, client: Client) -> None:
    """D-02: WebP of the asked width, cached for ever, with an ETag."""
    picture = made()
    answer = client.http.get(queries.url(picture, 600))
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers
    assert opened(answer.data).size == (640, 384)
    again = client.http.get(queries.url(picture, 600), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    part = client.http.get(queries.url(picture, 600), headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.data)) == (206, 10)


def test_browsers_without_webp_get_jpeg(within: Flask, client: Client) -> None:
    picture = made()
    old = client.http.get(queries.url(picture, 320), headers={"Accept": "image/png, image/jpeg"})
    assert (old.mimetype, old.headers["Vary"]) == ("image/jpeg", "Accept")
    new = client.http.get(queries.url(picture, 320), headers={"Accept": "image/avif,image/webp,*/*"})
    assert new.mimetype == "image/webp"
    assert client.http.get(queries.url(picture, 320, "jpg")).mimetype == "image/jpeg"
    assert files(picture) == ["-320.jpg", "-320.webp", ".jpg"]


def test_wrong_signatures_open_nothing(within: Flask, client: Client, statements: list[str]) -> None:
    """D-02: the picture and the end of its time are signed; there are no other widths and forms than are shown."""
    picture = made()
    good = queries.url(picture, 640)
    name, _, signature = good.partition("?s=")
    bad = [
        name,
        f"{name}?s=",
        f"{name}?s={signature[:-1]}",
        f"{name}?s=é",
        good.replace("-640", "-641"),
        good.replace("-640", "-0"),
        good.replace("-640", "-99999"),
        good.replace(".webp", ".png"),
        good.replace(".webp", ".jpeg"),
        f"{good}&until=9999999999999",
        good.replace(picture.digest[:2], "zz", 1),
        f"/media/../{name}?s={signature}",
        f"/media/{picture.digest}.jpg?s={signature}",
    ]
    statements.clear()
    assert [client.http.get(address).status_code for address in bad] == [404] * len(bad)
    assert files(picture) == [".jpg"]


def test_serving_asks_one_thing(within: Flask, client: Client, statements: list[str]) -> None:
    """P-02: whether it is still shown to everybody; nginx asks the same again now and then."""
    address = queries.url(made(), 320)
    statements.clear()
    answer = client.http.get(address)
    assert (answer.status_code, answer.headers["X-Accel-Expires"]) == (200, "30")
    assert len([text for text in statements if text.startswith("SELECT")]) == 1


def test_what_is_withheld_opens_nothing(within: Flask, client: Client) -> None:
    """D-02: at once, before any job; a removed picture neither, though its file lies there for a moment."""
    picture, other = made(), made()
    addresses = [queries.url(one, 320) for one in (picture, other)]
    assert [client.http.get(address).status_code for address in addresses] == [200, 200]
    state().database.run(lambda: actions.withhold(picture.id, True))
    state().database.run(lambda: actions.discard(other.id))
    assert [client.http.get(address).status_code for address in addresses] == [404, 404]
    state().database.run(lambda: actions.withhold(picture.id, False))
    assert [client.http.get(address).status_code for address in addresses] == [200, 404]


def test_private_addresses_end(within: Flask, client: Client) -> None:
    """D-02: private files by signed URL, with an end."""
    address = queries.url(made(), 640, until=clock.now() + clock.HOUR)
    answer = client.http.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"].startswith("private, max-age=3")
    with clock.moved(2 * clock.HOUR):
        assert client.http.get(address).status_code == 404


def test_a_picture_that_is_not_there(within: Flask, client: Client) -> None:
    card = PictureCard(1, "ab" * 32, 1000, 500)
    assert client.http.get(queries.url(card, 640)).status_code == 404


def test_thumbnails_are_made_ahead(within: Flask) -> None:
    """D-02: the job makes the useful widths; small pictures are not blown up."""
    picture, small = made(1500, 900), made(500, 400)
    assert files(picture) == [".jpg"]
    jobs.run_all()
    assert files(picture) == ["-1280.webp", "-1920.webp", "-320.webp", "-640.webp", "-960.webp", ".jpg"]
    assert files(small) == ["-320.webp", "-640.webp", ".jpg"]
    path = gateways.store().path(f"{small.digest}-640.webp")
    assert opened(path.read_bytes()).size == (500, 400)
    state().database.run(lambda: actions.make_thumbnails.later(picture_id=1))  # one that has gone meanwhile
    jobs.run_all()
    with state().database.reading():
        assert jobs.waiting() == 0


def test_many_at_once_make_it_once(within: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """D-02: of fifty requests the first makes it, the others wait; all get the same."""
    address = queries.url(made(), 960)
    count, got = [], []
    real = pillow.narrower
    monkeypatch.setattr(thumbnails.pillow, "narrower", lambda *given: (count.append(1), real(*given))[1])

    def ask() -> None:
        answer = within.test_client().get(address, headers={"Accept": "image/webp"}, buffered=True)
        got.append((answer.status_code, answer.data))

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(count), len(got), len(set(got)), got[0][0]) == (1, 50, 1, 200)


def test_the_tag_in_pages(within: Flask) -> None:
    """D-02: width and height are there so that nothing jumps; text is escaped."""
    with within.test_request_context():
        card = PictureCard(1, "ab" * 32, 1000, 500, 'A "door" <b>')
        html = shown(card, sizes="50vw", class_="picture wide")
        assert ' width="1000" height="500" alt="A &#34;door&#34; &lt;b&gt;" loading="lazy"' in html
        assert html.count("w,") + 1 == 4
        assert "-1280.webp?s=" in html
        assert " 1000w" in html
        assert ' alt="" fetchpriority="high"' in shown(card, alt="", eager=True)
        assert shown(None).startswith('<svg class="picture quiet"')
        assert within.jinja_env.from_string("{{ picture(None) }}").render().startswith("<svg")


def test_pictures_by_id_in_one_statement(within: Flask, statements: list[str]) -> None:
    one = made()
    prepared = actions.prepare(encoded())
    two = state().database.run(lambda: actions.keep(7, prepared, "mine"))
    with state().database.reading():
        statements.clear()
        assert set(queries.pictures([one.id, two.id, 5])) == {one.id, two.id}
        assert set(queries.owned([one.id, two.id, 5], 7)) == {two.id}
        assert queries.pictures([]) == queries.owned([], 7) == {}
        assert len([text for text in statements if text.startswith("SELECT")]) == 2


def test_a_crash_in_the_middle_leaves_nothing_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """D-01: written beside its place, then moved."""
    from hutong.media.gateways import disk

    def fail(*_: object) -> None:
        raise OSError("no space left")

    store = disk.DiskStore(tmp_path)
    monkeypatch.setattr(disk.os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        store.put("abcdef.jpg", b"data")
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []
