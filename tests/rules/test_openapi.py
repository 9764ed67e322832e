"""The description of the API is valid, complete, and what the API does."""

import json
import os
import time
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.client import API, Client

from hutong.kernel import openapi, web

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
PARTS = 4  # so that several processes may share the work
SECONDS = int(os.environ.get("HUTONG_TEST_SCHEMATHESIS_SECONDS", "30"))


@pytest.fixture(scope="module")
def document(house: Flask) -> dict[str, Any]:
    """The description of the whole house."""
    with house.app_context():
        return json.loads(json.dumps(openapi.document(house)))  # type: ignore[no-any-return]


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every operation with its name."""
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_is_valid(document: dict[str, Any]) -> None:
    """X-01: OpenAPI 3.1, and each schema a JSON schema."""
    assert [str(error.message) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_it_is_what_is_served(app: Flask, document: dict[str, Any]) -> None:
    """X-01."""
    answer = Client(app).get("/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.get_json() == document


def test_every_route_is_in_it(house: Flask, document: dict[str, Any]) -> None:
    """X-01."""
    shown = {rule for rule in web.rules(house).values() if rule.path.startswith(API) and not rule.hidden}
    assert len(operations(document)) == len(shown)
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(ids)) == len(ids)


def test_every_operation_speaks(document: dict[str, Any]) -> None:
    """X-01: a sentence, an answer of success, and the refusals."""
    for name, operation in operations(document):
        assert operation["summary"].endswith("."), name
        assert any(status.startswith(("2", "3")) for status in operation["responses"]), name
        assert "429" in operation["responses"], name
        for status, answer in operation["responses"].items():
            if status >= "400":
                assert "application/problem+json" in answer["content"], (name, status)


def test_what_is_private_says_so(house: Flask, document: dict[str, Any]) -> None:
    """A-12: and is refused to whoever is signed out, before anything else is looked at."""
    browser = Client(house)
    for name, operation in operations(document):
        method, path = name.split(" ")
        if "security" not in operation:
            continue
        assert {"401", "403"} <= set(operation["responses"]), name
        address = path
        for parameter in operation["parameters"]:
            sample = {"integer": "1"}.get(parameter["schema"].get("type"), "0000000000001")
            address = address.replace("{" + parameter["name"] + "}", sample)
        answer = browser.http.open(API + address, method=method, headers={"X-CSRFToken": browser.csrf()})
        assert answer.status_code == 401, name


LEFT_ALONE = ("/dev/",)  # for this machine only, in development only


def cookies(browser: Client) -> str:
    """The cookies of a browser, as a header."""
    found = [f"{cookie.key}={cookie.value}" for cookie in browser.http._cookies.values()]  # type: ignore[union-attr]
    return "; ".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_the_api_does_what_it_says(app: Flask, part: int) -> None:
    """X-01, X-02: made-up requests of a signed-in person find no 5xx, and no answer that is not described."""
    world = pytest.importorskip("tests.accounts.world")
    person = world.person(app, verified=True)
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", app)
    found = [result.ok() for result in schema.get_all_operations()]
    wanted = [operation for operation in found if not operation.path.startswith(LEFT_ALONE)][part::PARTS]
    ends = time.monotonic() + SECONDS / PARTS
    faults: dict[str, str] = {}
    for place, operation in enumerate(wanted):
        browser = world.signed_in(app, person)
        headers = {"X-CSRFToken": browser.csrf(), "Cookie": cookies(browser)}
        share = (ends - time.monotonic()) / (len(wanted) - place)
        fault = tried(operation, headers, time.monotonic() + share)
        if fault:
            faults[f"{operation.method.upper()} {operation.path}"] = fault
    assert faults == {}, "\n\n".join(f"{name}: {fault}" for name, fault in faults.items())


class TimeIsUp(Exception):
    """Enough was asked of one operation: making up more requests that nobody sends takes longer than sending some."""


def tried(operation: Any, headers: dict[str, str], until: float) -> str:
    """What is wrong with the answers of one operation, after many requests or so much time."""

    @given(case=operation.as_strategy())
    @hypothesis_settings(max_examples=60, deadline=None, database=None, phases=[Phase.generate],
                         suppress_health_check=list(HealthCheck), derandomize=True,
                         report_multiple_bugs=False)  # fmt: skip
    def ask(case: Any) -> None:
        if time.monotonic() > until:
            raise TimeIsUp
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)

    try:
        ask()
    except (FailureGroup, Failure) as failure:
        parts = failure.exceptions if isinstance(failure, FailureGroup) else [failure]
        return "\n".join(str(part) for part in parts)[:1500]
    except TimeIsUp:
        pass
    return ""
