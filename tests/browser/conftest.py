"""A real Chromium before the demo as it is served to people."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.live import Site, chromium, site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def demo() -> Iterator[Site]:
    """The demo, served by `hutong demo`."""
    with site("browser", "demo") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a screen."""
    found = chromium()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium here: install the package chromium")
        pytest.skip("no Chromium here: apt-get install chromium, or name one in HUTONG_TEST_CHROMIUM")
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser, demo: Site) -> Iterator[BrowserContext]:
    """A fresh visitor with a desk's screen who reads Chinese."""
    fresh = browser.new_context(
        base_url=demo.url, locale="zh-CN", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    fresh.set_default_timeout(15_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that visitor."""
    return context.new_page()
