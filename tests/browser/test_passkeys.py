"""Passkeys in a real browser, with an authenticator that the browser plays itself."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from hutong.accounts.models import Passkey
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.state import state
from tests import live
from tests.accounts.world import PASSWORD, person
from tests.browser.looking import DESK, PHONE, Looker
from tests.browser.words import LOCALES, SPOKEN, Words
from tests.live import Site

MOBILE, COLLECTOR, SMALL_SCREEN = "13800001001", "13800001002", {"width": 390, "height": 844}
BUTTON_ONLY = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"
PLATFORM = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def town() -> Iterator[Site]:
    """A site with a host name: browsers make no passkeys for a number such as 127.0.0.1."""
    with live.site("passkeys", HUTONG_PUBLIC_URL="http://localhost:{port}") as running:
        with live.inside(running) as app:
            person(app, MOBILE, name="Mei")
            collector = person(app, COLLECTOR, name="Bo")
            with app.app_context():
                state().database.run(lambda: session().add_all(kept(collector)))
        yield running


def kept(person_id: int) -> list[Passkey]:
    """Passkeys to be looked at: one used, one with a long name."""
    names = ("我的手机", "The security key on my keyring, which has a name as long as it may be")
    return [
        Passkey(
            person_id=person_id, digest=name, credential_id=b"x", public_key=b"x", name=name[:60], used_at=clock.now()
        )
        for name in names
    ]


def arrive(browser: Browser, town: Site, language: str, host: str = "localhost", **options: Any) -> BrowserContext:
    """A fresh visitor."""
    wanted = {"base_url": f"http://{host}:{town.port}", "locale": LOCALES[language], "reduced_motion": "reduce"}
    context = browser.new_context(**{**wanted, **options})
    context.set_default_timeout(20_000)
    return context


def device(page: Page, **options: Any) -> None:
    """A device with a finger on it."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": {**PLATFORM, **options}})


def arrived(page: Page, path: str) -> None:
    """The browser was led to a page."""
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def log_in(page: Page, say: Words, mobile: str = MOBILE) -> None:
    """By the password."""
    page.goto("/login?next=/me/security")
    page.locator('[name="login"]').fill(mobile)
    page.locator('main [name="password"]').fill(PASSWORD)
    page.get_by_role("button", name=say("Log in"), exact=True).click()
    arrived(page, "/me/security")


@pytest.mark.parametrize("language", SPOKEN)
def test_add_name_log_in_and_remove(browser: Browser, town: Site, language: str) -> None:
    """X1, A-08: added with a name, renamed, used at the door without typing, removed; then it opens nothing."""
    say, faults = Words(language), []
    context = arrive(browser, town, language, viewport=SMALL_SCREEN)
    context.add_init_script(BUTTON_ONLY)
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    device(page)
    log_in(page, say)
    page.get_by_role("link", name=say("Add a passkey")).click()
    form = page.locator("#new-passkey")
    expect(form.locator('[name="name"]')).to_have_value("Chrome · Linux")
    form.locator('[name="name"]').fill("Mei's phone")
    form.locator('[name="password"]').fill("wrong")
    form.get_by_role("button").click()
    expect(form.locator('[data-problem-for="password"]')).to_have_text(say("This is not your current password."))
    form.locator('[name="password"]').fill(PASSWORD)
    form.get_by_role("button").click()
    expect(page.get_by_text(say("The passkey was added: you can log in with it from now on."))).to_be_visible()
    card = page.locator(".book > li")
    expect(card).to_contain_text("Mei's phone")
    card.locator("summary").first.click()
    card.locator('[name="name"]').fill("Pocket")
    card.get_by_role("button", name=say("Save"), exact=True).click()
    expect(page.get_by_text(say("The passkey was renamed."))).to_be_visible()
    expect(card).to_contain_text("Pocket")
    form.locator('[name="password"]').fill(PASSWORD)
    form.get_by_role("button").click()
    again = "This device holds a passkey of your account already."
    expect(form.get_by_role("alert")).to_have_text(say(again))
    context.clear_cookies()
    page.goto("/login?next=/me/passkeys")
    page.get_by_role("button", name=say("Log in with a passkey")).click()
    arrived(page, "/me/passkeys")
    expect(card).not_to_contain_text(say("Not used yet"))
    card.locator("summary").last.click()
    card.locator('[name="password"]').fill(PASSWORD)
    card.get_by_role("button", name=say("Remove the passkey")).click()
    expect(page.get_by_text(say("No passkey yet"))).to_be_visible()
    context.clear_cookies()
    page.goto("/login")
    page.get_by_role("button", name=say("Log in with a passkey")).click()
    gone = "This passkey opens no account here. Perhaps it was removed."
    expect(page.locator("#passkey").get_by_role("alert")).to_have_text(say(gone))
    assert faults == []
    context.close()


def test_the_field_offers_passkeys(browser: Browser, town: Site) -> None:
    """A-08: beside the login name, without the button; the browser of the test chooses the only one at once."""
    say = Words("en")
    context = arrive(browser, town, "en")
    page = context.new_page()
    device(page)
    log_in(page, say)
    page.goto("/me/passkeys")
    page.locator('#new-passkey [name="password"]').fill(PASSWORD)
    page.locator("#new-passkey").get_by_role("button").click()
    expect(page.locator(".book > li")).to_have_count(1)
    context.clear_cookies()
    page.goto("/login?next=/me/addresses")
    arrived(page, "/me/addresses")
    context.close()


def test_whoever_cancels_is_told(browser: Browser, town: Site) -> None:
    """A-08: nothing is added, what was typed stays, the door stays open for the password."""
    context = arrive(browser, town, "en")
    page = context.new_page()
    device(page, isUserVerified=False)
    log_in(page, Words("en"))
    page.goto("/me/passkeys")
    form = page.locator("#new-passkey")
    form.locator('[name="name"]').fill("Mine")
    form.locator('[name="password"]').fill(PASSWORD)
    form.get_by_role("button").click()
    expect(form.get_by_role("alert")).to_have_text("No passkey was made: it was cancelled or took too long.")
    expect(form.locator('[name="name"]')).to_have_value("Mine")
    context.close()


def test_where_passkeys_cannot_be(browser: Browser, town: Site) -> None:
    """A-08, X-05: at another address, without JavaScript, in an old browser: the page says what works instead."""
    say = Words("en")
    context = arrive(browser, town, "en", host="127.0.0.1")
    page = context.new_page()
    log_in(page, say)
    page.goto("/me/passkeys")
    link = page.get_by_role("link", name=f"http://localhost:{town.port}")
    expect(link).to_have_attribute("href", f"http://localhost:{town.port}/me/passkeys")
    expect(page.locator("#new-passkey")).to_be_hidden()
    context.close()
    old = arrive(browser, town, "en")
    old.add_init_script("delete window.PublicKeyCredential")
    page = old.new_page()
    log_in(page, say)
    page.goto("/me/passkeys")
    expect(page.get_by_text("This browser knows no passkeys.")).to_be_visible()
    old.close()
    plain = arrive(browser, town, "en", java_script_enabled=False)
    page = plain.new_page()
    page.goto("/login")
    expect(page.get_by_role("button", name="Log in with a passkey")).to_be_hidden()
    log_in(page, say)
    page.goto("/me/passkeys")
    expect(page.locator("#new-passkey")).to_be_hidden()
    plain.close()


@pytest.mark.parametrize(("language", "size", "theme"), [("zh", PHONE, "dark"), ("en", DESK, "light")])
def test_the_pages_are_for_everybody(browser: Browser, town: Site, language: str, size: Any, theme: str) -> None:
    """X-05: nothing is wrong with them that a machine can see, and nothing jumps when the button appears."""
    looker = Looker(arrive(browser, town, language, color_scheme=theme), language, size, theme)
    looker.look("/login")
    expect(looker.page.locator("#passkey")).to_be_visible()
    log_in(looker.page, Words(language), COLLECTOR)
    looker.look("/me/security")
    looker.look("/me/passkeys")
    for summary in looker.page.locator(".book summary").all():
        summary.click()
    looker.again()
    assert looker.faults == []
    looker.context.close()
