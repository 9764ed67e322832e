#!/usr/bin/env python3
"""The permission table, docs/reference/permissions.md: it is written by people, and this script never opens a door.

Without anything it names what table and code do not agree about. `--add "POST /api/v1/things" …` writes the lines of
these routes as the code declares them: look at each first, and at the diff afterwards. `--take …` takes the code's word
for lines that say otherwise. `--tidy` drops the lines of routes that are gone and puts all into order, nothing else.
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
COMMAND = "PYTHONPATH=src .venv/bin/python scripts/permissions.py"
ROLES = ("anonymous", "person", "host", "cinema_manager", "clerk", "usher", "moderator", "administrator")
OPEN, OWN, CLOSED = "●", "○", "–"
HEAD = """# Routes and roles

What the marks mean stands in [Who may do what](../permissions.md), and how a line gets here.

"""
Lines = dict[str, tuple[str, ...]]  # a route: its marks and what it asks for
COLUMNS = ("route", "anyone", "person", "host", "manager", "clerk", "usher", "moderator", "admin", "permission")


def main() -> int:
    """Change the lines that were named, and name what is still wrong."""
    wanted, kept = lines(_app()), read()
    how, named = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    if how not in ("", "--add", "--take", "--tidy"):
        print(__doc__)
        return 2
    if unknown := [key for key in named if key not in wanted]:
        print(f"there is no route {unknown[0]!r}; routes are named as GET /api/v1/things/<id:thing_id>")
        return 2
    if how:
        taken = {key: wanted[key] for key in named if (key in kept) == (how == "--take")}
        kept = {key: (kept | taken)[key] for key in wanted if key in kept or key in taken}
        FILE.write_text(HEAD + table(kept))
    said = faults(wanted, kept)
    print("\n".join(said), end="\n" if said else "")
    return 1 if said else 0


def faults(wanted: Lines, kept: Lines) -> list[str]:
    """What table and code do not agree about, each with what to do."""
    found = [
        f"not in the table: {key} ({told(wanted[key])}): {COMMAND} --add '{key}'" for key in wanted if key not in kept
    ]
    found += [f"no longer there: {key}: {COMMAND} --tidy" for key in kept if key not in wanted]
    return found + [
        f"{key}: the table says {told(kept[key])}, the code {told(wanted[key])}: mend one, or {COMMAND} --take '{key}'"
        for key in wanted
        if key in kept and kept[key] != wanted[key]
    ]


def told(line: tuple[str, ...]) -> str:
    """A line in words: who may go in, and what is asked of them."""
    open_to = [role for role, mark in zip(ROLES, line, strict=False) if mark != CLOSED]
    return f"open to {', '.join(open_to) or 'nobody'}" + (f"; asks for {line[-1]}" if line[-1] else "")


def lines(app: Flask) -> Lines:
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


def read() -> Lines:
    """The table as it is written down."""
    if not FILE.exists():
        return {}
    rows = [line.strip().strip("|").split("|") for line in FILE.read_text().splitlines() if line.startswith("| `")]
    return {row[0].strip().strip("`"): tuple(cell.strip() for cell in row[1:]) for row in rows}


def table(rows: Lines) -> str:
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
