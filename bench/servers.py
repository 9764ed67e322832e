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
    """Serve a WSGI target on a free port while the block runs, Hutong as in production; gives the port."""
    port = free_port()
    how = ["--config", "deploy/gunicorn.conf.py"] if target.startswith("hutong.") else ["--worker-class", "gthread"]
    command = [
        sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers),
        "--threads", str(threads), *how, "--log-level", "warning", "--no-control-socket", target,
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
    """MiB of each process listening on a port, the parent first; what they share counts for each in part (PSS)."""
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            if f"127.0.0.1:{port}".encode() not in (process / "cmdline").read_bytes():
                continue
            lines = (process / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        sizes = {name.rstrip(":"): int(size) for name, size in (line.split()[:2] for line in lines[1:])}
        found.append((int(process.name), sizes["Pss"] // 1024))
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
