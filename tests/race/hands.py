"""What other processes do in a race: `python -m tests.race.hands WORK …`, with the lab's settings in HUTONG_*."""

import sys
import time
from pathlib import Path

from hutong.app import create_app
from hutong.kernel import jobs, kv
from hutong.kernel.db import Database
from hutong.kernel.settings import Settings
from tests.lab import things


def count_in_kv(times: int) -> None:
    """Count up in the kv."""
    settings = Settings()
    store = kv.connect(settings.database, settings.redis_url)
    for _ in range(times):
        store.incr("race", 600_000)


def count_in_rows(times: int) -> None:
    """Count up in a row."""
    database = Database(Settings().database)
    for _ in range(times):
        assert database.run(lambda: things.count_up("race")) == 1


def work_and_hang(file: str) -> None:
    """Take a job over, write in its middle, say so, and never end."""
    app = create_app(Settings(), ("tests.lab",))

    @jobs.job("race.hang")
    def hang(name: str) -> None:
        things.make(name)
        things.session().flush()
        Path(file).write_text("in the middle")
        time.sleep(60)

    with app.app_context():
        jobs.run_due()


if __name__ == "__main__":
    {"kv": lambda: count_in_kv(int(sys.argv[2])), "rows": lambda: count_in_rows(int(sys.argv[2])),
     "hang": lambda: work_and_hang(sys.argv[2])}[sys.argv[1]]()  # fmt: skip
