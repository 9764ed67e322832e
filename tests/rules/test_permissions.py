"""The permission table: every route is in it, and every door answers as it says."""

import importlib.util
from typing import Any

import pytest
from flask import Flask, Response
from tests.accounts.world import person, signed_in
from tests.client import Client
from tests.rules.house import ROOT
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule as Address

from hutong.accounts.models import Grant
from hutong.kernel import ids, web
from hutong.kernel.db import session
from hutong.kernel.errors import Forbidden, Problem, Unauthenticated

SPEC = importlib.util.spec_from_file_location("permissions", ROOT / "scripts" / "permissions.py")
assert SPEC
assert SPEC.loader
permissions = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(permissions)
INSIDE = {"host": "host_manager", "cinema_manager": "cinema_manager", "clerk": "clerk", "usher": "usher"}


@pytest.fixture
def people(app: Flask) -> dict[str, Client]:
    """One of each role, signed in; those of organisations hold theirs in one organisation only."""
    found = {"anonymous": Client(app)}
    for at, role in enumerate(permissions.ROLES[1:]):
        site_wide = role if role in ("moderator", "administrator") else None
        made = person(app, f"1360000000{at}", role=site_wide, verified=role == "host")
        if role in INSIDE:
            _give(app, made, INSIDE[role])
        found[role] = signed_in(app, made)
    return found


def _give(app: Flask, person_id: int, role: str) -> None:
    from hutong.accounts.actions.grants import ensure_role

    def give() -> None:
        ensure_role(role)
        session().add(Grant(person_id=person_id, role_code=role, organisation_id=ids.new_id(), permissions=0))

    with app.app_context():
        app.extensions["hutong"].database.run(give)


def test_the_table_names_every_route() -> None:
    """A-12: none missing, none that is gone, none that says something else than its route declares."""
    faults = permissions.faults(permissions.lines(permissions._app()), permissions.read())
    assert faults == [], "\n".join(["docs/reference/permissions.md is written by people, door by door:", *faults])


def test_a_new_route_waits_for_somebody_to_write_it_down() -> None:
    """A-12: what nobody has added is named with its roles and the command; nothing adds it by itself."""
    kept = permissions.read()
    new = "PUT /api/v1/people/<id:person_id>/suspension"
    missing = {key: line for key, line in kept.items() if key != new}
    (fault,) = permissions.faults(kept, missing)
    assert fault == (
        f"not in the table: {new} (open to administrator; asks for MANAGE_PEOPLE): {permissions.COMMAND} --add '{new}'"
    )
    assert [one.partition(":")[0] for one in permissions.faults(missing, kept)] == ["no longer there"]
    opened = {**kept, new: (permissions.OPEN,) * 8 + ("",)}
    assert "the code open to anonymous, person" in permissions.faults(opened, kept)[0]


def test_every_door_answers_as_the_table_says(app: Flask, people: dict[str, Client]) -> None:
    """A-12 C1: each route, knocked at as each of the eight, by the gate that stands before every request."""
    kept, wrong = permissions.read(), []
    addresses = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    cookies = {role: _headers(client) for role, client in people.items()}
    for name, rule in web.rules(app).items():
        marks = kept.get(permissions.key_of(rule))
        if marks is None:
            continue  # the test above says so
        path = _path(app, addresses[name])
        for role, mark in zip(permissions.ROLES, marks, strict=False):
            answer = _knock(app, rule, path, cookies[role])
            closed = isinstance(answer, Forbidden | Unauthenticated)
            named = not isinstance(answer, Forbidden) or answer.extra.get("permission")
            if closed != (mark == permissions.CLOSED) or not named:
                wrong.append(f"{permissions.key_of(rule)} as {role}: {mark}, but {answer!r}")
    assert wrong == []


def test_a_closed_door_over_http(people: dict[str, Client]) -> None:
    """A-12 C1: what the gate refuses is refused to browsers and programs: the login page, 401, 403 with the name."""
    assert people["anonymous"].page("/staff").headers["Location"].startswith("/login")
    assert people["anonymous"].get("/reports").status_code == 401
    for role in ("person", *INSIDE):
        refused = people[role].page("/staff")
        assert (refused.status_code, "BACK_OFFICE" in refused.text) == (403, True), role
        assert people[role].get("/reports").get_json()["permission"] == "MODERATE", role
    assert people["moderator"].page("/staff").status_code == 200


def _headers(client: Client) -> dict[str, str]:
    """What a browser sends with every change."""
    token = client.csrf()
    cookies = "; ".join(f"{key[2]}={cookie.value}" for key, cookie in client.http._cookies.items())
    return {"X-CSRFToken": token, "Cookie": cookies}


def _path(app: Flask, address: Address) -> str:
    """An address of a route, with something in its places."""
    values = {name: _value(type(address._converters[name]).__name__) for name in address.arguments}
    built: Any = app.url_map.bind("localhost").build(address.endpoint, values)
    return str(built)


def _value(converter: str) -> Any:
    samples: dict[str, Any] = {
        "IdConverter": 1,
        "IntegerConverter": 1,
        "FloatConverter": 1.0,
        "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    }
    return samples.get(converter, "x")


def _knock(app: Flask, rule: web.Rule, path: str, headers: dict[str, str]) -> Problem | Response | None:
    """What the gate says before the route is even called: a refusal, or nothing."""
    with app.test_request_context(path, method=rule.method, headers=headers):
        try:
            app.preprocess_request()
        except Problem as problem:
            return problem
        except HTTPException as error:
            raise AssertionError(f"{rule.method} {path}: {error}") from error
        return None
