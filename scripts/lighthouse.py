"""Lighthouse on the pages that people see first, as a phone: a report of each in build/lighthouse/, and a summary.

It wants Node and Chromium. Lighthouse itself is fetched by npm into build/node, outside of the repository's own files.
Ends with 1 when a page has less than 95 in one of the four categories. HUTONG_TEST_SITE names a demo that is served.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.browser import world
from tests.live import Site, chromium, demo

ROOT = Path(__file__).resolve().parents[1]
NODE = ROOT / "build" / "node"
FOLDER = ROOT / "build" / "lighthouse"
LEAST = 95
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
VERSION = "lighthouse@12"  # of Node 18 and later


def main() -> int:
    """Measure; how many pages fall short decides."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", help="front, home, seats, stream; all of them without it")
    parser.add_argument("--runs", type=int, default=3, help="of a page; the median counts")
    parser.add_argument("--least", type=int, default=LEAST)
    given = parser.parse_args()
    program, browser = _lighthouse(), chromium()
    if program is None or browser is None:
        print("Lighthouse wants npm, Node and Chromium. On Debian: apt install npm chromium")
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo("lighthouse") as town:
        pages = {name: path for name, path in _pages(town, browser).items() if not given.pages or name in given.pages}
        found = {name: _measure(program, browser, town, name, path, given.runs) for name, path in pages.items()}
    (FOLDER / "summary.json").write_text(json.dumps(found, indent=2) + "\n")
    lines = ["| page | " + " | ".join(CATEGORIES) + " |", "| --- |" + " ---: |" * len(CATEGORIES)]
    lines += [f"| {name} | " + " | ".join(str(one[kind]) for kind in CATEGORIES) + " |" for name, one in found.items()]
    (FOLDER / "summary.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    short = [
        f"{name}: {kind} {one[kind]}" for name, one in found.items() for kind in CATEGORIES if one[kind] < given.least
    ]
    print("\n".join([f"less than {given.least}:", *short]) if short else f"all at least {given.least}")
    return 1 if short else 0


def _lighthouse() -> Path | None:
    """The program, fetched once."""
    program = NODE / "node_modules" / ".bin" / "lighthouse"
    if not program.exists() and shutil.which("npm") and shutil.which("node"):
        NODE.mkdir(parents=True, exist_ok=True)
        fetch = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(NODE), VERSION]
        subprocess.run(fetch, check=False)
    return program if program.exists() else None


def _pages(town: Site, browser: str) -> dict[str, str]:
    """The four pages: front, a home, a seat map, the stream."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-dev-shm-usage"])
        caller = world.Caller(started.new_context(base_url=town.url).request)
        home = caller.get("/homes?q=石榴")["items"][0]["id"]
        show = caller.get("/screenings?limit=100")["items"][-1]["id"]
        started.close()
    return {"front": "/", "home": f"/homes/{home}", "seats": f"/screenings/{show}", "stream": "/photos"}


def _measure(program: Path, browser: str, town: Site, name: str, path: str, times: int) -> dict[str, int]:
    """The median of some runs, each category for itself; the report of the last run is kept."""
    runs = []
    for _number in range(times):
        command = [
            *(str(program), f"{town.url}{path}", "--quiet", "--output=json", "--output=html"),
            *(f"--output-path={FOLDER / name}", f"--only-categories={','.join(CATEGORIES)}"),
            "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
        ]
        subprocess.run(command, env={**town.env, "CHROME_PATH": browser}, check=True, timeout=300)
        report = json.loads((FOLDER / f"{name}.report.json").read_text())
        runs.append({kind: round(100 * (report["categories"][kind]["score"] or 0)) for kind in CATEGORIES})
    return {kind: sorted(run[kind] for run in runs)[times // 2] for kind in CATEGORIES}


if __name__ == "__main__":
    sys.exit(main())
