"""A rush for one show: many buyers at a time, each with one wish, over HTTP."""

import json
import secrets
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from hutong.cinema.grounds import Ground
from hutong.kernel import ids


@dataclass
class Tally:
    """What became of the buyers."""

    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def sold(self) -> int:
        """Buyers who hold a seat."""
        return self.statuses[201]

    @property
    def refused(self) -> int:
        """Buyers who were told that somebody was faster."""
        return self.statuses[409]

    @property
    def errors(self) -> int:
        """All other answers, and none at all."""
        return sum(self.statuses.values()) - self.sold - self.refused

    def wait(self, part: float) -> float:
        """The milliseconds within which this part (0 to 1) of the answers came."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def fire(ground: Ground, url: str, at_a_time: int) -> Tally:
    """Let every buyer ask for a seat, so many at a time; where there are more buyers than seats, some want the same."""
    wishes = [(token, ground.labels[n % len(ground.labels)]) for n, token in enumerate(ground.tokens)]
    secrets.SystemRandom().shuffle(wishes)
    path = f"/api/v1/screenings/{ids.show(ground.screening_id)}/bookings"
    tally, lock, waiting = Tally(), threading.Lock(), iter(wishes)
    start = threading.Barrier(at_a_time + 1)

    def buyer() -> None:
        line = _Line(url)
        start.wait()
        while True:
            with lock:
                wish = next(waiting, None)
            if wish is None:
                return line.close()
            began = time.perf_counter()
            status = line.ask(path, *wish)
            waited = (time.perf_counter() - began) * 1000
            with lock:
                tally.statuses[status] += 1
                tally.waits.append(waited)

    threads = [threading.Thread(target=buyer) for _ in range(at_a_time)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    tally.seconds = time.perf_counter() - began
    return tally


class _Line:
    """One kept connection to the site."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.connection = kind(parts.hostname or "127.0.0.1", parts.port, timeout=60)
        self.base = parts.path.rstrip("/")

    def ask(self, path: str, token: str, seat: str) -> int:
        """Book one seat; the status of the answer, 0 where there was none."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            self.connection.request("POST", self.base + path, json.dumps({"seats": [seat]}), headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            self.connection.close()
            return 0
        return answer.status

    def close(self) -> None:
        """Hang up."""
        self.connection.close()
