"""gzip for those who are served without nginx (`hutong run`): pages, data, sheets and scripts. nginx does it itself."""

import gzip
from functools import lru_cache

from flask import Flask, Response, request

TYPES = {
    "text/html", "text/css", "text/javascript", "text/csv", "text/plain", "application/javascript", "application/json",
    "application/problem+json", "application/xml", "image/svg+xml",
}  # fmt: skip
LEAST = 600  # bytes; a packet holds less than twice that
LEVEL = 5


def install(app: Flask) -> None:
    """Compress what this app answers from now on."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    static = request.endpoint is not None and request.endpoint.rpartition(".")[2] == "static"
    if response.mimetype not in TYPES or (response.is_streamed and not static):
        return response
    response.vary.add("Accept-Encoding")
    wanted = request.accept_encodings["gzip"] > 0 and response.status_code == 200 and request.method == "GET"
    if not wanted or "Content-Encoding" in response.headers or "Content-Range" in response.headers:
        return response
    response.direct_passthrough = False  # a file is read, not handed over
    data = response.get_data()
    if len(data) < LEAST:
        return response
    response.set_data(_of_file(data) if static else gzip.compress(data, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    etag, _weak = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)  # the same content, not the same bytes
    return response


@lru_cache(128)
def _of_file(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)
