"""Requests to addresses that people gave us: resolve, refuse private networks, pin the address, cap size and time."""

import http.client
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
import urllib3.connection
from urllib3.util import parse_url

from hutong.kernel import tracing

_UNROUTED = ipaddress.ip_network("3fff::/20")  # documentation; newer than the ipaddress module
REDIRECTS = (301, 302, 303, 307, 308)


class OutboundRefused(Exception):
    """An address that is not fetched, or an answer that is not taken; the text says why."""


@dataclass(frozen=True)
class Guard:
    """What is allowed: size in bytes, time in seconds, redirects, and (tests only) private addresses."""

    most_bytes: int = 5_000_000
    seconds: float = 15.0
    redirects: int = 3
    ports: tuple[int, ...] = (80, 443)
    allowed_networks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    url: str = ""


def fetch(url: str, guard: Guard = Guard(), headers: dict[str, str] | None = None) -> Answer:
    """GET an outside address, every redirect checked anew; raises OutboundRefused."""
    deadline = time.monotonic() + guard.seconds
    for _ in range(guard.redirects + 1):
        answer = _once(url, guard, headers or {}, deadline)
        if answer.status not in REDIRECTS or "location" not in answer.headers:
            return answer
        url = urljoin(url, answer.headers["location"])
    raise OutboundRefused("too many redirects")


def resolve(url: str, guard: Guard = Guard()) -> tuple[str, str, int]:
    """(address, host, port) of a URL whose every address is public; raises OutboundRefused."""
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise OutboundRefused("the port is not a number") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise OutboundRefused("only plain http and https addresses")
    allowed = [ipaddress.ip_network(network) for network in guard.allowed_networks]
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutboundRefused("the host has no address") from None
    addresses = [ipaddress.ip_address(str(item[4][0]).split("%")[0]) for item in found]
    inside = any(any(address in network for network in allowed) for address in addresses)
    if not inside and port not in guard.ports:
        raise OutboundRefused("this port is not allowed")
    if not inside and not all(_public(address) for address in addresses):
        raise OutboundRefused("this address lies in a private network")
    return str(addresses[0]), parts.hostname, port


def _public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return _public(inner)
        if address.is_site_local or address in _UNROUTED:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _once(url: str, guard: Guard, headers: dict[str, str], deadline: float) -> Answer:
    address, host, port = resolve(url, guard)
    with tracing.outbound("GET", url):
        return _asked(url, address, host, port, guard, headers, deadline)


def _asked(
    url: str, address: str, host: str, port: int, guard: Guard, headers: dict[str, str], deadline: float
) -> Answer:
    try:
        parts = parse_url(url)
        connection = _connect(parts.scheme == "https", address, host, port)
        asked = {"Host": parts.netloc or host, "User-Agent": "Hutong", "Accept-Encoding": "gzip", **headers}
        try:
            connection.connect()
            with _until(deadline, connection.sock):
                connection.request("GET", parts.request_uri, headers=asked, preload_content=False, decode_content=True)
                response = connection.getresponse()
                body = _read(response, guard, deadline)
        finally:
            connection.close()
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, UnicodeError) as error:
        if time.monotonic() >= deadline:
            raise OutboundRefused("the answer is too slow") from None
        raise OutboundRefused(f"no answer: {type(error).__name__}") from None
    return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, body, url)


def _connect(secure: bool, address: str, host: str, port: int) -> urllib3.connection.HTTPConnection:
    """A connection to exactly this address; its certificate must be the host's."""
    if not secure:
        return urllib3.connection.HTTPConnection(address, port, timeout=5)
    return urllib3.connection.HTTPSConnection(address, port, timeout=5, server_hostname=host, assert_hostname=host)


@contextmanager
def _until(deadline: float, connected: Any) -> Iterator[None]:
    """Cut a connection off at the deadline, also one that drips its headers byte by byte."""

    def cut() -> None:
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _read(response: urllib3.BaseHTTPResponse, guard: Guard, deadline: float) -> bytes:
    body = bytearray()
    for chunk in response.stream(64 * 1024, decode_content=True):
        body += chunk
        if len(body) > guard.most_bytes:
            raise OutboundRefused("the answer is too large")
    if time.monotonic() >= deadline:
        raise OutboundRefused("the answer is too slow")
    return bytes(body)
