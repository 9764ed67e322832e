"""Speaking to providers that the operator chose, over HTTP: one request, one answer, and an end to all waiting."""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import SplitResult, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from hutong.kernel import tracing

SECONDS = 12.0  # for one answer, all in all: a job asks up to three times and its lease is 60
STEP = 6.0  # for connecting, and for each part of an answer
MOST_BYTES = 1_000_000


class Silent(Exception):
    """The provider did not answer, or not in a way that can be read; ask again later."""


@dataclass(frozen=True)
class Answer:
    """What came back; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def exchange(
    method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> Answer:
    """Send a request and read its answer, whatever its status.

    Raises Silent when there is none in time, none that is whole, or one of more than a megabyte. Redirects are
    not followed, and nothing that was sent is in the text of an error.
    """
    with tracing.outbound(method, url):
        return _exchange(method, url, body, headers or {}, seconds)


def _exchange(method: str, url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
    parts = urlsplit(url)
    connection = _connection(parts, min(seconds, STEP))
    watch = _Watch(connection, seconds)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(
            method,
            target,
            body=body or None,
            headers={"User-Agent": "Hutong", **headers},
            preload_content=False,
            decode_content=False,
        )
        response = connection.getresponse()
        told = _whole(response)
        named = {name.lower(): value for name, value in response.headers.items()}
    except (HTTPError, HTTPException, OSError, ValueError) as error:
        raise Silent(f"{parts.hostname}: {'too slow' if watch.late else type(error).__name__}") from None
    finally:
        watch.done.set()
        connection.close()
    if watch.late:
        raise Silent(f"{parts.hostname}: too slow")
    if len(told) > MOST_BYTES:
        raise Silent(f"{parts.hostname}: the answer is too large")
    return Answer(response.status, named, told)


class _Watch:
    """Cuts a connection that takes too long: timeouts end only a silence, not an answer of one byte a second."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self.connection, self.seconds = connection, seconds
        self.late = False
        self.done = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        if self.done.wait(self.seconds):
            return
        self.late = True
        while True:  # until the other thread has noticed
            if (sock := self.connection.sock) is not None:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
            if self.done.wait(0.2):
                return


def _whole(response: HTTPResponse) -> bytes:
    told = bytearray()
    while len(told) <= MOST_BYTES and (part := response.read(64 * 1024)):
        told += part  # only the read after the last part tells that something is missing
    return bytes(told)


def _connection(parts: SplitResult, timeout: float) -> HTTPConnection:
    if parts.scheme == "https":
        return HTTPSConnection(parts.hostname or "", parts.port, timeout=timeout)
    return HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
