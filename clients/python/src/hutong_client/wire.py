"""The wire: one HTTP call of a Hutong, its refusals as exceptions, its lists as something to walk through."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypedDict, TypeVar, cast
from urllib.parse import quote, urlencode
from uuid import uuid4

import urllib3

API = "/api/v1"
TRIES = 2  # how often a request that may be sent again is, when the connection breaks

T = TypeVar("T")
Upload = tuple[str, bytes]  # the name of a file, and what is in it


class FieldError(TypedDict):
    """What is wrong with one field."""

    field: str
    message: str


class Page(TypedDict, Generic[T]):
    """One page of a list."""

    items: list[T]
    next: str | None


class Problem(Exception):
    """A refusal (RFC 9457): `code` is stable, `detail` a sentence for people, `errors` says which field is wrong.

    `document` is the whole of it, with members of its own such as `slots`; `retry_after`: the seconds to wait.
    """

    def __init__(self, status: int, document: Mapping[str, Any], retry_after: int | None = None) -> None:
        self.status = status
        self.document = dict(document)
        self.code = str(document.get("code", f"http_{status}"))
        self.detail = str(document.get("detail", ""))
        self.errors = cast(list[FieldError], document.get("errors", []))
        self.retry_after = retry_after
        super().__init__(f"{status} {self.code}: {self.detail}")


class Listing(Generic[T]):
    """A list, fetched page by page while it is walked through; nothing is asked before."""

    def __init__(self, wire: Wire, path: str, query: Mapping[str, Any]) -> None:
        self._wire, self._path, self._query = wire, path, query

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page["items"]

    def pages(self) -> Iterator[Page[T]]:
        """Page after page, until there is no next one."""
        page = self.page()
        yield page
        while page["next"]:
            page = self.page(page["next"])
            yield page

    def page(self, cursor: str | None = None) -> Page[T]:
        """The first page, or the one that a cursor (`next` of the page before) leads to."""
        found: Page[T] = self._wire.send("GET", self._path, query={**self._query, "cursor": cursor})
        return found


class Wire:
    """Sends calls to one site, in the name of a token or of nobody."""

    def __init__(self, url: str, token: str | None, language: str, timeout: float) -> None:
        self.url = url.rstrip("/")
        self.headers = {"Accept": "application/json", "Accept-Language": language, "User-Agent": "hutong-client"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"
        self._http = urllib3.PoolManager(timeout=timeout)

    def json(self, _kind: type[T], method: str, path: str, **options: Any) -> T:
        """A call that answers with JSON."""
        return cast(T, self.send(method, path, **options))

    def nothing(self, method: str, path: str, **options: Any) -> None:
        """A call that answers with nothing."""
        self.send(method, path, **options)

    def file(self, method: str, path: str, **options: Any) -> bytes:
        """A call that answers with a file."""
        return self._ask(method, path, **options).data

    def listing(self, _kind: type[T], path: str, query: Mapping[str, Any] | None = None) -> Listing[T]:
        """A list, not asked for yet."""
        return Listing(self, path, query or {})

    def send(self, method: str, path: str, **options: Any) -> Any:
        """What a call answers; raises Problem where it is refused."""
        answer = self._ask(method, path, **options)
        return json.loads(answer.data) if answer.data else None

    def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        form: Mapping[str, Any] | None = None,
        if_match: str | int | None = None,
        key: str | None = None,
        repeatable: bool = False,
    ) -> urllib3.BaseHTTPResponse:
        headers = dict(self.headers)
        if if_match is not None:
            headers["If-Match"] = f'"{if_match}"' if isinstance(if_match, int) else if_match
        if repeatable:
            headers["Idempotency-Key"] = key or uuid4().hex  # so that a lost answer may be asked for again
        repeatable = repeatable or method == "GET"
        content: dict[str, Any] = {}
        if form is not None:
            content["fields"] = _fields(form)
        elif body is not None:
            content["json"] = body
        elif method != "GET":
            content["json"] = {}
        asked = {name: _text(value) for name, value in (query or {}).items() if value is not None}
        address = f"{self.url}{API}{path}" + (f"?{urlencode(asked, doseq=True)}" if asked else "")
        sent = {**headers, "Content-Type": "application/json"} if "json" in content else headers
        again = urllib3.Retry(TRIES, status=0, allowed_methods=None) if repeatable else False
        answer = self._http.request(method, address, headers=sent, retries=again, redirect=False, **content)
        if answer.status >= 300:
            raise _problem(answer)
        return answer


def at(path: str, *values: str) -> str:
    """A path with its values in place."""
    return path.format(*(quote(value, safe="") for value in values))


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return [_text(one) for one in value] if isinstance(value, list) else value


def _fields(form: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The parts of a form: a list is sent as several of one name, what is None not at all."""
    listed = [(name, value if isinstance(value, list) else [value]) for name, value in form.items()]
    return [
        (name, one if isinstance(one, tuple) else str(_text(one)))
        for name, values in listed
        for one in values
        if one is not None
    ]


def _problem(answer: urllib3.BaseHTTPResponse) -> Problem:
    wait = answer.headers.get("Retry-After", "")
    try:
        document = json.loads(answer.data)
    except ValueError:
        document = {}  # something between us and the site answered in its place
    return Problem(answer.status, document if isinstance(document, dict) else {}, int(wait) if wait.isdigit() else None)
