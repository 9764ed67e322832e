#!/usr/bin/env python3
"""Writes docs/reference/*.md from the code: routes, settings, commands, events and jobs. --check only compares.

Then it has the calls of clients/python and the table of permissions brought up to date.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import click
from flask import Flask

from hutong.app import ALL, create_app
from hutong.cli import whole
from hutong.kernel import jobs, openapi, web
from hutong.kernel.settings import Settings

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
Rows = Iterable[tuple[str, ...]]


def main() -> int:
    """Write the pages, or name those that are not what the code says."""
    app = _app()
    made = pages(app)
    wrong = [name for name, text in made.items() if not _is(name, text)]
    if "--check" in sys.argv:
        for name in wrong:
            print(f"docs/reference/{name} is not what the code says: scripts/reference.py writes it anew")
        return 1 if wrong else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in wrong:
        (FOLDER / name).write_text(made[name])
        print(f"docs/reference/{name}")
    with app.app_context():
        document = json.dumps(openapi.document(app))
    subprocess.run([sys.executable, Path(__file__).with_name("client.py")], input=document, text=True, check=True)
    subprocess.run(
        [sys.executable, Path(__file__).with_name("permissions.py"), "--tidy"], check=False, stdout=subprocess.DEVNULL
    )
    return 0


def pages(app: Flask | None = None) -> dict[str, str]:
    """The text of every page by its file name."""
    app = app or _app()
    head = "Made from the code by `scripts/reference.py`; a test compares them.\n"
    return {
        "routes.md": f"# Routes\n\n{head}\n{_routes(app)}",
        "settings.md": f"# Settings\n\n{head}\n{_table(('variable', 'default', 'what'), _settings())}",
        "commands.md": f"# Commands\n\n{head}\n{_table(('command', 'what'), _commands())}",
        "events.md": f"# Events and jobs\n\n{head}\n## Events\n\n{_table(('event', 'carries', 'what'), _events())}\n"
        f"## Jobs\n\n{_table(('job', 'every', 'what'), _jobs())}",
    }


def _is(name: str, text: str) -> bool:
    file = FOLDER / name
    return file.exists() and file.read_text() == text


def _app() -> Flask:
    return create_app(Settings(env="testing", data=Path(tempfile.mkdtemp(prefix="hutong-reference-"))))


def _routes(app: Flask) -> str:
    api = [rule for rule in web.rules(app).values() if rule.path.startswith(web.API)]
    others = [rule for rule in web.rules(app).values() if not rule.path.startswith(web.API)]
    shown = _table(("route", "who", "what"), sorted(map(_route, api), key=lambda row: row[0].split()[::-1]))
    read = _table(("page", "who", "what"), sorted(map(_route, others)))
    return f"## `{web.API}`\n\n{shown}\n## Pages\n\n{read}"


def _route(rule: web.Rule) -> tuple[str, ...]:
    who = "everyone" if rule.public else rule.needs.name or "" if rule.needs is not None else "signed in"
    return f"`{rule.method} {rule.path.removeprefix(web.API)}`", who, sentence(rule.view)


def _settings() -> Iterator[tuple[str, ...]]:
    for name, field in Settings.model_fields.items():
        default = ",".join(field.default) if isinstance(field.default, tuple) else str(field.default)
        yield f"`HUTONG_{name.upper()}`", f"`{default}`" if default else "", field.description or ""


def _commands() -> Iterator[tuple[str, ...]]:
    for name, command in sorted(whole().commands.items()):
        yield from _command(f"hutong {name}", command)


def _command(path: str, command: click.Command) -> Iterator[tuple[str, ...]]:
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _command(f"{path} {name}", command.commands[name])
        return
    words = [_parameter(parameter) for parameter in command.params]
    yield f"`{' '.join([path, *words])}`", (command.help or "").strip().split("\n")[0]


def _parameter(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Argument):
        return parameter.make_metavar(click.Context(click.Command("x")))
    return f"[{parameter.opts[0]}]"


def _events() -> Iterator[tuple[str, ...]]:
    found = [
        thing
        for module in _modules("events")
        for thing in vars(module).values()
        if dataclasses.is_dataclass(thing) and getattr(thing, "__module__", "") == module.__name__
    ]
    for event in sorted(found, key=lambda one: (one.__module__, one.__qualname__)):  # type: ignore[union-attr]
        slice_name = event.__module__.split(".")[1]
        fields = ", ".join(f"`{field.name}`" for field in dataclasses.fields(event))
        yield f"`{slice_name}.{event.__qualname__}`", fields, sentence(event)  # type: ignore[union-attr]


def _jobs() -> Iterator[tuple[str, ...]]:
    list(_modules("jobs"))  # importing them makes their kinds known
    for name, kind in sorted(jobs.KINDS.items()):
        if kind.function.__module__.startswith("hutong."):
            yield f"`{name}`", f"{kind.every // 1000} s" if kind.every else "", sentence(kind.function)


def _modules(name: str) -> Iterator[ModuleType]:
    for part in (*ALL, "demo"):
        path = f"hutong.{part}.{name}"
        if find_spec(f"hutong.{part}") and find_spec(path):
            yield import_module(path)


def sentence(thing: Any) -> str:
    """The first line of a docstring."""
    return (inspect.getdoc(thing) or "").split("\n")[0]


def _table(head: tuple[str, ...], rows: Rows) -> str:
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
