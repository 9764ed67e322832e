"""Requests to addresses that people gave us: resolve, refuse private networks, pin the address, cap size and time."""

import ipaddress
import socket
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import urllib3

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
    return address.is_global and not address.is_multicast and not address.is_reserved


def _once(url: str, guard: Guard, headers: dict[str, str], deadline: float) -> Answer:
    address, host, port = resolve(url, guard)
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    timeout = urllib3.Timeout(connect=5, read=5)
    if parts.scheme == "https":
        pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
            address, port, timeout=timeout, server_hostname=host, assert_hostname=host, retries=False
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port, timeout=timeout, retries=False)
    with pool:
        try:
            response = pool.request(
                "GET",
                target,
                headers={"Host": parts.netloc, "User-Agent": "Hutong", "Accept-Encoding": "gzip", **headers},
                redirect=False,
                preload_content=False,
                decode_content=True,
            )
            try:
                body = _read(response, guard, deadline)
            finally:
                response.close()
        except urllib3.exceptions.HTTPError as error:
            raise OutboundRefused(f"no answer: {type(error).__name__}") from None
    return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, body, url)


def _read(response: urllib3.BaseHTTPResponse, guard: Guard, deadline: float) -> bytes:
    body = bytearray()
    for chunk in response.stream(64 * 1024, decode_content=True):
        body += chunk
        if len(body) > guard.most_bytes:
            raise OutboundRefused("the answer is too large")
        if time.monotonic() > deadline:
            raise OutboundRefused("the answer is too slow")
    return bytes(body)
