"""The web as it is served: what a test client cannot show."""

import gzip
import http.client
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import urllib3
from tests.live import GUNICORN, site


def test_the_answer_to_a_large_body_can_be_read() -> None:
    """X-02: the connection is not reset while its sender is still sending."""
    with site("serve") as running:
        for size in (2 << 20, 16 << 20):
            connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
            connection.request("POST", "/api/v1/session", b"x" * size, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            assert (answer.status, answer.getheader("Content-Type")) == (413, "application/problem+json")
            connection.close()


def test_the_workers_of_production_share_what_they_loaded() -> None:
    """O-03: gunicorn with the configuration of deploy/ serves with two workers, and ends when told to."""
    with site("gunicorn", GUNICORN, HUTONG_WORKERS="2") as running:
        answers = []
        for _ in range(6):
            connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)
            connection.request("GET", "/readyz")
            answers.append(connection.getresponse().status)
            connection.close()
        assert answers == [200] * 6


def test_a_new_master_takes_over_without_a_lost_request(tmp_path: Path) -> None:
    """O-03: new code while people are being served: USR2, and TERM to the old one, as docs/operating.md says."""
    first, second = tmp_path / "pid", tmp_path / "pid.2"
    command = (str(Path(sys.executable).with_name("gunicorn")), *GUNICORN[3:], "--pid", str(first))
    try:
        with site("upgraded", command) as running, visited(f"{running.url}/readyz") as answers:
            until(lambda: len(answers) > 20)
            old = int(first.read_text())
            os.kill(old, signal.SIGUSR2)
            until(lambda: second.exists() and children(int(second.read_text())) != [])
            seen = len(answers)
            until(lambda: len(answers) > seen + 20)
            os.kill(old, signal.SIGTERM)
            until(lambda: first.exists() and not second.exists())
            seen = len(answers)
            until(lambda: len(answers) > seen + 20)
            assert set(answers) == {200}
    finally:
        for left in (first, second):
            if left.exists():
                os.kill(int(left.read_text()), signal.SIGTERM)


@contextmanager
def visited(url: str) -> Iterator[list[int]]:
    """The answers that somebody gets who looks at a page again and again while the block runs."""
    answers, over, visitor = list[int](), threading.Event(), urllib3.PoolManager(retries=False, timeout=30)

    def look() -> None:
        while not over.is_set():
            try:
                answers.append(visitor.request("GET", url).status)
            except urllib3.exceptions.HTTPError:
                answers.append(0)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield answers
    finally:
        over.set()
        looking.join()


def until(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 60
    while not so():
        assert time.monotonic() < end
        time.sleep(0.05)


def children(pid: int) -> list[str]:
    """The processes that a process has forked."""
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_what_is_text_comes_compressed() -> None:
    """O-02, X-05: without nginx in front pages and sheets are small too, and their versions still match."""
    with site("gzip") as running:
        connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=30)

        def ask(path: str, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers

        for path in ("/", "/static/theme.css", "/api/v1/openapi.json"):
            _status, plain, said = ask(path)
            assert said["Content-Encoding"] is None
            _status, small, said = ask(path, Accept_Encoding="gzip, br")
            assert (said["Content-Encoding"], gzip.decompress(small)) == ("gzip", plain)
            assert "Accept-Encoding" in said["Vary"]
            assert len(small) < len(plain) / 2
        etag = str(ask("/static/theme.css", Accept_Encoding="gzip")[2]["ETag"])
        assert ask("/static/theme.css", Accept_Encoding="gzip", If_None_Match=etag)[0] == 304
        assert ask("/healthz", Accept_Encoding="gzip")[2]["Content-Encoding"] is None
