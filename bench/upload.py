"""A 12-megapixel JPEG from its upload to its thumbnails, beside Pillow's bare resize; memory while ten of 40 arrive.

.venv/bin/python -m bench.upload
"""

import io
import os
import random
import resource
import statistics
import tempfile
import threading
import time
from pathlib import Path

from PIL import Image

from hutong.app import create_app
from hutong.kernel import jobs, schema
from hutong.kernel.errors import Unavailable
from hutong.kernel.settings import Settings
from hutong.media import actions

ROUNDS = 5
ARRIVE = 10


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="hutong-bench-") as folder:
        app = create_app(Settings(env="testing", data=Path(folder), secret_key="bench-" * 8, data_key="bench-" * 8))
        database = app.extensions["hutong"].database
        schema.upgrade(database)
        with app.app_context():
            bare, taken, whole = [], [], []
            for _ in range(ROUNDS):
                data = noise(4000, 3000)
                bare.append(timed(lambda: resize(data)))  # noqa: B023
                began = time.perf_counter()
                prepared = actions.prepare(data)
                database.run(lambda: actions.keep(None, prepared))  # noqa: B023
                taken.append(time.perf_counter() - began)
                jobs.run_all()
                whole.append(time.perf_counter() - began)
            print(f"12 megapixels, medians of {ROUNDS}: bare resize {statistics.median(bare):.2f} s, ", end="")
            print(f"answered after {statistics.median(taken):.2f} s, thumbnails {statistics.median(whole):.2f} s")
            arrive(app)
        database.dispose()


def arrive(app: object) -> None:
    """Ten 40-megapixel pictures at once: the most memory that the process takes."""
    files = [noise(7300, 5500) for _ in range(ARRIVE)]
    before = peak()

    def take(data: bytes) -> None:
        while True:
            try:
                with app.app_context():  # type: ignore[attr-defined]
                    actions.prepare(data)
                return
            except Unavailable:  # 503: too many at once; a browser waits and sends it again
                time.sleep(1)

    began = time.perf_counter()
    threads = [threading.Thread(target=take, args=(data,)) for data in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{ARRIVE} of 40 megapixels at once: {time.perf_counter() - began:.1f} s, ", end="")
    print(f"peak {peak()} MiB (before: {before} MiB, with {sum(map(len, files)) >> 20} MiB of files in memory)")


def noise(width: int, height: int) -> bytes:
    """A JPEG that is not easy to compress, each another one."""
    small = Image.frombytes("RGB", (width // 8, height // 8), random.randbytes((width // 8) * (height // 8) * 3))
    out = io.BytesIO()
    small.resize((width, height), Image.Resampling.BILINEAR).save(out, "JPEG", quality=85)
    return out.getvalue()


def resize(data: bytes) -> None:
    """What must be done at the least: unpack and make 1280 wide."""
    with Image.open(io.BytesIO(data)) as image:
        image.resize((1280, 960), Image.Resampling.LANCZOS)


def timed(call: object) -> float:
    """How long a call takes, in seconds."""
    began = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - began


def peak() -> int:
    """The most memory this process has taken, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if os.uname().sysname == "Linux" else 1024**2)


if __name__ == "__main__":
    main()
