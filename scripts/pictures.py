"""The pictures of the user guide, in docs/pictures/guide: six places of the demo, in both languages.

HUTONG_TEST_SITE names a demo that is served already. With words, only the pictures whose name has one of them.
"""

import io
import os
import sys
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright
from tests.browser import world
from tests.browser.words import LANGUAGES, LOCALES
from tests.live import Site, chromium, site

from hutong.demo.people import PASSWORD

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "guide"
SCREEN: ViewportSize = {"width": 1100, "height": 760}
WIDTH = 1000  # of the picture
MOST = 60_000  # bytes
MOBILES = {"guest": "13800000001", "host": "13800000002", "manager": "13800000003", "photographer": "13800000004"}


def main() -> None:
    """Serve the demo and take the pictures."""
    words = sys.argv[1:]
    served = os.environ.get("HUTONG_TEST_SITE")
    running = Site(served, int(served.rpartition(":")[2]), dict(os.environ)) if served else None
    with nullcontext(running) if running else site("guide", "demo") as town, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"])
        for name, (role, path) in _places(browser, town).items():
            if words and not any(word in name for word in words):
                continue
            for language in LANGUAGES:
                _keep(_shot(browser, town, role, path, language), FOLDER / f"{name}-{language}.webp")
        browser.close()


def _places(browser: Browser, town: Site) -> dict[str, tuple[str, str]]:
    """What is shown, as whom."""
    guest = _sign_in(browser.new_context(base_url=town.url), "guest")
    manager = _sign_in(browser.new_context(base_url=town.url), "manager")
    home = guest.get("/homes?q=石榴")["items"][0]["id"]
    friday = world.friday(9)
    stay = f"check_in={friday}&check_out={friday + timedelta(days=2)}&guests=2"
    cinema = manager.get("/cinemas?mine=true")["items"][0]["id"]
    manager.send("POST", f"/cinemas/{cinema}/shifts", {"float_amount": 50_000})  # refused where one is open already
    shows = [one for one in guest.get(f"/screenings?cinema={cinema}&limit=12")["items"] if one["selling"]]
    show = max(shows, key=lambda one: _sold(guest, one["id"]))
    return {
        "home": ("guest", f"/homes/{home}?{stay}"),
        "seats": ("guest", f"/screenings/{show['id']}"),
        "host": ("host", "/host/bookings"),
        "plan": ("manager", f"/cinemas/{cinema}/desk/plan?day={show['day']}"),
        "counter": ("manager", f"/counter/{show['id']}"),
        "photos": ("photographer", "/photos"),
    }


def _sold(guest: world.Caller, show: str) -> int:
    return sum(seat["state"] != "free" for seat in guest.get(f"/screenings/{show}/seats")["seats"])


def _sign_in(context: BrowserContext, role: str) -> world.Caller:
    caller = world.Caller(context.request)
    caller.done("POST", "/session", {"login": MOBILES[role], "password": PASSWORD})
    return caller


def _shot(browser: Browser, town: Site, role: str, path: str, language: str) -> Image.Image:
    context = browser.new_context(
        base_url=town.url, locale=LOCALES[language], viewport=SCREEN, color_scheme="light", reduced_motion="reduce"
    )
    _sign_in(context, role).done("PUT", "/language", {"language": language})
    page = context.new_page()
    page.goto(path, wait_until="networkidle")
    page.evaluate("""async () => {
      for (const picture of document.images) picture.loading = "eager";
      await Promise.all([...document.images].map((picture) => picture.decode().catch(() => null)));
    }""")
    shot = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return shot.convert("RGB")


def _keep(shot: Image.Image, file: Path) -> None:
    """Write a picture as small as it has to be."""
    file.parent.mkdir(parents=True, exist_ok=True)
    small = shot.resize((WIDTH, shot.height * WIDTH // shot.width), Image.Resampling.LANCZOS)
    for quality in (80, 70, 60, 50, 40, 30):
        small.save(file, quality=quality, method=6)
        if file.stat().st_size <= MOST:
            return
    raise SystemExit(f"{file.name} is larger than {MOST} bytes")


if __name__ == "__main__":
    main()
