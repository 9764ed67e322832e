#!/usr/bin/env python3
"""The permission table, docs/reference/permissions.md: --write adds new routes and drops those that are gone.

Lines that say something else than the code are only named: somebody has to look, and change one or the other.
--write --all takes the code's word for them, too. Look at the diff before it is committed: it is the review.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from flask import Flask

from hutong.accounts.models import LADDERS, PRESETS, Permission
from hutong.app import create_app
from hutong.kernel import web
from hutong.kernel.errors import Forbidden
from hutong.kernel.settings import Settings

FILE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "permissions.md"
COMMAND = "PYTHONPATH=src .venv/bin/python scripts/permissions.py --write"
ROLES = ("anonymous", "person", "host", "cinema_manager", "clerk", "usher", "moderator", "administrator")
OPEN, OWN, CLOSED = "●", "○", "–"
HEAD = """# Routes and roles

What the marks mean stands in [Who may do what](../permissions.md). `scripts/permissions.py` adds lines.

"""
COLUMNS = ("route", "anyone", "person", "host", "manager", "clerk", "usher", "moderator", "admin", "permission")


def main() -> int:
    """Write, or name what is wrong."""
    wanted, kept = lines(_app()), read()
    missing = [key for key in wanted if key not in kept]
    stale = [key for key in kept if key not in wanted]
    other = [key for key in wanted if key in kept and kept[key] != wanted[key]]
    if "--write" in sys.argv:
        taken = {key: wanted[key] if "--all" in sys.argv or key not in kept else kept[key] for key in wanted}
        FILE.write_text(HEAD + table(taken))
        other = [] if "--all" in sys.argv else other
        if missing or stale:
            print(f"permissions: {len(missing)} added, {len(stale)} taken away: see git diff docs/reference")
        missing, stale = [], []
    for key in missing:
        print(f"missing: {key}")
    for key in stale:
        print(f"no longer there: {key}")
    for key in other:
        print(f"differs: {key}: the table says {' '.join(kept[key])}, the code {' '.join(wanted[key])}")
    return 1 if missing or stale or other else 0


def lines(app: Flask) -> dict[str, tuple[str, ...]]:
    """What the declared rules say: for each route its marks and its permission."""
    found = {key_of(rule): (*(mark(rule, role) for role in ROLES), needed(rule)) for rule in web.rules(app).values()}
    return dict(sorted(found.items(), key=lambda item: (not item[0].split()[1].startswith(web.API), *_order(item[0]))))


def key_of(rule: web.Rule) -> str:
    """How a route is named in the table."""
    return f"{rule.method} {rule.path}"


def mark(rule: web.Rule, role: str) -> str:
    """What a role meets at a route."""
    if rule.public:
        return OPEN
    if role == "anonymous":
        return CLOSED
    if rule.needs is None:
        return OWN
    return OPEN if rule.needs & ~held(role) == Permission(0) else CLOSED


def held(role: str) -> Permission:
    """What a role holds on the whole site: those of organisations hold nothing there."""
    inside = {one for ladder in LADDERS.values() for one in ladder}
    return Permission(0) if role in (*inside, "anonymous", "person", "host") else PRESETS[role]


def needed(rule: web.Rule) -> str:
    """The permission that the gate asks for; else whether the slice may ask for one itself."""
    if rule.needs is not None:
        return ", ".join(str(flag.name) for flag in Permission if flag in Permission(int(rule.needs)))
    inside = sorted({kind.code for kind in rule.raises if issubclass(kind, Forbidden)})
    names = [name for name in Permission.__members__ if name in rule.view.__code__.co_names]
    return ", ".join(names or inside)


def read() -> dict[str, tuple[str, ...]]:
    """The table as it is written down."""
    if not FILE.exists():
        return {}
    rows = [line.strip().strip("|").split("|") for line in FILE.read_text().splitlines() if line.startswith("| `")]
    return {row[0].strip().strip("`"): tuple(cell.strip() for cell in row[1:]) for row in rows}


def table(rows: dict[str, tuple[str, ...]]) -> str:
    """The table as Markdown, programs' routes first."""
    made = ["| " + " | ".join(COLUMNS) + " |", "|" + " --- |" * len(COLUMNS)]
    made += [f"| `{key}` | {' | '.join(marks)} |" for key, marks in rows.items()]
    return "\n".join(made) + "\n"


def _order(key: str) -> tuple[str, str]:
    method, path = key.split()
    return path, method


def _app() -> Flask:
    return create_app(Settings(env="testing", data=Path(tempfile.mkdtemp(prefix="hutong-permissions-"))))


if __name__ == "__main__":
    sys.exit(main())
