"""What search engines read: robots.txt, the sitemap, and what pages say about themselves."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from hutong.app import create_app
from hutong.kernel import ids, sitemap
from hutong.kernel.security import CSP
from hutong.kernel.settings import Settings
from tests.client import Client
from tests.counting import counted
from tests.stays.world import home
from tests.town.conftest import Town

HERE = "http://127.0.0.1:8000"


def addresses(client: Client, path: str) -> list[str]:
    """What a page of the sitemap lists, as paths."""
    answer = client.http.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [address.removeprefix(HERE) for address in re.findall(r"<loc>(.*?)</loc>", answer.text)]


def test_the_sitemap_leads_to_every_public_page(town: Town) -> None:
    """X-05: each kind in pages of its own, and each address answers; what is not public is not in it."""
    client = Client(town.app)
    home(town.app, town.host, state="draft")
    town.photos.photo(visibility="followers")
    pages = addresses(client, "/sitemap.xml")
    kinds = [re.sub(r"-.*", "", page.rpartition("/")[2]) for page in pages]
    assert kinds == ["pages.xml", "homes", "films", "cinemas", "photos"]
    listed = [address for page in pages for address in addresses(client, page)]
    assert len(listed) == len(set(listed)) == 10
    assert [address for address in listed if client.http.get(address).status_code != 200] == []


def test_pages_begin_where_the_last_one_ended(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """X-03: by keyset, none twice and none left out; where they begin is worked out once an hour."""
    monkeypatch.setattr(sitemap, "PER_PAGE", 2)
    made = {f"/homes/{town.home}"}
    client = Client(town.app)
    for number in range(4):
        home(town.app, town.host, title=f"{number}")
    parts = [page for page in addresses(client, "/sitemap.xml") if page.startswith("/sitemap/homes")]
    listed = [address for part in parts for address in addresses(client, part)]
    assert (len(parts), len(listed), len(set(listed))) == (3, 5, 5)
    assert made < set(listed)
    with counted() as asked:
        client.http.get("/sitemap.xml")
    assert asked == []
    town.app.extensions["hutong"].kv.delete("sitemap:homes")  # as after an hour
    with counted() as asked:
        client.http.get("/sitemap.xml")
    assert asked != []


def test_unknown_parts_are_not_found(client: Client) -> None:
    """X-02."""
    assert client.http.get("/sitemap/homes-zz.xml").status_code == 404
    assert client.http.get("/sitemap/nothing-0000000000001.xml").status_code == 404


def test_robots(client: Client) -> None:
    """X-04: crawlers keep out of what is personal, and find the sitemap."""
    answer = client.http.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /staff" in answer.text
    assert f"Sitemap: {HERE}/sitemap.xml" in answer.text


@pytest.mark.parametrize(("env", "said"), [("development", "Disallow: /"), ("staging", "Disallow: /")])
def test_only_production_is_found(env: str, said: str, tmp_path: Path) -> None:
    """X-04, O-01: sites on which something is tried are not read by crawlers."""
    app = create_app(Settings(env=env, data=tmp_path, database_url=f"sqlite:///{tmp_path}/x.db"))
    assert app.test_client().get("/robots.txt").text.split("\n")[1:-1] == [said]


def test_public_pages_say_what_they_are(town: Town) -> None:
    """S-05, C-01, C-02, P-04: Open Graph with whole addresses and schema.org as data, which the policy lets stand."""
    assert "'unsafe-inline'" not in CSP
    client = Client(town.app)
    wanted = {
        f"/homes/{town.home}": "VacationRental",
        f"/films/{town.film}": "Movie",
        f"/cinemas/{ids.show(town.house.id)}": "MovieTheater",
        f"/photos/{town.photo}": "ImageObject",
        f"/people/{ids.show(town.host)}": "ProfilePage",
    }
    for path, kind in wanted.items():
        page = client.page(path).text
        graph = dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', page))
        assert (unescape(graph["og:url"]), graph["og:site_name"]) == (f"{HERE}{path}", "Hutong 胡同")
        assert graph["og:title"]
        assert graph["og:description"]
        assert graph.get("og:image", HERE).startswith(HERE)
        data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
        assert (data["@type"], data["url"]) == (kind, f"{HERE}{path}")


def test_names_cannot_leave_their_place(town: Town, app: Flask) -> None:
    """X-05: what people write stays data."""
    made = home(app, town.host, title="</script><script>alert(1)</script>\"'>")
    page = Client(app).page(f"/homes/{ids.show(made)}").text
    assert "<script>alert" not in page
