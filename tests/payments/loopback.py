"""A server on loopback that stands for a provider, well or ill; its keys are made once for all tests."""

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

Reply = tuple[int, dict[str, str], bytes]


@cache
def pair(name: str) -> RSAPrivateKey:
    """The key pair of somebody."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key: RSAPrivateKey) -> str:
    """The private key as text."""
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def public_pem(key: RSAPrivateKey) -> str:
    """The public key as text."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.PEM, form).decode()


class Loopback:
    """Answers requests with `reply`; `mood` is what is wrong with the connection or with the answer."""

    def __init__(self) -> None:
        self.mood = ""
        self.requests: list[tuple[str, str]] = []
        self.over = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        """Stop."""
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def reply(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        """What the provider answers; header names come in lower case."""
        raise NotImplementedError

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                loopback.requests.append((self.command, self.path))
                named = {name.lower(): value for name, value in self.headers.items()}
                with suppress(OSError):
                    self.give(*loopback.reply(self.command, self.path, named, body))

            do_GET = do_POST = answer  # noqa: N815

            def give(self, status: int, headers: dict[str, str], body: bytes) -> None:
                bad: dict[str, Callable[[], object]] = {
                    "silent": lambda: self.wait(60),
                    "slow headers": lambda: self.drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 600),
                    "slow body": lambda: self.drip(b"HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\n" + b"x" * 600, 40),
                    "hung up": lambda: None,
                    "no http": lambda: self.send(b"\x00\xff" * 100),
                    "cut": lambda: self.send(
                        b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body) + 50, body)
                    ),
                    "elsewhere": lambda: self.send(
                        b"HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n"
                    ),
                    "503": lambda: self.plain(503, {}, b'{"code":"SYSTEM_ERROR"}'),
                    "huge": lambda: self.plain(status, headers, body + b" " * 2_000_000),
                    "page": lambda: self.plain(200, {}, b"<html>maintenance</html>"),
                    "deep": lambda: self.plain(200, {}, b"[" * 100_000),
                }
                bad.get(loopback.mood, lambda: self.plain(status, headers, body))()

            def plain(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def drip(self, text: bytes, at_once: int = 0) -> None:
                self.send(text[:at_once])
                for byte in text[at_once:]:
                    if self.wait(0.05):
                        return
                    self.send(bytes([byte]))

            def send(self, text: bytes) -> None:
                self.wfile.write(text)
                self.wfile.flush()

            def wait(self, seconds: float) -> bool:
                return loopback.over.wait(seconds)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler
