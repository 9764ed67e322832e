"""How much a page brings along: scripts and sheets, as they come over the wire."""

import gzip
import re
from html import unescape

import pytest

from hutong.kernel import ids
from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.town.conftest import Town

MOST_SCRIPT, MOST_STYLE = 60_000, 50_000
ON_DEMAND = ("plots.js", "map.js", "door.js", "editor.js", "/vendor/jsqr", "/vendor/leaflet", "/vendor/uplot")
IMPORTS = re.compile(r"^import .* from ", re.M)


def weight(client: Client, addresses: list[str]) -> int:
    """Bytes of these files, each once and compressed as nginx does; none of our modules imports another by itself."""
    total = 0
    for address in {one for one in addresses if not any(name in one for name in ON_DEMAND)}:
        answer = client.http.get(address)
        assert answer.status_code == 200, address
        assert IMPORTS.search(answer.text) is None, address
        total += len(gzip.compress(answer.data, 6))
    return total


@pytest.mark.parametrize("name", ["front", "search", "homes", "home", "film", "seats", "stream", "photo", "wallet"])
def test_pages_are_light(town: Town, name: str) -> None:
    """X-05: at most 60 kB of script and 50 kB of sheets; map, plots, scanner and editors are fetched when wanted."""
    client = signed_in(town.app, person(town.app, "13800009021"))
    path = {
        "front": "/",
        "search": "/search?q=pomegranate",
        "homes": "/homes",
        "home": f"/homes/{town.home}",
        "film": f"/films/{town.film}",
        "seats": f"/screenings/{ids.show(town.show.id)}",
        "stream": "/photos",
        "photo": f"/photos/{town.photo}",
        "wallet": "/wallet",
    }[name]
    page = client.page(path).text
    scripts = [unescape(found) for found in re.findall(r'<script[^>]* src="([^"]+)"', page)]
    sheets = [unescape(found) for found in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)]
    assert scripts
    assert weight(client, scripts) <= MOST_SCRIPT
    assert weight(client, sheets) <= MOST_STYLE
