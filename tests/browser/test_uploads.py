"""How pictures come into the dialog, and how they leave it: dropped, pasted, taken; slowly; without a connection."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, Route, expect

from tests.browser import world
from tests.browser.conftest import Visitors
from tests.browser.steps import Visitor
from tests.browser.test_photos import drawing

SLOW = 150_000  # bytes a second
_GIVEN = """([files, text]) => {
    const given = new DataTransfer();
    for (const { name, type, data } of files)
        given.items.add(new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], name, { type }));
    if (text) given.setData("text/plain", text);
    return given;
}"""
_COPY = """async (data) => {
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })]);
}"""


@pytest.fixture
def owner(visitor: Visitors) -> Iterator[Visitor]:
    """Somebody who is about to share photos."""
    somebody = Visitor(visitor("en"), "en")
    world.newcomer(somebody.context, "en")
    somebody.go("/photos/upload")
    yield somebody
    assert somebody.faults == []


def file(name: str, data: bytes | None = None) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": data or drawing()}


def rows(owner: Visitor) -> Locator:
    return owner.page.locator("[data-queue] > li")


def mine(owner: Visitor) -> list[str]:
    """The captions of what is on the site by now."""
    me = owner.api.get("/session")["user"]["id"]
    return sorted(one["caption"] for one in owner.api.get(f"/people/{me}/photos")["items"])


def share(owner: Visitor) -> None:
    owner.press("Share", owner.page.locator("form#share"))


def given(page: Page, *names: str, text: str = "") -> Any:
    """What a mouse or a clipboard carries."""
    files = [
        {"name": name, "type": "image/jpeg", "data": base64.b64encode(drawing()).decode()}
        if name.endswith(".jpg")
        else {"name": name, "type": "text/plain", "data": ""}
        for name in names
    ]
    return page.evaluate_handle(_GIVEN, [files, text])


def test_pictures_are_dropped(owner: Visitor) -> None:
    """P-01: drag: several at once, anywhere on the page; what is no picture is named; dragged words stay words."""
    drop = owner.page.locator("[data-drop]")
    carried = given(owner.page, "one.jpg", "two.jpg", "notes.txt")
    owner.page.dispatch_event("h1", "dragenter", {"dataTransfer": carried})
    expect(drop).to_have_class("drop big over")
    owner.page.dispatch_event("h1", "drop", {"dataTransfer": carried})
    expect(drop).to_have_class("drop big")
    expect(rows(owner).locator(".name")).to_have_text(["one.jpg", "two.jpg"])
    expect(owner.page.locator(".toast-line, [role=status], [role=alert]").filter(has_text="notes.txt")).to_have_count(1)
    owner.page.dispatch_event("h1", "dragenter", {"dataTransfer": given(owner.page, text="a lane")})
    expect(drop).to_have_class("drop big")
    share(owner)
    expect(owner.page.locator(".row-of.shared")).to_have_count(2)
    assert len(mine(owner)) == 2


def test_a_picture_is_pasted(owner: Visitor) -> None:
    """P-01: paste: by the keys, out of the clipboard; pasted words go where the cursor is."""
    owner.context.grant_permissions(["clipboard-read", "clipboard-write"])
    owner.page.evaluate(_COPY, base64.b64encode(drawing(kind="PNG")).decode())
    owner.page.keyboard.press("Control+V")
    expect(rows(owner)).to_have_count(1)
    owner.page.evaluate("() => navigator.clipboard.writeText('a red door')")
    rows(owner).locator(".caption").focus()
    owner.page.keyboard.press("Control+V")
    expect(rows(owner).locator(".caption")).to_have_value("a red door")
    share(owner)
    expect(owner.page.locator(".row-of.shared")).to_have_count(1)
    assert mine(owner) == ["a red door"]


def test_a_picture_is_taken(visitor: Visitors) -> None:
    """P-01: on a phone the button opens the camera at the back of it, for pictures only."""
    owner = Visitor(visitor("zh", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True), "zh")
    world.newcomer(owner.context, "zh")
    owner.go("/photos/upload")
    camera = owner.page.locator("[data-camera]")
    expect(camera).to_have_attribute("capture", "environment")
    expect(camera).to_have_attribute("accept", "image/*")
    for at in (1, 2):  # one after the other, as one walks
        with owner.page.expect_file_chooser() as chosen:
            owner.page.locator("label.camera").tap()
        chosen.value.set_files([file(f"{at}.jpg")])
        expect(rows(owner)).to_have_count(at)
    share(owner)
    expect(owner.page.locator(".row-of.shared")).to_have_count(2)
    assert owner.faults == []


def test_each_file_has_its_progress(owner: Visitor) -> None:
    """P-01: two on a slow line: each bar moves by itself, a third waits for its turn; then all are full."""
    line = slow(owner, SLOW)
    sizes = [400, 150, 60]
    owner.page.locator("#share-file").set_input_files(
        [file(f"{size}.jpg", drawing() + bytes(size * 1000)) for size in sizes]
    )
    watch(owner)
    share(owner)
    expect(rows(owner).nth(2).locator(".state")).to_have_text("Waiting")
    expect(owner.page.locator(".row-of.shared")).to_have_count(3, timeout=20_000)
    line.detach()
    seen = owner.page.evaluate("window.seen")
    for bar in seen:
        assert bar == sorted(bar)
        assert bar[-1] == 1
    assert len([part for part in seen[0] if 0 < part < 1]) >= 2
    assert owner.page.locator("[data-summary]").inner_text() == "3 of 3 shared"


def test_a_lost_connection_pauses(owner: Visitor) -> None:
    """P-01: the line breaks in the middle of a file: it says so, waits, and goes on; each picture is there once."""
    line = slow(owner, SLOW)
    owner.page.locator("#share-file").set_input_files(
        [file("large.jpg", drawing() + bytes(500_000)), file("small.jpg"), file("last.jpg")]
    )
    for at, name in enumerate(("large", "small", "last")):
        rows(owner).nth(at).locator(".caption").fill(name)
    share(owner)
    owner.page.wait_for_function("() => document.querySelector('[data-queue] progress').value > 0.1")
    line.send("Network.emulateNetworkConditions", {**OFF, "offline": True})
    owner.context.set_offline(True)
    expect(rows(owner).nth(0)).to_have_class("row-of paused")
    expect(rows(owner).nth(0).locator(".state")).to_have_text("No connection: it goes on by itself.")
    line.detach()
    owner.context.set_offline(False)
    expect(owner.page.locator(".row-of.shared")).to_have_count(3, timeout=20_000)
    expect(owner.page.locator(".row-of.paused")).to_have_count(0)
    assert mine(owner) == ["large", "last", "small"]


@pytest.mark.parametrize("lost", ["the question", "the answer"])
def test_an_answer_that_is_lost(owner: Visitor, lost: str) -> None:
    """P-01: the photo was shared, only nobody heard of it: asked again it is not told that it was uploaded before."""

    def lose(route: Route) -> None:
        if lost == "the answer":
            assert route.fetch().status == 201
        route.abort("connectionreset")

    owner.page.route("**/api/v1/photos", lose, times=1)
    owner.page.locator("#share-file").set_input_files([file("one.jpg")])
    rows(owner).locator(".caption").fill("once")
    share(owner)
    expect(owner.page.locator(".row-of.shared")).to_have_count(1)
    rows(owner).get_by_role("link").click()
    assert mine(owner) == ["once"]


def test_what_is_wrong_with_all_is_said_once(owner: Visitor) -> None:
    """P-01, F2: beside the field that all share, and in each row; mended, all go on; each has its own words."""
    owner.page.locator("#share-file").set_input_files([file("one.jpg"), file("W" * 200 + ".jpg")])
    for at in range(2):
        rows(owner).nth(at).locator(".alt").fill(f"A door, {at}")
    tags = owner.page.locator("[name=tags]")
    tags.fill("x" * 41)
    share(owner)
    expect(owner.page.locator(".row-of.wrong")).to_have_count(2)
    said = "A tag may have at most 40 characters."
    expect(owner.problem("form#share", "tags")).to_have_text(said)
    expect(rows(owner).locator(".state")).to_have_text([said, said])
    tags.fill("x" * 40)
    share(owner)
    expect(owner.page.locator(".row-of.shared")).to_have_count(2)
    me = owner.api.get("/session")["user"]["id"]
    assert {one["alt"] for one in owner.api.get(f"/people/{me}/photos")["items"]} == {"A door, 0", "A door, 1"}


@pytest.mark.parametrize("width", [390, 1280])
def test_long_words_make_no_page_wider(owner: Visitor, width: int) -> None:
    """P-01, P-04, P-05, P-07: names, captions, places and titles without a place to break."""
    word = "W" * 80
    owner.page.set_viewport_size({"width": width, "height": 900})
    said = {"caption": word * 2, "place": word, "tags": ["w" * 40], "anyway": True}
    photo = owner.api.done("POST", "/photos", {"picture_id": owner.api.upload(drawing()), **said})["id"]
    owner.api.done("POST", f"/photos/{photo}/comments", {"text": word * 3})
    collection = owner.api.done("POST", "/collections", {"title": word, "note": word})["id"]
    owner.api.done("PUT", f"/collections/{collection}/photos/{photo}")
    me = owner.api.get("/session")["user"]["id"]
    places = [f"/photos/{photo}", f"/collections/{collection}", f"/people/{me}", f"/people/{me}/collections"]
    places += ["/me/photos", "/photos/upload", f"/photos/search?q={word}", f"/photos/tags/{'w' * 40}"]
    for place in places:
        owner.go(place)
        if place == "/photos/upload":
            owner.page.locator("#share-file").set_input_files([file(word * 3 + ".jpg", b"none")])
        assert owner.page.evaluate("document.documentElement.scrollWidth") <= width, place
    owner.api.done("DELETE", f"/photos/{photo}", {"reason": ""})
    owner.go("/me/photos/trash")
    assert owner.page.evaluate("document.documentElement.scrollWidth") <= width


OFF = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def slow(owner: Visitor, throughput: int) -> CDPSession:
    """Make the line of a browser slow until it is detached."""
    line = owner.context.new_cdp_session(owner.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {**OFF, "uploadThroughput": throughput})
    return line


def watch(owner: Visitor) -> None:
    """Note every value that the bars take."""
    owner.page.evaluate(
        """() => {
            const bars = [...document.querySelectorAll("[data-queue] progress")];
            window.seen = bars.map(() => []);
            const look = () => {
                bars.forEach((bar, at) => window.seen[at].at(-1) === bar.value || window.seen[at].push(bar.value));
                requestAnimationFrame(look);
            };
            look();
        }"""
    )
