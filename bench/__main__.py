"""Every measurement, one after another, as `make bench` runs them; names on the command line choose some.

.venv/bin/python -m bench [book search …]

What is sold is measured on every engine whose address is there (HUTONG_TEST_MARIADB_URL, HUTONG_TEST_POSTGRES_URL,
HUTONG_TEST_REDIS_URL), the rest on SQLite. All tables of the run stand together in bench/results/all.md.
"""

import os
import subprocess
import sys
import time

from bench.report import OUT

ALL = (
    "front", "book", "rush", "search", "home", "seatmap", "stream", "callbacks", "statement", "upload", "feeds",
    "explain",
)  # fmt: skip
EVERYWHERE = ("book", "rush", "explain")


def main(names: list[str]) -> int:
    """Run them; 1 where one of them failed."""
    began, failed = time.time(), []
    for name in names:
        for options in engines() if name in EVERYWHERE else [[]]:
            command = [sys.executable, "-m", f"bench.{name}", *options]
            print(f"\n=== {name} {' '.join(options)}", flush=True)
            if subprocess.run(command, check=False).returncode:
                failed.append(" ".join((name, *options)))
    tables = [file.read_text() for file in sorted(OUT.glob("*.md"), key=written) if written(file) >= began]
    (OUT / "all.md").write_text("\n".join(tables))
    for name in failed:
        print(f"bench.{name} failed")
    return 1 if failed else 0


def engines() -> list[list[str]]:
    """The options for SQLite and for each server that is there."""
    redis = os.environ.get("HUTONG_TEST_REDIS_URL", "")
    servers = (os.environ.get(f"HUTONG_TEST_{name}_URL", "") for name in ("MARIADB", "POSTGRES"))
    return [[], *(["--database", url, "--redis", redis] for url in servers if url)]


def written(file: os.PathLike[str]) -> float:
    """When a file was written last."""
    return os.stat(file).st_mtime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(ALL)))
