"""Pictures of the pages, to look at: build/screenshots has each at two widths, in both languages and both lights.

With --cover, only docs/pictures/hutong.png is made anew. With words, only the pages whose name has one of them.
HUTONG_TEST_SITE names a demo that is served already.
"""

import io
import sys
from datetime import timedelta
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from tests.browser import world
from tests.browser.words import LANGUAGES, LOCALES
from tests.live import Site, chromium, demo

from hutong.demo.people import PASSWORD

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "screenshots"
COVER = ROOT / "docs" / "pictures" / "hutong.png"
SIZES = {"390": (390, 844), "1280": (1280, 900)}
LIGHTS = ("light", "dark")
MOBILES = {"guest": "13800000001", "host": "13800000002", "manager": "13800000003", "administrator": "13800000009"}
LONG = (
    "一个名字很长很长的院子，带石榴树、葡萄架和一口老井，出门左转是早点铺，"
    "右转是公交站，可以住一家三代人，also with a very long English name indeed"
)
Shots = dict[str, list[tuple[str, str]]]  # role -> name and path


def main() -> None:
    """Serve the demo and take the pictures."""
    words = sys.argv[1:]
    with demo("screenshots") as town, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        homes = world.Caller(browser.new_context(base_url=town.url).request).get("/homes?q=石榴")["items"]
        known = homes[0]["id"]
        if "--cover" in words:
            _cover(browser, town)
            return
        for role, pages in _pages(browser, town, known).items():
            chosen = [(name, path) for name, path in pages if not words or any(word in name for word in words)]
            for language, (size, screen), light in product(LANGUAGES, SIZES.items(), LIGHTS):
                context = _visitor(browser, town, role, language, screen, light)
                for name, path in chosen:
                    _shoot(context, path, FOLDER / f"{name}-{size}-{language}-{light}.png")
                context.close()
        browser.close()


def _pages(browser: Browser, town: Site, home: str) -> Shots:
    """What is looked at, as whom."""
    guest = _caller(browser, town, "guest")
    bookings = {booking["state"]: booking["id"] for booking in guest.get("/bookings?as=guest")["items"]}
    friday = world.friday(9)
    dates = f"check_in={friday}&check_out={friday + timedelta(days=2)}&guests=2"
    long_one = _long_home(browser, town)
    asked, accepted = bookings["requested"], bookings["accepted"]
    film = guest.get("/films?limit=1")["items"][0]["id"]
    house = guest.get("/cinemas?limit=1")["items"][0]["id"]
    show = guest.get(f"/screenings?cinema={house}&limit=100")["items"][-1]["id"]
    photo = guest.get("/photos?limit=1")["items"][0]
    face = photo["owner"]["id"]
    return {
        "stranger": [
            ("front", "/"),
            ("search", "/search?q=石榴"),
            ("search-empty", "/search"),
            ("search-none", "/search?q=zzzz"),
            ("person", f"/people/{face}"),
            ("cinema", "/cinema"),
            ("films", "/films"),
            ("film", f"/films/{film}"),
            ("cinemas", "/cinemas"),
            ("house", f"/cinemas/{house}"),
            ("seats", f"/screenings/{show}"),
            ("stream", "/photos"),
            ("photo", f"/photos/{photo['id']}"),
            ("photos-found", "/photos/search?q=胡同"),
            ("person-photos", f"/people/{face}/photos"),
            ("coupons", "/coupons"),
            ("gallery", "/dev/gallery"),
            ("homes", "/homes"),
            ("homes-dates", f"/homes?city=110100&{dates}"),
            ("homes-none", "/homes?q=zzzz"),
            ("homes-wrong", "/homes?check_in=2020-01-03&check_out=2020-01-01&min_price=x"),
            ("home", f"/homes/{home}?{dates}"),
            ("home-long-name", f"/homes/{long_one}"),
            ("login", "/login"),
            ("register", "/register"),
            ("reset", "/reset"),
            ("terms", "/terms"),
            ("language", "/language"),
            ("nowhere", "/nowhere"),
            ("docs", "/docs"),
        ],
        "guest": [
            ("checkout", f"/homes/{home}/checkout?{dates}"),
            ("people", "/people?q=林"),
            ("wallet", "/wallet"),
            ("tickets", "/tickets"),
            ("upload", "/photos/upload"),
            ("my-photos", "/me/photos"),
            ("messages", "/messages"),
            ("privacy", "/me/privacy"),
            ("tokens", "/me/tokens"),
            ("trips", "/trips"),
            ("trips-none", "/trips?show=past"),
            ("booking-asked", f"/bookings/{asked}"),
            ("booking-to-pay", f"/bookings/{accepted}"),
            ("notices", "/notices"),
            ("notices-choices", "/notices/choices"),
            ("me", "/me"),
            ("identity", "/me/identity"),
            ("security", "/me/security"),
            ("passkeys", "/me/passkeys"),
            ("address", "/me/addresses/new"),
            ("unverified", "/host/homes/new"),
            ("favourites", "/favourites"),
            ("forbidden", "/staff/reports"),
        ],
        "host": [
            ("host-bookings", "/host/bookings"),
            ("host-booking", f"/bookings/{asked}"),
            ("host-homes", "/host/homes"),
            ("host-new", "/host/homes/new"),
            ("host-desk", f"/host/homes/{home}"),
            ("host-identity", "/me/identity"),
            ("host-figures", "/host/figures"),
            ("host-earnings", "/earnings"),
            ("host-coupons", "/coupons/made"),
        ],
        "manager": [
            ("cinema-mine", "/cinema/mine"),
            ("cinema-desk", f"/cinemas/{house}/desk"),
        ],
        "administrator": [
            ("staff", "/staff"),
            ("staff-reports", "/staff/reports"),
            ("staff-people", "/staff/people"),
            ("staff-homes", "/staff/homes"),
            ("staff-audit", "/staff/audit"),
            ("staff-settings", "/staff/settings"),
        ],
    }


def _long_home(browser: Browser, town: Site) -> str:
    host = world.newcomer(browser.new_context(base_url=town.url), verified=True)
    return world.home_of(host, "110102", title=LONG[:100], house_rules="一二三四五六七八九十" * 30)


def _caller(browser: Browser, town: Site, role: str) -> world.Caller:
    return _sign_in(browser.new_context(base_url=town.url), role)


def _sign_in(context: BrowserContext, role: str) -> world.Caller:
    caller = world.Caller(context.request)
    caller.done("POST", "/session", {"login": MOBILES[role], "password": PASSWORD})
    return caller


def _visitor(
    browser: Browser, town: Site, role: str, language: str, screen: tuple[int, int], light: str
) -> BrowserContext:
    context = browser.new_context(
        base_url=town.url,
        locale=LOCALES[language],
        viewport={"width": screen[0], "height": screen[1]},
        color_scheme="dark" if light == "dark" else "light",
        reduced_motion="reduce",
    )
    if role in MOBILES:
        _sign_in(context, role)
    return context


def _shoot(context: BrowserContext, path: str, file: Path | None, whole: bool = True) -> bytes:
    page = context.new_page()
    page.goto(path, wait_until="networkidle")
    if path == "/docs":
        page.locator(".opblock").first.wait_for()
    page.evaluate("""async () => {
      for (const picture of document.images) picture.loading = "eager";
      await Promise.all([...document.images].map((picture) => picture.decode().catch(() => null)));
    }""")
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    shot = page.screenshot(path=file, full_page=whole)
    page.close()
    return shot


def _cover(browser: Browser, town: Site) -> None:
    """The three doors: the upper part of the front page, in Chinese and light."""
    context = _visitor(browser, town, "stranger", "zh", (1280, 712), "light")
    shot = Image.open(io.BytesIO(_shoot(context, "/", None, False))).convert("RGB")
    small = shot.resize((1024, 570), Image.Resampling.LANCZOS)
    COVER.parent.mkdir(parents=True, exist_ok=True)
    small.quantize(255, dither=Image.Dither.NONE).save(COVER, optimize=True)


if __name__ == "__main__":
    main()
