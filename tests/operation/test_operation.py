"""What the operator asks and does: doctor, maintenance, metrics."""

import re
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import delete

from hutong.app import create_app
from hutong.kernel import clock, ids, jobs, maintenance
from hutong.kernel.state import state
from hutong.operation import doctor
from hutong.operation.cli import search
from hutong.stays.models import HomeWords
from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.stays.world import home


@pytest.fixture
def closed(app: Flask):
    with app.app_context():
        maintenance.close(20)
        yield app
        maintenance.open_again()


def test_a_closed_site_says_when_it_is_back(closed: Flask) -> None:
    """O-08: a page for people, problem+json for programs, both with Retry-After; health still answers."""
    visitor = Client(closed)
    for answer in (visitor.page("/homes"), visitor.get("/homes"), closed.test_client().post("/api/v1/session")):
        assert answer.status_code == 503
        assert 1190 <= int(answer.headers["Retry-After"]) <= 1200
    assert visitor.get("/homes").json["code"] == "maintenance"
    assert "back soon" in visitor.page("/homes").text
    assert visitor.page("/healthz").status_code == 200


def test_an_open_site_answers_again(app: Flask) -> None:
    """O-08: off is off at once in the process that was told."""
    with app.app_context():
        maintenance.close(20)
        maintenance.open_again()
    assert Client(app).page("/homes").status_code == 200


def test_no_job_begins_while_the_site_is_closed(app: Flask) -> None:
    """O-08: neither the clock nor a worker writes while the operator works, whoever asks them to."""
    with app.app_context():
        database = state().database
        maintenance.close(20)
        jobs.tick()
        with database.reading():
            assert jobs.waiting() == 0
        database.run(jobs.forget_done_jobs.later)
        assert jobs.run_all() == 0
        maintenance.open_again()
        assert jobs.run_all() == 1


def test_a_form_sent_to_a_closed_site_is_told_so(closed: Flask) -> None:
    """O-08: without JavaScript too."""
    sent = closed.test_client().post("/api/v1/session", data={"_page": "/login", "login": "x"})
    assert sent.status_code == 503


def test_the_doctor_finds_a_healthy_site(app: Flask) -> None:
    """O-03: each part is looked at and well."""
    with app.app_context():
        found = doctor.findings()
    assert {finding.name for finding in found} >= {"settings", "database", "kv", "storage", "disk", "mail", "jobs"}
    assert [finding for finding in found if finding.good is False] == []


def test_the_doctor_names_what_is_ill(app: Flask, monkeypatch) -> None:
    """O-03: a job that nobody runs, and a part that cannot even be asked."""
    database = app.extensions["hutong"].database
    with app.app_context():
        database.run(jobs.forget_done_jobs.at(clock.now() - clock.HOUR))
        monkeypatch.setattr(app.extensions["hutong"].kv, "set", lambda *_: 1 / 0)
        bad = {finding.name: finding.text for finding in doctor.findings() if finding.good is False}
    assert set(bad) == {"jobs", "kv"}
    assert "is a worker running?" in bad["jobs"]
    assert bad["kv"].startswith("ZeroDivisionError")


def test_the_doctor_goes_the_way_that_mails_go(app: Flask, settings) -> None:
    """O-03: what does not let us in with our user and password will not send our mails."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(object(), hostname="127.0.0.1", port=port)
    server.start()
    place = f"127.0.0.1:{port}"
    state_before = app.extensions["hutong"]
    said = {}
    for url in (f"smtp://{place}", f"smtp://hutong:password@{place}", "smtp://127.0.0.1:9", "mailto:us@example.org"):
        app.extensions["hutong"] = replace(state_before, settings=settings.model_copy(update={"mail_url": url}))
        with app.app_context():
            (said[url],) = (finding.good for finding in doctor.findings() if finding.name == "mail")
    server.stop()
    assert list(said.values()) == [True, False, False, False]


@pytest.fixture
def metered(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    made = create_app(settings.model_copy(update={"metrics_token": "scrape-me"}))
    yield made
    made.extensions["hutong"].database.dispose()


DAYS = {"check_in": 7, "check_out": 9}  # from today


def figure(text: str, name: str) -> float:
    return sum(float(value) for value in re.findall(rf"^{re.escape(name)}[^\n]* ([0-9.e+-]+)$", text, re.MULTILINE))


def test_metrics_count_requests_sql_and_events(app: Flask, metered: Flask) -> None:
    """O-03: what has happened, for whoever carries the token; the route's name, never an address with ids."""
    token = {"Authorization": "Bearer scrape-me"}
    before = metered.test_client().get("/metrics", headers=token)
    assert (before.status_code, before.mimetype) == (200, "text/plain")
    guest, flat = signed_in(metered, person(metered)), home(metered, person(metered, "13800001002"), instant=True)
    guest.get("/homes")
    stay = {name: str(clock.today("Asia/Shanghai") + timedelta(days=day)) for name, day in DAYS.items()}
    booking = guest.post(f"/homes/{ids.show(flat)}/bookings", stay).json["id"]
    assert guest.post(f"/bookings/{booking}/payments", {"provider": "sandbox"}).status_code == 201
    after = metered.test_client().get("/metrics", headers=token).text
    requests = 'hutong_request_seconds_count{method="GET",route="stays_api.search_homes",status="200"}'
    assert figure(after, requests) == figure(after, 'hutong_events_total{event="BookingMade"}') == 1
    assert figure(after, "hutong_sql_statements_total") > figure(before.text, "hutong_sql_statements_total")
    assert figure(after, "hutong_jobs_waiting") > 0
    names = "hutong_claims_held", "hutong_payments_live", "hutong_refunds_waiting"
    assert [figure(after, name) for name in names] == [2, 1, 0]


def test_metrics_are_for_whoever_carries_the_token(app: Flask, metered: Flask) -> None:
    """O-03: 401 without, 404 where no token is set."""
    assert metered.test_client().get("/metrics").status_code == 401
    assert metered.test_client().get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert app.test_client().get("/metrics").status_code == 404


def test_lost_words_are_found_again(app: Flask) -> None:
    """S-04, P-10: `hutong search reindex` writes the words of every storefront anew."""
    home(app, person(app), title="钟楼旁的院子")
    database = app.extensions["hutong"].database
    with database.writer.begin() as connection:
        connection.execute(delete(HomeWords))
    visitor = Client(app)
    assert visitor.get("/homes", q="钟楼").json["items"] == []
    done = app.test_cli_runner().invoke(search, ["reindex"])
    assert done.output.splitlines() == ["homes: done", "films: done", "photos: done"]
    assert [found["title"] for found in visitor.get("/homes", q="钟楼").json["items"]] == ["钟楼旁的院子"]
