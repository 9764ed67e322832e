"""Every measurement, one after another, as `make bench` runs them; names on the command line choose some.

.venv/bin/python -m bench [book search …]
"""

import subprocess
import sys

ALL = ("front", "book", "search", "home", "rush", "seatmap", "stream", "upload", "callbacks", "statement")


def main(names: list[str]) -> int:
    """Run them; 1 where one of them failed."""
    failed = [name for name in names if subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode]
    for name in failed:
        print(f"bench.{name} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(ALL)))
