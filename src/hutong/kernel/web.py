"""Routes: pages read, the API writes.

Private unless said otherwise, parsed before the transaction, committed before answered.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from inspect import signature
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast, get_args, get_type_hints
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, current_app, g, request
from pydantic import BaseModel

from hutong.kernel.contribute import Point
from hutong.kernel.errors import Problem, Stale, Unauthenticated
from hutong.kernel.idempotency import once
from hutong.kernel.input import read_body, read_query
from hutong.kernel.paging import Page
from hutong.kernel.state import state

API = "/api/v1"
V = TypeVar("V", bound=Callable[..., Any])


class Viewer(Protocol):
    """Whoever is signed in, as a plain value that outlives transactions."""

    @property
    def id(self) -> int:
        """The person's id."""

    @property
    def name(self) -> str:
        """How the person is called on pages."""

    @property
    def language(self) -> str | None:
        """The language of the profile, if one was chosen."""

    def can(self, permission: IntFlag) -> bool:
        """Whether this person holds a permission."""

    def may(self, scope: str) -> bool:
        """Whether the token in use, if any, carries a scope."""


AUTHENTICATE: Point[Callable[[], Viewer | None]] = Point("authenticate")
GATES: Point[Callable[["Rule"], None]] = Point("gates")  # asked before every route; they raise Problems


@dataclass(frozen=True)
class Rule:
    """What is declared of a route: for the permission check, the documents and the tests."""

    name: str
    method: str
    path: str
    public: bool
    needs: IntFlag | None
    scope: str
    tag: str
    view: Callable[..., Any]
    status: int = 200
    raises: tuple[type[Problem], ...] = ()
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    answer: Any = None
    before: Callable[..., Any] | None = None
    idempotent: bool = False
    if_match: bool = False
    done: Any = None
    hidden: bool = False
    signed: bool = False  # the message proves itself by a signature (a provider's callback): no CSRF token
    asset: bool = False  # a file that its address alone opens: nobody is asked who they are, nothing is counted

    @property
    def writes(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"


def rules(app: Flask | None = None) -> dict[str, Rule]:
    """Every declared route of an app by its endpoint."""
    found: dict[str, Rule] = (app or current_app).extensions.setdefault("hutong_rules", {})
    return found


def viewer() -> Viewer | None:
    """Who is signed in, if anybody."""
    return cast(Viewer | None, g.get("viewer"))


def me() -> Viewer:
    """Who is signed in; raises Unauthenticated."""
    found = viewer()
    if found is None:
        raise Unauthenticated
    return found


def header(name: str, value: str) -> None:
    """Set a header of the answer being made (begun anew when the transaction is retried)."""
    g.answer_headers[name] = value


def etag(version: object, content: str = "") -> None:
    """Name the version of what is shown, for If-Match; with its content, for If-None-Match too.

    The same version may be shown differently: to its owner, in another language, with the news of others in it.
    """
    shown = f"~{hashlib.sha256(content.encode()).hexdigest()[:12]}" if content else ""
    header("ETag", f'"{version}{shown}"')


def must_match(version: object) -> None:
    """Refuse an edit that did not see this version (If-Match); raises Stale."""
    given = request.headers.get("If-Match") or g.get("form_if_match") or ""
    seen = given.strip().removeprefix("W/").strip('"').partition("~")[0]
    if seen != str(version) and given.strip() != "*":
        raise Stale(version=str(version))


class Api:
    """A slice's part of /api/v1: each function is a route with its schemas, permission and answers.

    A function takes the path's values, and by name `body`, `query` (models) and `ready` (what `before` returned).
    `before` gets the same arguments, runs once, outside of the transaction and its retries, and may read: for captchas,
    limits, hashing and decoding. The function itself is the retried unit. It returns a model, a Response, or None.
    A slice of another package gives that package's name.
    """

    def __init__(self, name: str, package: str = "") -> None:
        self.blueprint = Blueprint(f"{name}_api", package or f"hutong.{name}", url_prefix=API)
        self.name = name

    def get(self, path: str, **options: Any) -> Callable[[V], V]:
        """A route that reads."""
        return self._route("GET", path, options)

    def post(self, path: str, **options: Any) -> Callable[[V], V]:
        """A route that makes something (201 unless `status` says otherwise)."""
        return self._route("POST", path, {"status": 201, **options})

    def put(self, path: str, **options: Any) -> Callable[[V], V]:
        """A route that sets something."""
        return self._route("PUT", path, options)

    def patch(self, path: str, **options: Any) -> Callable[[V], V]:
        """A route that edits something."""
        return self._route("PATCH", path, options)

    def delete(self, path: str, **options: Any) -> Callable[[V], V]:
        """A route that removes something (204)."""
        return self._route("DELETE", path, {"status": 204, **options})

    def _route(self, method: str, path: str, options: dict[str, Any]) -> Callable[[V], V]:
        def make(view: V) -> V:
            hints = get_type_hints(view)
            rule = Rule(
                name=f"{self.blueprint.name}.{view.__name__}",
                method=method,
                path=API + path,
                public=options.pop("public", False),
                needs=options.pop("needs", None),
                scope=options.pop("scope", self.name),
                tag=self.name,
                view=view,
                query=hints.get("query"),
                body=hints.get("body"),
                answer=_model_of(hints.get("return")),
                **options,
            )
            _declare(self.blueprint, path, rule, lambda **values: _answer(rule, values))
            return view

        return make


class Pages(Blueprint):
    """A slice's pages: GET routes that render templates and change nothing; `package` as for Api."""

    def __init__(self, name: str, package: str = "", static: bool = True) -> None:
        super().__init__(name, package or f"hutong.{name}", template_folder="templates")
        if static and Path(self.root_path, "static").is_dir():
            self.static_folder, self.static_url_path = "static", f"/static/{name}"
        self.tag = name

    def page(
        self,
        path: str,
        *,
        public: bool = False,
        needs: IntFlag | None = None,
        hidden: bool = False,
        asset: bool = False,
    ) -> Callable[[V], V]:
        """A page at a path; `public` ones need nobody signed in."""

        def make(view: V) -> V:
            rule = Rule(
                f"{self.name}.{view.__name__}",
                "GET",
                path,
                public,
                needs,
                self.tag,
                self.tag,
                view,
                hidden=hidden,
                asset=asset,
            )
            _declare(self, path, rule, lambda **values: _render(view, values))
            return view

        return make


def _model_of(hint: Any) -> Any:
    """What programs get, where a plain form gets a page of its own (`Model | Response`)."""
    models = (part for part in get_args(hint) if isinstance(part, type) and issubclass(part, BaseModel))
    return next(models, hint)


def _declare(blueprint: Blueprint, path: str, rule: Rule, call: Callable[..., Any]) -> None:
    name = rule.view.__name__
    call.__name__ = name
    blueprint.add_url_rule(path, name, call, methods=[rule.method])
    blueprint.record(lambda setup: rules(cast(Flask, setup.app)).__setitem__(rule.name, rule))


def _render(view: Callable[..., Any], values: dict[str, Any]) -> Any:
    g.answer_headers = {}
    response = current_app.make_response(view(**values))
    response.headers.update(g.answer_headers)
    return response


def _answer(rule: Rule, values: dict[str, Any]) -> Response:
    """Parse, run the retried unit, commit, answer."""
    if rule.query is not None:
        values["query"] = read_query(rule.query)
    if rule.body is not None:
        values["body"] = read_body(rule.body)
    g.answer_headers = {}
    if not rule.writes:
        return _respond(rule, rule.status, _serialise(rule.view(**values)))
    if rule.before is not None:
        with state().database.reading():
            ready = rule.before(**values)
        if "ready" in signature(rule.view).parameters:
            values["ready"] = ready

    def unit() -> tuple[int, bytes | Response]:
        g.answer_headers = {}
        return rule.status, _serialise(rule.view(**values))

    key = request.headers.get("Idempotency-Key") or g.get("form_idempotency_key")
    if rule.idempotent and key:
        person = me().id
        status, content = state().database.run(lambda: once(person, key, rule.name, values, unit))
    else:
        status, content = state().database.run(unit)
    return _respond(rule, status, content)


def _serialise(answer: Any) -> bytes | Response:
    if answer is None:
        return b""
    if isinstance(answer, Page) and answer.next:
        arguments = urlencode({**request.args.to_dict(flat=False), "cursor": answer.next}, doseq=True)
        header("Link", f'<{request.path}?{arguments}>; rel="next"')
    if isinstance(answer, BaseModel):
        return answer.model_dump_json().encode()
    return cast(Response, answer)


def _respond(rule: Rule, status: int, content: bytes | Response) -> Response:
    if isinstance(content, Response):
        response = content
    else:
        response = Response(content, status=status if content or status != 200 else 204, mimetype="application/json")
        if not content:
            response.headers.pop("Content-Type", None)
    response.headers.update(g.answer_headers)
    if rule.done is not None:
        response.headers["X-Done"] = rule.name  # so that a script can show what a plain form's redirect shows
    if request.method == "GET" and response.status_code == 200:
        if "ETag" not in response.headers and isinstance(content, bytes):
            response.add_etag(weak=True)  # of what is shown: lists have no version
        response.make_conditional(request)
    response.headers.setdefault("Cache-Control", "no-store" if request.method != "GET" else "private, no-cache")
    return response
