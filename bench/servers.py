"""gunicorn around Hutong and around the yardstick, with equal workers and threads."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, Response, jsonify


def hello() -> Flask:
    """The yardstick: a bare Flask that answers a little JSON."""
    app = Flask("hello")

    @app.route("/", methods=["GET", "POST"])
    def answer() -> Response:
        return jsonify(hello="world", items=[1, 2, 3])

    return app


@contextmanager
def gunicorn(target: str, workers: int, threads: int, env: dict[str, str], ready: str) -> Iterator[int]:
    """Serve a WSGI target on a free port while the block runs; gives the port."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers),
        "--threads", str(threads), "--worker-class", "gthread", "--log-level", "warning", "--no-control-socket", target,
    ]  # fmt: skip
    root = Path(__file__).parent.parent
    server = subprocess.Popen(command, env={**os.environ, **env}, cwd=root)
    try:
        _wait(f"http://127.0.0.1:{port}{ready}", server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory(port: int) -> list[int]:
    """Resident MiB of each process listening on a port, the parent first."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            if f"127.0.0.1:{port}".encode() not in (process / "cmdline").read_bytes():
                continue
            pages = int((process / "statm").read_text().split()[1])
        except OSError:
            continue
        found.append((int(process.name), pages * os.sysconf("SC_PAGE_SIZE") // 2**20))
    return [size for _, size in sorted(found)]


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")
