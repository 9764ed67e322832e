"""A real Chromium before the demo as it is served to people."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests import live
from tests.browser.words import LOCALES
from tests.live import Site, chromium

Visitors = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demo() -> Iterator[Site]:
    """The demo as it is served to people."""
    with live.demo("browser") as running:
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
def visitor(browser: Browser, demo: Site) -> Iterator[Visitors]:
    """Makes fresh visitors: a language, and whatever else a browser context takes."""
    with ExitStack() as stack:

        def arrive(language: str = "zh", **options: Any) -> BrowserContext:
            wanted = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce", **options}
            fresh = browser.new_context(base_url=demo.url, locale=LOCALES[language], **wanted)
            fresh.set_default_timeout(20_000)
            stack.callback(fresh.close)
            return fresh

        yield arrive


@pytest.fixture
def context(visitor: Visitors) -> BrowserContext:
    """A fresh visitor with a desk's screen who reads Chinese."""
    return visitor()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page of that visitor."""
    return context.new_page()
