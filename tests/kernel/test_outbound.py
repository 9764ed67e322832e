"""Requests to addresses that people gave us reach the public network only, and end."""

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from hutong.kernel.outbound import Guard, OutboundRefused, fetch, resolve

PRIVATE = [
    "127.0.0.1", "127.1", "127.255.255.254", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0",
    "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "localhost", "LOCALHOST",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[fe80::1]",
    "[fe80::1%25lo]", "[fc00::1]", "[fd12:3456::1]", "[fec0::1]", "[ff02::1]", "[2002:7f00:1::]", "[2002:a00:1::1]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[2001:db8::1]",
    "[3fff::1]", "[100::1]",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_private_networks_in_every_spelling(host: str, scheme: str) -> None:
    """F9."""
    with pytest.raises(OutboundRefused):
        resolve(f"{scheme}://{host}/feed")


@pytest.mark.parametrize("host", ["93.184.215.14", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]", "1572395022"])
def test_public_addresses(host: str) -> None:
    """P-09."""
    assert resolve(f"http://{host}/")[2] == 80


@pytest.mark.parametrize(
    "url",
    ["ftp://93.184.215.14/", "file:///etc/passwd", "gopher://93.184.215.14/", "data:text/plain,x", "javascript:1", "",
     "http://", "http:///x", "//93.184.215.14/", "http://user:pw@93.184.215.14/", "http://93.184.215.14:22/",
     "http://93.184.215.14:6379/", "http://93.184.215.14:x/", "http://93.184.215.14:99999/", "http://no.such.invalid/",
     "http://" + "a" * 300 + ".example/", "http://\udcff/", "http://a..b/"],
)  # fmt: skip
def test_what_is_no_address_for_us(url: str) -> None:
    """F9: other schemes, names with passwords, other ports, no name at all."""
    with pytest.raises(OutboundRefused):
        fetch(url)


def test_one_private_address_among_others_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """F9: a name with a public and a private address is not fetched at all."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(OutboundRefused, match="private network"):
        resolve("http://both.example/")


@cache
def bomb() -> bytes:
    """A few kilobytes that become 30 MB."""
    return gzip.compress(b"\0" * 30_000_000, 1)


class Site(BaseHTTPRequestHandler):
    """A small site with every bad habit."""

    def log_message(self, *_args: Any) -> None:
        """Silence."""

    def do_GET(self) -> None:
        """Answer by the name of the page."""
        name = self.path.strip("/").split("?")[0].replace("%20", "-")
        with suppress(OSError):
            getattr(self, name.replace("-", "_"), self.plain)()

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        """One whole answer."""
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def plain(self) -> None:
        """What was asked, and of whom."""
        self.send(200, f"{self.path} {self.headers['Host']}".encode())

    def hop(self) -> None:
        """A redirect to the metadata of a cloud."""
        self.send(302, Location="http://169.254.169.254/latest/")

    def away(self) -> None:
        """A redirect to a file."""
        self.send(302, Location="file:///etc/passwd")

    def round(self) -> None:
        """A redirect to itself."""
        self.send(301, Location="/round")

    def once(self) -> None:
        """A redirect that is fine."""
        self.send(307, Location="plain?x=1")

    def large(self) -> None:
        """More than is taken."""
        self.send(200, b"x" * 300_000)

    def endless(self) -> None:
        """No length and no end."""
        self.send_response(200)
        self.end_headers()
        for _ in range(2000):
            self.wfile.write(b"x" * 10_000)

    def bomb(self) -> None:
        """Little that becomes much."""
        self.send(200, bomb(), Content_Encoding="gzip")

    def packed(self) -> None:
        """Packed as it should be."""
        self.send(200, gzip.compress(b"unpacked"), Content_Encoding="gzip")

    def broken(self) -> None:
        """Not what it says."""
        self.send(200, b"no gzip at all", Content_Encoding="gzip")

    def drip(self) -> None:
        """A body that never ends, byte by byte."""
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.05)

    def drip_headers(self) -> None:
        """Headers that never end."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(80):
            self.wfile.write(f"X-{number}: y\r\n".encode())
            self.wfile.flush()
            time.sleep(0.05)

    def nonsense(self) -> None:
        """No HTTP."""
        self.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")

    def short(self) -> None:
        """Less than promised."""
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"only this")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the site, on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


HERE = Guard(allowed_networks=("127.0.0.0/8",), most_bytes=200_000, seconds=0.5, redirects=2)


def test_an_answer(site: str) -> None:
    """P-09: with its host, path and query; spaces and Chinese are spelt out."""
    host = site.removeprefix("http://")
    assert fetch(f"{site}/plain?a=1", HERE).body == f"/plain?a=1 {host}".encode()
    assert fetch(f"{site}/四 合", HERE).body == f"/%E5%9B%9B%20%E5%90%88 {host}".encode()
    assert fetch(site, HERE).body == f"/ {host}".encode()
    followed = fetch(f"{site}/once", HERE)
    assert (followed.status, followed.url) == (200, f"{site}/plain?x=1")
    assert fetch(f"{site}/packed", HERE).body == b"unpacked"


@pytest.mark.parametrize(
    ("page", "why"),
    [("hop", "private network|port"), ("away", "only plain http"), ("round", "too many redirects"),
     ("large", "too large"), ("endless", "too large"), ("bomb", "too large"), ("broken", "no answer"),
     ("drip", "too slow"), ("drip-headers", "too slow"), ("nonsense", "no answer"), ("short", "no answer")],
)  # fmt: skip
def test_bad_habits(site: str, page: str, why: str) -> None:
    """F9: each is refused, soon, and says why."""
    bomb()
    began = time.monotonic()
    with pytest.raises(OutboundRefused, match=why):
        fetch(f"{site}/{page}", HERE)
    assert time.monotonic() - began < 2


def test_a_bomb_is_not_held_in_memory(site: str) -> None:
    """F9: what is read stays near what is allowed."""
    bomb()
    tracemalloc.start()
    with pytest.raises(OutboundRefused):
        fetch(f"{site}/bomb", HERE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_the_address_is_pinned(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """F9: a name is asked once; what it says a moment later does not matter."""
    port = int(site.rsplit(":", 1)[1])
    asked: list[str] = []

    def answer(host: str, *_a: Any, **_k: Any) -> list[Any]:
        if host == "feed.example":
            asked.append(host)
            address = "127.0.0.1" if len(asked) == 1 else "169.254.169.254"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    assert fetch(f"http://feed.example:{port}/x", HERE).body == f"/x feed.example:{port}".encode()
    assert asked == ["feed.example"]


def test_nobody_there() -> None:
    """F9."""
    with pytest.raises(OutboundRefused, match="no answer"):
        fetch("http://127.0.0.1:9/", HERE)
