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


def memory(port: int) -> str:
    """What each process listening on a port takes, the parent first; what they share counts for each in part (PSS).

    Without the parts of a database file that are mapped: they are the system's, which takes them back when it must.
    """
    found = []
    for process in members(port):
        kib, mapped = 0, ""
        for name, *rest in map(str.split, (process / "smaps").read_text().splitlines()):
            if not name.endswith(":"):
                mapped = rest[-1] if len(rest) == 5 else ""
            elif name == "Pss:" and not mapped.endswith(".db"):
                kib += int(rest[0])
        found.append(kib // 1024)
    return f"Memory of the web processes: {found} MiB (aim: 120)."


def members(port: int) -> list[Path]:
    """The folders in /proc of the processes that serve a port, the parent first."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and f"127.0.0.1:{port}".encode() in (process / "cmdline").read_bytes():
                found.append(process)
        except OSError:
            continue  # it has ended meanwhile
    return sorted(found, key=lambda process: int(process.name))


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):  # a busy machine takes its time
        if server.poll() is not None:
            raise SystemExit("the server did not start")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")
