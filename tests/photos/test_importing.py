"""Bringing photos in from folders, feeds, pages and sites."""

import _thread
import itertools
import signal
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from hutong.kernel.db import session
from hutong.photos import cli, importing
from hutong.photos.gateways import feed, page
from hutong.photos.importing import Outcome, Wish
from hutong.photos.models import Photo
from tests.photos.site import Site, served
from tests.photos.world import World, drawing, file_of

LOOPBACK = "127.0.0.0/8"


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that allows everything."""
    with served() as one:
        one.pages["/robots.txt"] = b"User-agent: *\nAllow: /\n"
        yield one


def brought(town: World, source: str, *options: str, network: str = LOOPBACK) -> tuple[int, str]:
    """What the command came to: exit code and last line."""
    given = ["import", source, "--as", "13800001004", "--delay", "0", *options]
    given += ["--allow-network", network] if network else []
    result = CliRunner().invoke(cli.photos, given, obj=ScriptInfo(create_app=lambda: town.app))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result.exit_code, result.output.strip().splitlines()[-1]


def rss(site: Site, count: int) -> bytes:
    """A feed of so many pictures, each with its licence."""
    items = []
    for at in range(count):
        site.pages[f"/{at}.jpg"] = file_of(drawing())
        items.append(
            f"<item><title>Door {at}</title><link>{site.url}/door/{at}</link><category>doors</category>"
            f'<media:content url="{site.url}/{at}.jpg" medium="image"/><media:credit>Photographer {at}</media:credit>'
            "<media:license>CC BY 4.0</media:license></item>"
        )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>Doors</title>{''.join(items)}</channel></rss>"
    ).encode()


def test_a_list_of_ten(town: World, site: Site) -> None:
    """F9: ten photos with source and licence; a second run adds none and asks for no picture again."""
    site.pages["/feed.xml"] = (200, {"Content-Type": "application/rss+xml"}, rss(site, 10))
    assert brought(town, f"{site.url}/feed.xml") == (0, "10 added, 0 known already, 0 refused")
    rows = town.read(lambda: session().query(Photo).order_by(Photo.id).all())
    assert [(row.author, row.licence) for row in rows] == [(f"Photographer {at}", "CC BY 4.0") for at in range(10)]
    assert rows[3].source_url == f"{site.url}/door/3"
    assert town.stream(tag="doors", limit=100) == [f"Door {at}" for at in reversed(range(10))]
    site.asked.clear()
    assert brought(town, f"{site.url}/feed.xml") == (0, "0 added, 10 known already, 0 refused")
    assert [path for path in site.asked if path.endswith(".jpg")] == []


def test_it_goes_on_where_it_was_stopped(town: World, site: Site) -> None:
    """F9: what was brought in before Ctrl-C stays, the rest follows."""
    site.pages["/feed.xml"] = rss(site, 4)
    wish = Wish(f"{site.url}/feed.xml", town.owner, delay=0, networks=(LOOPBACK,))
    with town.app.test_request_context():
        fetcher, outcome = wish.fetcher, Outcome()
        found = importing.look(wish, fetcher)
        list(itertools.islice(importing.bring_in(wish, found, fetcher, outcome), 2))
    assert (len(found), outcome.added) == (4, 2)
    assert brought(town, f"{site.url}/feed.xml") == (0, "2 added, 2 known already, 0 refused")


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Ctrl-C does what it does to a command, whatever other tests have made of the signal."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_says_how_to_go_on(town: World, site: Site) -> None:
    """P-09: a real interrupt in the middle of a picture: what is done stays, and the command may be given again."""
    site.pages["/feed.xml"] = rss(site, 4)
    good = site.pages["/2.jpg"]

    def interrupted() -> Iterator[bytes]:
        _thread.interrupt_main()
        yield good

    site.pages["/2.jpg"] = (200, {}, interrupted())
    code, said = brought(town, f"{site.url}/feed.xml")
    assert (code, said) == (130, "Stopped. The same command goes on where it was.")
    site.pages["/2.jpg"] = good
    assert brought(town, f"{site.url}/feed.xml") == (0, "2 added, 2 known already, 0 refused")


def test_words_that_cannot_be_kept_are_refused(town: World, site: Site) -> None:
    """F9: a caption with signs that nobody sees, a link that is a script: one is refused, the other left out."""
    feed_ = rss(site, 3).decode().replace("Door 1", "Door \u202e1")
    feed_ = feed_.replace(f"<link>{site.url}/door/2</link>", "<link>javascript:alert(1)</link>")
    site.pages["/feed.xml"] = feed_.encode()
    assert brought(town, f"{site.url}/feed.xml") == (0, "2 added, 0 known already, 1 refused")
    rows = town.read(lambda: session().query(Photo).order_by(Photo.id).all())
    assert [row.source_url for row in rows] == [f"{site.url}/door/0", f"{site.url}/2.jpg"]


@pytest.mark.parametrize("listed", ["{}", "[1]", '[{"file": "x"}]', "no json"])
def test_a_broken_archive_is_refused(town: World, tmp_path: Path, listed: str) -> None:
    """F11: with a sentence, and nothing is half there."""
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
        archive.writestr("photos/photos.json", listed)
    code, said = brought(town, str(tmp_path / "mine.zip"))
    assert (code, said.startswith("Error: this cannot be read: ")) == (1, True)


def test_traps_are_refused(town: World, site: Site) -> None:
    """F9: pages instead of pictures, redirects inside, endless streams, other schemes; the good one comes through."""
    site.pages["/good.jpg"] = file_of(drawing())
    site.pages["/page.jpg"] = (200, {"Content-Type": "image/jpeg"}, b"<html>no picture</html>")
    site.pages["/inside.jpg"] = (302, {"Location": "http://10.0.0.1/secret.jpg"}, b"")
    site.pages["/loop.jpg"] = (302, {"Location": "/loop.jpg"}, b"")
    site.pages["/endless.jpg"] = (200, {}, (b"\0" * 1_000_000 for _ in range(60)))
    names = ("good", "page", "inside", "loop", "endless", "missing")
    pictures = [f'<img src="/{name}.jpg">' for name in names]
    pictures += [
        '<img src="file:///etc/passwd">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="/i.png" width="16">',
    ]
    site.pages["/"] = f"<html><body>{''.join(pictures)}</body></html>".encode()
    code, said = brought(town, f"{site.url}/")
    assert (code, said) == (0, "1 added, 0 known already, 5 refused")
    assert town.read(lambda: session().query(Photo).count()) == 1


@pytest.mark.parametrize(
    "source",
    ["http://127.0.0.1:1/", "http://10.0.0.1/", "http://[::1]/", "file:///etc/passwd", "/nowhere", "ftp://x.example/"],
)
def test_private_addresses_are_refused(town: World, source: str) -> None:
    """F9: unless the operator allows a network by name."""
    code, said = brought(town, source, network="")
    assert (code, said.startswith("Error: ")) == (1, True)


def test_robots_are_obeyed(town: World, site: Site) -> None:
    """P-09: for the source and for every picture; a site that forbids robots.txt wants nobody."""
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private\nCrawl-delay: 0\n"
    site.pages["/private/feed.xml"] = rss(site, 1)
    assert brought(town, f"{site.url}/private/feed.xml") == (1, "Error: robots.txt of this site does not want it")
    site.pages["/private/a.jpg"] = site.pages["/b.jpg"] = file_of(drawing())
    site.pages["/"] = b'<img src="/private/a.jpg"><img src="/b.jpg">'
    assert brought(town, f"{site.url}/") == (0, "1 added, 0 known already, 1 refused")
    assert "/private/a.jpg" not in site.asked
    site.pages["/robots.txt"] = (403, {}, b"")
    assert brought(town, f"{site.url}/")[0] == 1


def test_a_folder(town: World, tmp_path: Path) -> None:
    """P-09: names become captions, folders tags; links and other files stay out; caps hold."""
    (tmp_path / "lanterns").mkdir()
    (tmp_path / "lanterns" / "red_door.jpg").write_bytes(file_of(drawing()))
    (tmp_path / "broken.png").write_bytes(b"no picture")
    (tmp_path / "notes.txt").write_text("words")
    (tmp_path / "link.jpg").symlink_to("/etc/hostname")
    assert brought(town, str(tmp_path), "--licence", "CC0", "--tag", "demo") == (
        0,
        "1 added, 0 known already, 1 refused",
    )
    row = town.read(lambda: session().query(Photo).one())
    assert (row.caption, row.licence, row.source_url) == ("red door", "CC0", "")
    assert town.stream(tag="lanterns") == town.stream(tag="demo") == ["red door"]
    assert brought(town, str(tmp_path), "--most", "1")[1] == "0 added, 0 known already, 1 refused"
    assert brought(town, str(tmp_path), "--as", "nobody")[1] == "Error: There is no person nobody."


def test_a_site_by_its_spider(town: World, site: Site) -> None:
    """P-09: the links of one host, through the guard (a redirect inside is refused), obeying robots.txt."""
    pytest.importorskip("scrapy")
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /secret\n"
    for name in ("a", "b", "c"):
        site.pages[f"/{name}.jpg"] = file_of(drawing())
    html = {"Content-Type": "text/html"}
    links = b'<a href="/inside">in</a><a href="/two">two</a><a href="/secret">secret</a>'
    links += b'<a href="http://other.example/">other</a>'
    site.pages["/inside"] = (302, {"Location": "http://10.0.0.1/"}, b"")
    site.pages["/"] = (200, html, b'<img src="/a.jpg" alt="A door">' + links)
    site.pages["/two"] = (200, html, b'<img src="/b.jpg"><a href="/">back</a>')
    site.pages["/secret"] = (200, html, b'<img src="/c.jpg">')
    assert brought(town, f"{site.url}/", "--kind", "spider") == (0, "2 added, 0 known already, 0 refused")
    assert "/secret" not in site.asked
    assert "/inside" in site.asked


def test_what_pages_and_feeds_say() -> None:
    """P-09: captions, authors, licences, the largest size, pictures in the text of Atom entries."""
    html = (
        '<html><head><base href="https://a.example/x/"><meta name="author" content="Li"></head><body>'
        '<figure><a href="big.jpg"><img src="small.jpg" alt="Door"></a><figcaption>A red  door</figcaption></figure>'
        '<img srcset="s.jpg 320w, l.jpg 1280w" src="s.jpg"><a rel="license" href="/cc">CC BY</a></body></html>'
    )
    first, second = page.pictures(html.encode(), "https://a.example/")
    assert (first.url, first.title, first.alt) == ("https://a.example/x/big.jpg", "A red door", "Door")
    assert (first.author, first.licence, first.page) == ("Li", "CC BY", "https://a.example/")
    assert second.url == "https://a.example/x/l.jpg"
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><rights>All rights reserved</rights><entry>'
        b'<title>One</title><link href="/one"/><author><name>Wang</name></author>'
        b'<content type="html">&lt;p&gt;&lt;img src="one.jpg"&gt;&lt;/p&gt;</content></entry></feed>'
    )
    assert feed.is_feed(atom, "application/atom+xml")
    assert not feed.is_feed(b"<!doctype html><html>", "text/html")
    (one,) = feed.pictures(atom, "https://b.example/feed")
    assert (one.url, one.title, one.author) == ("https://b.example/one.jpg", "One", "Wang")
    assert (one.licence, one.page) == ("All rights reserved", "https://b.example/one")
