"""Sentry and OpenTelemetry: what they are told, over HTTP to a server on loopback."""

import gzip
import json

import pytest
from tests.client import Client
from tests.payments.loopback import Loopback

from hutong.app import create_app
from hutong.kernel import schema, watching
from hutong.kernel.settings import SettingsRefused

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
    assert {span.name for span in statements} == {"SELECT"}
    noted = {item.key: item.value for item in request.attributes}
    assert noted["http.response.status_code"].int_value == 200
    assert noted["hutong.request_id"].string_value == answer.headers["X-Request-Id"]
    app.extensions["hutong_tracer"].provider.shutdown()


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
