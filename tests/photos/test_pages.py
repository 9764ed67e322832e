"""The pages of photos."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from hutong.kernel import ids
from tests.photos.world import World


def test_page_links_lead_through_a_stream(town: World) -> None:
    """F4: without JavaScript: forward to the end, photo by photo once, and back to the beginning."""
    made = [town.photo() for _ in range(7)]
    found, path = [], "/photos?limit=3"
    for _page in range(3):
        page = LexborHTMLParser(town.stranger.page(path).text)
        found += [li.attributes["id"][2:] for li in page.css("[data-flow] > li")]
        following = page.css_first("[data-more] a[rel=next]")
        path = following.attributes["href"] if following else ""
    assert (found, path) == (made[::-1], "")
    assert page.css_first("[data-more] a[rel=prev]").attributes["href"] == "/photos"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_stands(town: World, language: str) -> None:
    """P-03, P-04, P-05: for a stranger, a visitor, the owner and a moderator, with and without photos."""
    clients = {
        "stranger": town.stranger,
        "guest": town.client(town.guest, language),
        "owner": town.client(town.owner, language),
        "moderator": town.client(town.person(1, role="moderator"), language),
    }
    person = f"/people/{ids.show(town.owner)}"
    public = ["/", "/photos", "/photos?stream=hot", "/photos/search?q=lane", f"{person}/photos"]
    public += [f"{person}/collections", f"{person}/followers", f"{person}/following"]
    own = ["/photos?stream=following", "/me/photos", "/me/photos/trash", "/photos/upload"]
    for round_ in range(2):
        for name, client in clients.items():
            for path in public + (own if name != "stranger" else []):
                assert (path, name, client.page(path).status_code) == (path, name, 200), round_
        if round_ == 0:
            shown = town.photo(tags=["lane", "lantern"], place="Dongcheng", caption="A lane <b>")
            clients["guest"].put(f"/photos/{shown}/like")
            clients["guest"].post(f"/photos/{shown}/comments", {"text": "<script>alert(1)</script>"})
            clients["guest"].put(f"/people/{ids.show(town.owner)}/follow")
            made = clients["owner"].post("/collections", {"title": "Lanes"}).get_json()["id"]
            assert clients["owner"].put(f"/collections/{made}/photos/{shown}").status_code == 200
            public += [f"/photos/{shown}", f"/photos/{shown}?in=hot", "/photos/tags/lane", f"/collections/{made}"]
    assert clients["moderator"].page("/staff/moderation/photos").status_code == 200
    assert clients["owner"].page("/staff/moderation/photos").status_code == 403
    assert clients["owner"].page(f"/photos/{shown}/edit").status_code == 200
    assert clients["guest"].page(f"/photos/{shown}/edit").status_code == 404
    page = clients["guest"].page(f"/photos/{shown}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_photo_that_leads_nowhere_asks_for_no_target(town: World, statements: list[str]) -> None:
    """P-04: at most eight statements for whoever is signed out; what it leads to is read where there is something."""
    path = f"/photos/{town.photo()}"
    town.stranger.page(path)
    statements.clear()
    assert town.stranger.page(path).status_code == 200
    assert len(statements) <= 8
    assert not [each for each in statements if each.startswith("SELECT photo_tails.")]
