"""What a measurement prints and draws: a table with its circumstances, and a bar for every row."""

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from bench.load import Result, median

OUT = Path(__file__).parent / "results"


class Row(NamedTuple):
    """One measured thing beside its yardstick, in rounds taken in turns."""

    name: str
    measured: list[Result]
    yardstick: list[Result]
    aim: float

    @property
    def ratio(self) -> float:
        """Median over the rounds of rate / yardstick's rate."""
        return median([mine.rate / other.rate for mine, other in zip(self.measured, self.yardstick, strict=True)])

    def text(self) -> str:
        """The row of the table."""
        rate, hello = median([r.rate for r in self.measured]), median([r.rate for r in self.yardstick])
        waits = [f"{median([r.wait(part) for r in self.measured]):.1f}" for part in (0.5, 0.95, 1)]
        statuses = sum((r.statuses for r in self.measured), start=type(self.measured[0].statuses)())
        shown = " ".join(f"{status}×{count}" for status, count in sorted(statuses.items()))
        cells = [self.name, f"{rate:.0f}", f"{hello:.0f}", f"**{self.ratio:.3f}**", f"{self.aim:.2f}", *waits, shown]
        return "| " + " | ".join(cells) + " |"


def show(title: str, file: str, rows: list[Row], circumstances: str, *notes: str) -> None:
    """Print the table with what else is to be said, and keep it, with a plot, under bench/results."""
    lines = [
        f"## {title}",
        "",
        f"{circumstances}; commit {_commit()}; {os.cpu_count()} cores.",
        "",
        "| work | per s | hello per s | ratio | aim | p50 ms | p95 ms | slowest ms | answers |",
        "|---|---|---|---|---|---|---|---|---|",
        *(row.text() for row in rows),
        *(part for note in notes for part in ("", note)),
    ]
    keep(file, lines)
    (OUT / f"{file}.svg").write_text(_plot(title, rows))


def keep(file: str, lines: Iterable[str]) -> None:
    """Print lines and keep them under bench/results."""
    text = "\n".join(lines) + "\n"
    print(text, flush=True)
    OUT.mkdir(exist_ok=True)
    (OUT / f"{file}.md").write_text(text)


def _plot(title: str, rows: list[Row]) -> str:
    most = max([row.ratio for row in rows] + [row.aim for row in rows]) or 1
    bars = []
    for index, row in enumerate(rows):
        y, width, aim = 50 + index * 44, 420 * row.ratio / most, 180 + 420 * row.aim / most
        bars.append(
            f'<text x="172" y="{y + 18}" text-anchor="end">{escape(row.name)}</text>'
            f'<rect x="180" y="{y}" width="{width:.0f}" height="26" fill="#b8371f"/>'
            f'<line x1="{aim:.0f}" x2="{aim:.0f}" y1="{y - 4}" y2="{y + 30}" stroke="#2c7a5b" stroke-width="3"/>'
            f'<text x="{188 + width:.0f}" y="{y + 18}">{row.ratio:.3f}</text>'
        )
    height = 70 + len(rows) * 44
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 {height}" font-family="sans-serif" font-size="13">'
        f'<rect width="680" height="{height}" fill="#faf7f1"/><text x="20" y="28" font-size="16">{escape(title)}: '
        f"share of a bare hello (green: aim)</text>{''.join(bars)}</svg>\n"
    )


def _commit() -> str:
    shown = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return shown.stdout.strip()
