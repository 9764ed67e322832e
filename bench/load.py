"""A light HTTP client: so many connections, each sending prepared requests one after another."""

import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

Next = Callable[[], bytes | None]


@dataclass
class Result:
    """What a burst of load did: answers by status, seconds, and the milliseconds of each."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return sum(self.statuses.values()) / self.seconds if self.seconds else 0.0

    def wait(self, part: float) -> float:
        """The milliseconds within which this part (0 to 1) of the answers came."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def get(path: str, cookie: str = "") -> bytes:
    """A GET request as bytes."""
    extra = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nAccept-Language: zh\r\n{extra}\r\n".encode()


def post(path: str, body: bytes, cookie: str, token: str) -> bytes:
    """A POST of JSON as bytes, with session cookie and CSRF token."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nCookie: {cookie}\r\nX-CSRFToken: {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def burst(port: int, following: Next, clients: int, seconds: float) -> Result:
    """Send what `following` gives (None: no more) over so many connections for so many seconds."""
    result, lock = Result(), threading.Lock()
    until = time.perf_counter() + seconds

    def client() -> None:
        statuses: Counter[int] = Counter()
        waits: list[float] = []
        connection = _Connection(port)
        while time.perf_counter() < until and (request := following()) is not None:
            began = time.perf_counter()
            statuses[connection.ask(request)] += 1
            waits.append((time.perf_counter() - began) * 1000)
        connection.close()
        with lock:
            result.statuses += statuses
            result.waits += waits

    threads = [threading.Thread(target=client) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - began
    return result


def median(values: list[float]) -> float:
    """The median, 0 of nothing."""
    return statistics.median(values) if values else 0.0


class _Connection:
    """One keep-alive connection, opened again when the server closes it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> int:
        for _ in range(2):
            try:
                return self._ask(request)
            except OSError:
                self.close()
        return 0

    def _ask(self, request: bytes) -> int:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        lower = head.lower()
        missing = _length(lower) - len(body)
        while missing > 0:
            missing -= len(self._more())
        if b"connection: close" in lower:
            self.close()
        return int(head[9:12])

    def _more(self) -> bytes:
        assert self.socket is not None
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise ConnectionError("closed")
        return chunk

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket = None


def _length(head: bytes) -> int:
    at = head.find(b"content-length:")
    if at < 0:
        return 0
    return int(head[at + 15 : head.find(b"\r\n", at) if b"\r\n" in head[at:] else None])
