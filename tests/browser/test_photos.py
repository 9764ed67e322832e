"""Photos in a real browser: scrolling and coming back, sharing many."""

import io
import random
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from tests.browser import world
from tests.browser.conftest import Visitors
from tests.browser.steps import Visitor


def drawing(size: tuple[int, int] = (480, 320), kind: str = "JPEG") -> bytes:
    """A picture unlike all others."""
    image = Image.new("RGB", size, (240, 240, 240))
    brush = ImageDraw.Draw(image)
    for _ in range(30):
        left, top = random.random() * size[0], random.random() * size[1]
        box = (left, top, left + size[0] / 4, top + size[1] / 4)
        brush.rectangle(box, fill=tuple(random.randrange(256) for _ in range(3)))
    out = io.BytesIO()
    image.save(out, kind, quality=80)
    return out.getvalue()


def share(caller: world.Caller, count: int, tag: str) -> None:
    """So many photos with a tag, without the pages."""
    for at in range(count):
        picture = caller.upload(drawing((120, 80)))
        wanted = {"picture_id": picture, "caption": f"{tag} {at}", "tags": [tag], "anyway": True}
        caller.done("POST", "/photos", wanted)


def test_back_leads_to_the_same_photo(visitor: Visitors) -> None:
    """F4: sixty scrolled, the 47th opened, Back: it is in view; five new ones meanwhile make no repeat and no skip."""
    owner = Visitor(visitor("zh"), "zh")
    world.newcomer(owner.context)
    tag = f"t{random.randrange(10**9)}"
    share(owner.api, 70, tag)
    guest = Visitor(visitor("zh"), "zh")
    guest.go(f"/photos/tags/{tag}")
    cards = guest.page.locator("[data-flow] > li")
    expect(cards).not_to_have_count(0)
    while cards.count() < 60:
        before = cards.count()
        guest.page.mouse.wheel(0, 3000)
        expect(cards).not_to_have_count(before)
    wanted = cards.nth(46)
    name = wanted.get_attribute("id")
    wanted.scroll_into_view_if_needed()
    wanted.get_by_role("link").click()
    expect(guest.page.locator("h1")).to_have_text(f"{tag} 23")
    share(owner.api, 5, tag)
    guest.page.go_back()
    expect(guest.page.locator(f"[id='{name}']")).to_be_in_viewport()
    while cards.count() < 70:
        before = cards.count()
        guest.page.mouse.wheel(0, 3000)
        expect(cards).not_to_have_count(before)
    shown = guest.page.locator("[data-flow] > li").evaluate_all("all => all.map((one) => one.id)")
    assert (len(shown), len(set(shown))) == (70, 70)
    assert guest.faults == []


@pytest.mark.parametrize("language", ["en"])
def test_sharing_several_and_talking(visitor: Visitors, language: str) -> None:
    """F5, F6, P-01, P-04: two at once, a copy refused with a link, a lost connection goes on; a comment, a like."""
    owner = Visitor(visitor(language), language)
    world.newcomer(owner.context, language)
    owner.go("/photos/upload")
    first = {"name": "first.jpg", "mimeType": "image/jpeg", "buffer": drawing()}
    files: list[Any] = [first, {"name": "second.jpg", "mimeType": "image/jpeg", "buffer": drawing()}]
    files += [{"name": "fake.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}]
    owner.page.locator("#share-file").set_input_files(files)
    rows = owner.page.locator("[data-queue] > li")
    expect(rows).to_have_count(3)
    rows.nth(0).locator(".caption").fill("A red door")
    owner.page.locator("[name=tags]").fill("doors, red")
    owner.context.set_offline(True)
    owner.press("Share", owner.page.locator("form#share"))
    expect(rows.nth(0).locator(".state")).to_have_text(owner.say("No connection: it goes on by itself."))
    owner.context.set_offline(False)
    expect(owner.page.locator(".row-of.shared")).to_have_count(2)
    expect(rows.nth(2)).to_contain_text("damaged or not a picture")
    rows.nth(2).locator(".out").click()
    owner.page.locator("#share-file").set_input_files([{**first, "name": "again.jpg"}])
    owner.press("Share", owner.page.locator("form#share"))
    expect(rows.nth(2).locator(".state")).to_have_text(owner.say("You have uploaded this already."))
    href = str(rows.nth(2).get_by_role("link").get_attribute("href"))

    guest = Visitor(visitor(language), language)
    world.newcomer(guest.context, language)
    guest.go(href)
    expect(guest.page.locator("h1")).to_have_text("A red door")
    guest.page.locator("#like-button").click()
    expect(guest.page.locator("#like-button")).to_have_attribute("aria-pressed", "true")
    guest.page.locator("#comment-form textarea").fill("<b>Lovely</b>")
    guest.page.locator("#comment-form button").click()
    expect(guest.page.locator(".comment .text")).to_have_text("<b>Lovely</b>")
    guest.page.locator("#follow-button").click()
    expect(guest.page.locator("#follow-button")).to_have_attribute("aria-pressed", "true")
    assert owner.faults + guest.faults == []


def test_what_is_emptied_is_empty(visitor: Visitors) -> None:
    """P-03: a caption and a place that were taken away from a photo are away."""
    owner = Visitor(visitor())
    world.newcomer(owner.context)
    wanted = {"picture_id": owner.api.upload(drawing()), "caption": "rain", "place": "Beijing", "anyway": True}
    photo = owner.api.done("POST", "/photos", wanted)["id"]
    owner.go(f"/photos/{photo}/edit")
    owner.fill("#edit", caption="", place="")
    owner.press("Save", owner.page.locator("#edit"))
    owner.page.wait_for_url(f"**/photos/{photo}?*")
    kept = owner.api.get(f"/photos/{photo}")
    assert (kept["caption"], kept["place"]) == ("", "")
