"""The servers of production, as `make stack-up` started them: what only they together can show."""

import os
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager

import pytest
import urllib3
from scripts.servers import alive, listens, pids
from scripts.stack import NGINX, WEB

pytestmark = pytest.mark.stack
SITE = f"http://127.0.0.1:{NGINX}"
http = urllib3.PoolManager(retries=False, timeout=30, maxsize=16)


@pytest.fixture(autouse=True)
def running():
    assert listens(NGINX), "make stack-up starts it"


@contextmanager
def visitors(path="/homes", hands=4):
    """People who look at a page again and again, 40 times a second (nginx allows 50); the answers by status."""
    answers, stop = Counter(), threading.Event()

    def look():
        while not stop.wait(hands / 40):
            try:
                answers[http.request("GET", f"{SITE}{path}?q={time.monotonic_ns()}").status] += 1
            except urllib3.exceptions.HTTPError as error:
                answers[type(error).__name__] += 1

    threads = [threading.Thread(target=look) for _ in range(hands)]
    for thread in threads:
        thread.start()
    yield answers
    stop.set()
    for thread in threads:
        thread.join(timeout=40)


def test_signed_out_pages_are_shared_and_others_are_not():
    """O-03: the second visitor gets the page of the first; a page with a token of one's own is nobody else's."""
    address = f"{SITE}/homes?q={time.monotonic_ns()}"
    assert [http.request("GET", address).headers["X-Cache"] for _ in range(2)] == ["MISS", "HIT"]
    log_in = [http.request("GET", f"{SITE}/login") for _ in range(2)]
    assert [answer.headers["X-Cache"] for answer in log_in] == ["MISS", "MISS"]
    assert len({answer.headers["Set-Cookie"] for answer in log_in}) == 2
    signed_in = {"Cookie": "hutong=somebody"}
    assert [http.request("GET", address, headers=signed_in).headers["X-Cache"] for _ in range(2)] == ["BYPASS"] * 2


def test_what_is_for_the_inside_stays_inside():
    """O-03: metrics, the development pages."""
    assert [http.request("GET", f"{SITE}{path}").status for path in ("/metrics", "/dev/outbox", "/dev/x")] == [404] * 3


def test_a_job_of_the_web_is_run_by_the_worker():
    """O-03: registering by mail sends the mail, from another process and within seconds."""
    address = f"stack{time.monotonic_ns()}@example.com"
    answer = http.request("GET", f"{SITE}/api/v1/session")
    headers = {"Cookie": answer.headers["Set-Cookie"].partition(";")[0], "X-CSRFToken": answer.json()["csrf_token"]}
    body = {"email": address, "password": "lantern-Hutong-7"}
    sent = http.request("POST", f"{SITE}/api/v1/users/by-mail", json=body, headers=headers)
    assert sent.status == 202, sent.data
    end = time.monotonic() + 20
    while address not in http.request("GET", f"http://127.0.0.1:{WEB[0]}/dev/outbox.json").data.decode():
        assert time.monotonic() < end, "the mail did not come"
        time.sleep(0.2)


def test_a_web_process_that_dies_is_not_noticed():
    """O-04: nginx asks the other one; gunicorn makes a new worker."""
    master = dict(pids())["web1"]
    worker = int(os.popen(f"pgrep -P {master}").read().split()[0])
    with visitors() as answers:
        time.sleep(0.5)
        os.kill(worker, signal.SIGKILL)
        time.sleep(2)
    assert set(answers) == {200}, answers
    assert alive(master)


def test_new_workers_lose_no_request():
    """O-03: a graceful reload under load."""
    with visitors() as answers:
        for name in ("web1", "web2"):
            os.kill(dict(pids())[name], signal.SIGHUP)
            time.sleep(1.5)
    assert set(answers) == {200}, answers
