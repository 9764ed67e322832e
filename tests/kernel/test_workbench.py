"""In development every page says what it asked of the database, and what breaks can be looked into; nowhere else."""

import re

import pytest
from tests.client import Client

from hutong.app import create_app
from hutong.kernel import schema


@pytest.fixture
def site(settings, tmp_path):
    """A site of an environment of its own, with a page that breaks."""
    made = []

    def start(env):
        given = {"env": env, "data": tmp_path, "database_url": "", "redis_url": "", "secret_key": "aZ9-bY8-cX7-" * 4}
        app = create_app(settings.model_copy(update={**given, "data_key": "dW6-eV5-fU4-" * 4}))
        app.add_url_rule("/broken", "broken", lambda: 1 // 0)
        schema.upgrade(app.extensions["hutong"].database)
        made.append(app)
        return app

    yield start
    for app in made:
        app.extensions["hutong"].database.dispose()


def test_every_page_tells_its_statements_and_their_time(site):
    """O-07: in the header that browsers draw, and on a page with the SQL itself."""
    browser = Client(site("development"))
    timing = browser.page("/homes").headers["Server-Timing"]
    told = re.fullmatch(r'sql;desc="(\d+) statements";dur=[\d.]+, all;dur=[\d.]+', timing)
    assert told is not None
    assert int(told[1]) > 0
    assert "Server-Timing" in browser.get("/homes").headers
    page = browser.page("/dev/requests").get_data(as_text=True)
    assert page.count("<details") == 2
    assert page.count("<pre>") >= 2 * int(told[1]) - 2
    assert "FROM homes" in page
    assert "GET /dev/requests" not in page


def test_nobody_else_sees_the_sql(site):
    """O-07: not from another machine, and in no other environment."""
    development = site("development").test_client()
    assert development.get("/dev/requests", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    for env in ("testing", "staging", "production"):
        browser = site(env).test_client()
        assert browser.get("/dev/requests").status_code == 404
        assert "Server-Timing" not in browser.get("/homes").headers


def test_what_breaks_in_development_opens_the_debugger_behind_its_pin(site):
    """O-07: the traceback of a page, and a console that asks for the PIN first."""
    browser = site("development").test_client()
    shown = browser.get("/broken")
    text = shown.get_data(as_text=True)
    assert shown.status_code == 500
    assert "ZeroDivisionError" in text
    assert "EVALEX = true" in text
    assert "EVALEX_TRUSTED = false" in text
    secret = re.search(r'SECRET = "(\w+)"', text)[1]
    frame = re.search(r'id="frame-(\d+)"', text)[1]
    refused = browser.get(f"/broken?__debugger__=yes&cmd=1%2B1&frm={frame}&s={secret}")
    assert b"2" not in refused.data.replace(b"ZeroDivisionError", b"")[:20]
    tried = browser.get(f"/broken?__debugger__=yes&cmd=pinauth&pin=000-000-000&s={secret}")
    assert tried.get_json() == {"auth": False, "exhausted": False}


def test_programs_and_other_machines_get_no_debugger(site):
    """O-07: problem+json from the API as everywhere; an error page without a traceback for other addresses."""
    app = site("development")
    app.add_url_rule("/api/v1/broken", "broken_api", lambda: 1 // 0)
    browser = app.test_client()
    answer = browser.get("/api/v1/broken")
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal")
    page = browser.get("/broken", environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert page.status_code == 500
    assert b"ZeroDivisionError" not in page.data


@pytest.mark.parametrize("env", ["testing", "staging", "production"])
def test_there_is_no_debugger_outside_of_development(site, env):
    """O-07: an error page with the id of the request; the debugger's own addresses mean nothing."""
    browser = site(env).test_client()
    page = browser.get("/broken")
    assert page.status_code == 500
    assert b"Traceback" not in page.data
    assert b"EVALEX" not in page.data
    style = browser.get("/broken?__debugger__=yes&cmd=resource&f=style.css")
    assert (style.status_code, style.mimetype) == (500, "text/html")
    assert browser.get("/console").status_code == 404
