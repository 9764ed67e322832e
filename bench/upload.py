"""A 12-megapixel JPEG from its upload to its thumbnails, beside Pillow's bare resize; memory while ten large come.

.venv/bin/python -m bench.upload
"""

import argparse
import io
import random
import statistics
import threading
import time
import urllib.error
import urllib.request
from collections import Counter

from PIL import Image
from tests.media.heic import tiled

from bench.people import Browser, browsers
from bench.report import keep
from bench.servers import gunicorn, members
from bench.setting import Setting, options, setting
from hutong.kernel import jobs
from hutong.media import actions

ROUNDS = 7
ARRIVE = 10
LARGE = (7300, 5500)  # 40 megapixels
MOST_TRIES = 120
AIM = "aim: 2.0"


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.set_defaults(workers=1)
    parser.add_argument("--kinds", nargs="+", choices=KINDS)
    given = parser.parse_args()
    with setting(given) as here:
        lines = ["## Upload", "", speed(here), ""]
        lines += [f"- {memory(here, given, name)}" for name in given.kinds or KINDS]
        keep("upload", lines)


def speed(here: Setting) -> str:
    """How long the request takes, and how long it is until every thumbnail lies there; the work is the CPU's time.

    The work alone is compared: it is the same however busy the machine is with other things.
    """
    bare, taken, whole, floor, work = [], [], [], [], []
    with here.app.app_context():
        database = here.app.extensions["hutong"].database
        for _ in range(ROUNDS):
            data = drawn(4000, 3000)
            began, busy = time.perf_counter(), time.process_time()
            resize(data)
            bare.append(time.perf_counter() - began)
            floor.append(time.process_time() - busy)
            began, busy = time.perf_counter(), time.process_time()
            prepared = actions.prepare(data)
            database.run(lambda: actions.keep(None, prepared))  # noqa: B023
            taken.append(time.perf_counter() - began)
            jobs.run_all()
            whole.append(time.perf_counter() - began)
            work.append(time.process_time() - busy)
    middle = [statistics.median(values) for values in (bare, taken, whole, floor, work)]
    return (
        f"12 megapixels ({len(data) >> 10} KiB), medians of {ROUNDS}: bare resize {middle[0]:.2f} s, "
        f"answered after {middle[1]:.2f} s, five thumbnails after {middle[2]:.2f} s; "
        f"CPU {middle[3]:.2f} s and {middle[4]:.2f} s: {middle[4] / middle[3]:.1f} times the bare resize ({AIM})"
    )


MOST_AVIF, MOST_WEBP = (6480, 4320), (4580, 3056)  # 28 and 14 megapixels: larger ones are refused
KINDS: dict[str, tuple[tuple[int, int], dict[str, object]]] = {
    "JPEG": (LARGE, {"format": "JPEG", "quality": 85}),
    "progressive JPEG": (LARGE, {"format": "JPEG", "quality": 85, "progressive": True}),
    "PNG": (LARGE, {"format": "PNG", "compress_level": 1}),
    "PNG, see-through": (LARGE, {"format": "PNG", "compress_level": 1, "alpha": True}),
    "HEIC": ((8064, 6048), {"format": "HEIC"}),
    "AVIF": (MOST_AVIF, {"format": "AVIF", "quality": 50, "speed": 10}),
    "WebP": (MOST_WEBP, {"format": "WEBP", "quality": 60, "method": 0}),
    "WebP, see-through": (MOST_WEBP, {"format": "WEBP", "quality": 60, "method": 0, "alpha": True}),
}


def memory(here: Setting, given: argparse.Namespace, name: str) -> str:
    """Ten large pictures at once: the most memory a process takes, and what others wait meanwhile."""
    size, how = KINDS[name]
    smooth = name not in ("JPEG", "progressive JPEG")
    files = [tiled(*size)] * 3 if name == "HEIC" else [drawn(*size, smooth=smooth, **how) for _ in range(3)]
    people = browsers(here.app, ARRIVE, prefix=200 + list(KINDS).index(name))
    with gunicorn("hutong.app:wsgi()", given.workers, given.threads, here.env, "/healthz") as port:
        before, waits, statuses, over = max(peaks(port)), [], Counter[int](), threading.Event()

        def send(browser: Browser, data: bytes) -> None:
            for _ in range(MOST_TRIES):
                status = upload(port, browser, data)
                statuses[status] += 1
                if status != 503:  # too many at once: the page waits and sends it again by itself
                    return
                time.sleep(1)

        def watch() -> None:
            while not over.is_set():
                began = time.perf_counter()
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/photos") as page:
                    page.read()
                waits.append((time.perf_counter() - began) * 1000)
                time.sleep(0.05)

        watcher = threading.Thread(target=watch)
        watcher.start()
        began = time.perf_counter()
        senders = [threading.Thread(target=send, args=(one, files[at % 3])) for at, one in enumerate(people)]
        for thread in senders:
            thread.start()
        for thread in senders:
            thread.join()
        took = time.perf_counter() - began
        over.set()
        watcher.join()
        each = f"{size[0] * size[1] / 1e6:.0f} megapixels, {name} ({len(files[0]) >> 20} MiB each)"
        return (
            f"{ARRIVE} × {each}: {took:.1f} s, {dict(statuses)}; "
            f"peak {max(peaks(port))} MiB of a process (before: {before}; aim: 400); "
            f"/photos meanwhile: median {statistics.median(waits):.0f} ms, slowest {max(waits):.0f} ms"
        )


def upload(port: int, browser: Browser, data: bytes) -> int:
    """Send a picture as a browser does; the status of the answer."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/pictures", head + data + b"\r\n--x--\r\n")
    request.add_header("Content-Type", "multipart/form-data; boundary=x")
    request.add_header("Cookie", browser.cookie)
    request.add_header("X-CSRFToken", browser.token)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def peaks(port: int) -> list[int]:
    """The most resident memory that each process at a port has had, in MiB."""
    found = []
    for process in members(port):
        lines = (process / "status").read_text().splitlines()
        found.append(next(int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM")))
    return found


def drawn(width: int, height: int, smooth: bool = False, alpha: bool = False, **how: object) -> bytes:
    """A picture, each another one, with coarse and fine shapes as photographs have them, as a file."""
    image = Image.new("RGB", (width, height), (128, 128, 128))
    for step in (512, 256) if smooth else (512, 256, 128, 64, 32, 16, 8, 4, 2):
        size = (max(2, width // step), max(2, height // step))
        layer = Image.frombytes("RGB", size, random.randbytes(size[0] * size[1] * 3))
        image = Image.blend(image, layer.resize((width, height), Image.Resampling.BICUBIC), 0.3 * (step / 512) ** 0.4)
    if alpha:
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    out = io.BytesIO()
    image.save(out, **{"format": "JPEG", "quality": 88, **how})  # type: ignore[arg-type]
    return out.getvalue()


def resize(data: bytes) -> None:
    """What must be done at the least: unpack and make 1280 wide."""
    with Image.open(io.BytesIO(data)) as image:
        image.resize((1280, 960), Image.Resampling.LANCZOS)


if __name__ == "__main__":
    main()
