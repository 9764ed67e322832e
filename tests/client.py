"""A browser without a screen: keeps cookies, sends the CSRF token, speaks JSON."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

API = "/api/v1"


class _Browser(FlaskClient):
    """Reads every answer to its end and closes it, as servers do: one may be a file."""

    def open(self, *args: Any, buffered: bool = True, **options: Any) -> TestResponse:
        return super().open(*args, buffered=buffered, **options)


class Client:
    """Requests to the app as one browser makes them; API paths are given without /api/v1."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.http = _Browser(app, app.response_class, use_cookies=True)
        self.http.set_cookie("lang", language)
        self.token: str | None = None

    def get(self, path: str, **query: Any) -> TestResponse:
        """GET an API resource."""
        return self.http.get(API + path, query_string=query)

    def page(self, path: str, **query: Any) -> TestResponse:
        """GET a page."""
        return self.http.get(path, query_string=query or None)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """POST JSON to the API."""
        return self.send("POST", path, body, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """PUT JSON to the API."""
        return self.send("PUT", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        """PATCH JSON to the API."""
        return self.send("PATCH", path, body, headers)

    def delete(self, path: str, **headers: str) -> TestResponse:
        """DELETE an API resource."""
        return self.send("DELETE", path, None, headers)

    def send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> TestResponse:
        """One change with the token; header names are written with underscores."""
        sent = {"X-CSRFToken": self.csrf(), **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.http.open(API + path, method=method, json={} if body is None else body, headers=sent)

    def upload(self, path: str, **fields: Any) -> TestResponse:
        """POST multipart fields; files are (stream, name) pairs."""
        return self.http.post(API + path, data=fields, headers={"X-CSRFToken": self.csrf()})

    def form(self, path: str, page: str, **fields: Any) -> TestResponse:
        """Send a plain form, as a browser without JavaScript does."""
        return self.http.post(API + path, data={"csrf_token": self.csrf(), "_page": page, **fields})

    def csrf(self) -> str:
        """The token of this browser."""
        if self.token is None:
            self.token = str(self.http.get(API + "/session").get_json()["csrf_token"])
        return self.token
