"""Sentry and OpenTelemetry: what they are told, over HTTP to a server on loopback."""

import gzip
import json
from email.message import EmailMessage

import pytest
from tests.client import Client
from tests.media.s3_server import serving
from tests.media.test_s3 import NAME
from tests.payments.loopback import Loopback

from hutong.app import create_app
from hutong.kernel import clock, exchange, jobs, outbound, schema, watching
from hutong.kernel.settings import SettingsRefused
from hutong.kernel.state import state
from hutong.media import gateways
from hutong.notices.gateways import smtp

UNPACK = {"gzip": gzip.decompress, "br": lambda body: pytest.importorskip("brotli").decompress(body)}


class Ear(Loopback):
    """Keeps what it is sent."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def reply(self, method, target, headers, body):
        encoding = headers.get("content-encoding")
        self.heard.append((target, UNPACK[encoding](body) if encoding else body))
        return 200, {"Content-Type": "application/json"}, b"{}"


@pytest.fixture
def ear():
    listening = Ear()
    yield listening
    listening.close()


@pytest.fixture
def site(settings, tmp_path):
    made = []

    def start(**given):
        app = create_app(settings.model_copy(update={"data": tmp_path, "database_url": "", "redis_url": "", **given}))
        app.add_url_rule("/broken", "broken", lambda: 1 // 0)
        schema.upgrade(app.extensions["hutong"].database)
        made.append(app)
        return app

    yield start
    for app in made:
        app.extensions["hutong"].database.dispose()


def test_sentry_is_told_what_broke_and_nothing_of_people(site, ear):
    """O-03: the exception and the request's id; no query, cookie or body."""
    sentry_sdk = pytest.importorskip("sentry_sdk")
    browser = Client(site(sentry_url=ear.url.replace("http://", "http://key@") + "/7"))
    answer = browser.http.get("/broken?q=secret-word", headers={"Cookie": "hutong=secret-cookie"})
    assert answer.status_code == 500
    sentry_sdk.flush(timeout=5)
    (target, body), *more = ear.heard
    assert (target, more) == ("/api/7/envelope/", [])
    told = json.loads(body.splitlines()[-1])
    assert told["exception"]["values"][-1]["type"] == "ZeroDivisionError"
    assert told["tags"] == {"path": "/broken", "request_id": answer.headers["X-Request-Id"]}
    assert told["environment"] == "testing"
    assert b"secret" not in body
    sentry_sdk.init()


def test_traces_have_a_span_for_each_statement(site, ear):
    """O-03: below the request's own, in a trace that a proxy may have begun; values are not told."""
    pytest.importorskip("opentelemetry.sdk")
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    app = site(traces_url=f"{ear.url}/v1/traces", trusted_proxies=1)
    begun = "00-" + "ab" * 16 + "-" + "cd" * 8 + "-01"
    answer = app.test_client().get("/homes?q=secret-word", headers={"traceparent": begun})
    assert answer.status_code == 200
    app.extensions["hutong_tracer"].provider.force_flush(5000)
    assert {target for target, _ in ear.heard} == {"/v1/traces"}
    assert not any(b"secret" in body for _, body in ear.heard)
    told = [ExportTraceServiceRequest.FromString(body) for _, body in ear.heard]
    spans = [
        span
        for one in told
        for resource in one.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    (request,) = [span for span in spans if span.name == "GET /homes"]
    assert (request.trace_id.hex(), request.parent_span_id.hex()) == ("ab" * 16, "cd" * 8)
    statements = [span for span in spans if span.parent_span_id == request.span_id]
    assert len(statements) == len(spans) - 1 > 0
    assert {span.name for span in statements} <= {"SELECT", "kv get", "kv incr"}
    noted = {item.key: item.value for item in request.attributes}
    assert noted["http.response.status_code"].int_value == 200
    assert noted["hutong.request_id"].string_value == answer.headers["X-Request-Id"]
    app.extensions["hutong_tracer"].provider.shutdown()


@pytest.fixture
def seen(site, ear):
    """A site whose spans are kept: the app, and those that have ended by their names."""
    pytest.importorskip("opentelemetry.sdk")
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    app, kept = site(traces_url=f"{ear.url}/v1/traces"), InMemorySpanExporter()
    provider = app.extensions["hutong_tracer"].provider
    provider.add_span_processor(SimpleSpanProcessor(kept))
    yield app, lambda: {span.name: span for span in kept.get_finished_spans()}
    provider.shutdown()


def test_a_job_is_a_trace_that_links_to_the_request_which_wrote_it(seen, monkeypatch):
    """O-03: with its statements below it; a job that failed says so; one of the clock has no link."""
    app, spans = seen
    monkeypatch.setattr(jobs, "KINDS", {})
    after = jobs.job("tests.after")(lambda: None)
    count = jobs.job("tests.count")(after.later)
    broken = jobs.job("tests.break")(lambda: 1 // 0)
    jobs.job("tests.turn", every=clock.DAY)(lambda: None)

    def ask():
        for one in (count, broken):
            state().database.run_apart(one.put_apart)
        return "asked"

    app.add_url_rule("/ask", "ask", ask)
    assert app.test_client().get("/ask").status_code == 200
    with app.app_context():
        jobs.tick()
        jobs.run_all()
    found = spans()
    request, one, turn = found["GET /ask"], found["tests.count"], found["tests.turn"]
    assert [link.context.span_id for link in one.links] == [request.context.span_id]
    assert [link.context.span_id for link in found["tests.after"].links] == [one.context.span_id]
    assert (one.parent, one.context.trace_id == request.context.trace_id, list(turn.links)) == (None, False, [])
    ended = {name: span.status.status_code.name for name, span in found.items() if name.startswith("tests.")}
    assert ended == {"tests.count": "UNSET", "tests.after": "UNSET", "tests.break": "ERROR", "tests.turn": "UNSET"}
    assert found["UPDATE"].parent is not None


def test_requests_to_others_and_steps_in_the_kv_are_below_what_makes_them(seen, ear):
    """O-03: the host and the step are told, no path, query or key."""
    app, spans = seen

    def ask():
        exchange.exchange("POST", f"{ear.url}/secret-path?q=secret", b"secret")
        outbound.fetch(f"{ear.url}/secret", outbound.Guard(allowed_networks=("127.0.0.0/8",)))
        state().kv.incr("secret-key", clock.SECOND)
        return "asked"

    app.add_url_rule("/ask", "ask", ask)
    assert app.test_client().get("/ask").status_code == 200
    found = spans()
    above = found["GET /ask"].context.span_id
    for name in ("POST", "GET", "kv incr"):
        assert found[name].parent.span_id == above
        assert "secret" not in found[name].to_json()
    assert found["POST"].attributes["server.address"] == "127.0.0.1"


def test_mails_and_pictures_are_below_the_job_or_request_that_moves_them(seen, tmp_path):
    """O-03: the mail server's and the bucket's host are told, no address, text, name or key."""
    app, spans = seen
    settings = app.extensions["hutong"].settings

    def ask():
        bucket = gateways.connect(settings.model_copy(update={"storage_url": pictures.url, "data": tmp_path / "two"}))
        bucket.put(NAME, b"secret")
        assert (bucket.read(NAME), list(bucket.names())) == (b"secret", [NAME])
        bucket.copies.remove(NAME)
        assert bucket.read(NAME) == b"secret"
        bucket.remove(NAME)
        with pytest.raises(OSError, match="refused"):
            smtp.send("smtp://secret:secret@127.0.0.1:9", EmailMessage())
        return "asked"

    app.add_url_rule("/ask", "ask", ask)
    with serving() as pictures:
        assert app.test_client().get("/ask").status_code == 200
    found = spans()
    above = found["GET /ask"].context.span_id
    assert {name for name in found if name.startswith("s3")} == {"s3 put", "s3 head", "s3 get", "s3 list", "s3 delete"}
    for name in ("s3 put", "s3 head", "s3 get", "s3 list", "s3 delete", "smtp send"):
        assert (found[name].parent.span_id, found[name].attributes["server.address"]) == (above, "127.0.0.1")
        assert not any(word in found[name].to_json() for word in ("secret", "s3cret", NAME))
    ended = {name: found[name].status.status_code.name for name in ("smtp send", "s3 put")}
    assert ended == {"smtp send": "ERROR", "s3 put": "UNSET"}


def test_a_step_that_fails_says_so_and_nothing_of_its_key(seen, monkeypatch):
    """O-03: a database puts what it was given into its errors."""
    app, spans = seen

    def ask():
        with app.extensions["hutong_tracer"].call("kv get", {}):
            raise ValueError("secret-key")

    app.add_url_rule("/fails", "fails", ask)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert app.test_client().get("/fails").status_code == 500
    step = spans()["kv get"]
    assert step.status.status_code.name == "ERROR"
    assert "secret" not in step.to_json()


def test_both_are_off_by_default(settings, app):
    """O-03: nobody listens, nothing is installed."""
    assert watching.listeners(settings) == []
    assert "hutong_tracer" not in app.extensions


@pytest.mark.parametrize(("setting", "module"), [("sentry_url", "sentry_sdk"), ("traces_url", "opentelemetry")])
def test_a_missing_extra_is_named(settings, tmp_path, monkeypatch, setting, module):
    """O-01: instead of starting without what was asked for."""
    monkeypatch.setitem(__import__("sys").modules, module, None)
    given = {"data": tmp_path, "database_url": "", "redis_url": "", setting: "http://key@127.0.0.1:9/1"}
    with pytest.raises(SettingsRefused, match="needs an extra: pip install"):
        create_app(settings.model_copy(update=given))
