"""The whole site as people run it: `hutong run` in its own process group, on a free port, with data of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import urllib3
from flask import Flask
from werkzeug.serving import make_server

from hutong.app import create_app
from hutong.kernel.settings import Settings
from tests import made
from tests.engines import WORKER, own_database, own_redis

COMMAND = [sys.executable, "-c", "from hutong.cli import main; main()"]
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "hutong.app:wsgi()")
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Site:
    """A running Hutong: its address, its folder and the environment that reaches the same data."""

    url: str
    port: int
    env: dict[str, str]

    def hutong(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `hutong` command on this site's data."""
        return subprocess.run(
            [*COMMAND, *arguments], env=self.env, capture_output=True, text=True, timeout=120, check=False
        )


@contextmanager
def site(
    name: str = "live",
    command: str | tuple[str, ...] = "run",
    fill: Callable[[Site], object] = lambda _site: None,
    **settings: str,
) -> Iterator[Site]:
    """Serve a fresh Hutong (testing) while the block runs; `settings` are environment variables, {port} stands in them.

    `command` is one of `hutong`'s, or a whole one of another server; `fill` prepares the data before it starts.
    """
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="hutong-live-") as folder:
        env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("HUTONG_")},
            "HUTONG_ENV": "testing",
            "HUTONG_DATA": folder,
            "HUTONG_PORT": str(port),
            "HUTONG_DATABASE_URL": own_database(os.environ.get("HUTONG_TEST_DATABASE_URL", ""), f"{name}_{WORKER}"),
            "HUTONG_REDIS_URL": own_redis(os.environ.get("HUTONG_TEST_REDIS_URL", ""), WORKER),
            "HUTONG_SECRET_KEY": "testing-" * 5,
            "HUTONG_DATA_KEY": "testing-" * 5,
            "HUTONG_LOG_LEVEL": "WARNING",
            **{key: value.replace("{port}", str(port)) for key, value in settings.items()},
        }
        running = Site(f"http://127.0.0.1:{port}", port, env)
        fill(running)
        log = (Path(folder) / "log").open("w+")
        whole = [*COMMAND, command] if isinstance(command, str) else [*command]
        server = subprocess.Popen(whole, env=env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait(running.url, server, Path(folder) / "log")
            yield running
        finally:
            _stop(server)


@contextmanager
def inside(running: Site) -> Iterator[Flask]:
    """The data of a running site seen from here, to prepare people and things."""
    app = create_app(_settings(running))
    yield app
    app.extensions["hutong"].database.dispose()


@contextmanager
def demo(name: str) -> Iterator[Site]:
    """The demo, served by `hutong demo`; or one that is served already, at HUTONG_TEST_SITE."""
    served = os.environ.get("HUTONG_TEST_SITE")
    if served:
        yield Site(served, int(served.rpartition(":")[2]), dict(os.environ))
        return
    with site(name, "demo", _with_demo) as running:
        yield running


def _with_demo(running: Site) -> None:
    """Give a site the demo's data, which were made before."""
    settings = _settings(running)
    with made.demo(settings.model_copy(update={"database_url": "", "redis_url": ""})) as kept:
        shutil.copytree(kept / "data" / "media", settings.data / "media")  # with their thumbnails
        if settings.database_url:
            done = running.hutong("restore", str(kept / "backup"))
            assert done.returncode == 0, done.stderr
        else:
            shutil.copytree(kept / "data", settings.data, dirs_exist_ok=True)


def _settings(running: Site) -> Settings:
    given: dict[str, Any] = {
        name.removeprefix("HUTONG_").lower(): value for name, value in running.env.items() if name.startswith("HUTONG_")
    }
    return Settings(**{name: value for name, value in given.items() if value and name != "port"})


def chromium() -> str | None:
    """The Chromium of this machine, or the one HUTONG_TEST_CHROMIUM names."""
    named = os.environ.get("HUTONG_TEST_CHROMIUM")
    places = [named] if named else [f"/usr/bin/{name}" for name in ("chromium", "chromium-browser", "google-chrome")]
    return next((place for place in places if place and os.access(place, os.X_OK)), None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    http = urllib3.PoolManager(retries=False, timeout=5)
    for _ in range(1200):
        if server.poll() is not None:
            raise RuntimeError(f"the site did not start:\n{log.read_text()[-3000:]}")
        try:
            if http.request("GET", f"{url}/readyz").status == 200:
                return
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the site did not answer:\n{log.read_text()[-3000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)
    except ProcessLookupError:
        pass
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(timeout=10)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of this process's own app behind a real socket, for programs that speak HTTP themselves."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
