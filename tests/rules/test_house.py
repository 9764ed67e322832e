"""The rules of the house that a linter does not know."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.rules.house import PACKAGE, modules, tracked

ROOMS = {"__init__", "models", "actions", "queries", "schemas", "api", "pages", "staff", "events", "jobs", "cli"}
FREE = {"kernel", "migrations", "demo"}
DIRECTORIES = ROOMS | {"gateways", "templates", "static", "translations", "data", "messages", "sandbox"}
BANNED = {"utils", "helpers", "common", "util", "helper", "misc"}
MOST_LINES = 300
LONG_LINES_OF_DATA = {"migrations"}


def slices() -> list[str]:
    """The slices there are."""
    return sorted(one.name for one in PACKAGE.iterdir() if (one / "__init__.py").exists() and one.name not in FREE)


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions and classes that others may use, with the methods of classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (m for m in node.body if isinstance(m, ast.FunctionDef) and not m.name.startswith("_"))


@pytest.mark.parametrize("name", slices())
def test_rooms_have_their_names(name: str) -> None:
    """STYLE: a module that is no room of the house is a technical part of its slice, and then has a noun for a name."""
    folder = PACKAGE / name
    for one in folder.iterdir():
        if one.name.startswith(("__pycache__", ".")):
            continue
        assert one.stem not in BANNED, one
        if one.is_dir():
            assert one.name in DIRECTORIES, one


def test_no_file_is_too_long() -> None:
    """STYLE."""
    long = {
        name: lines
        for name in modules()
        if (lines := len((PACKAGE / name).read_text().splitlines())) > MOST_LINES
        and name.split("/")[0] not in LONG_LINES_OF_DATA
    }
    assert long == {}


def test_an_install_fits_on_a_hand() -> None:
    """STYLE: `__init__.py` of a slice has 30 lines, code that is."""
    long = {}
    for name in slices():
        lines = (PACKAGE / name / "__init__.py").read_text().splitlines()
        code = [
            line for line in lines if line.strip() and not line.lstrip().startswith(("#", '"""', "from ", "import "))
        ]
        if len(code) > 30:
            long[name] = len(code)
    assert long == {}


def test_everything_public_says_what_it_is() -> None:
    """STYLE."""
    silent = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in modules().items()
        if not name.startswith("migrations/versions")
        for node in public(tree)
        if not ast.get_docstring(node)
        and not (isinstance(node, ast.FunctionDef) and any("'setter'" in ast.dump(d) for d in node.decorator_list))
    ]
    assert silent == []


def test_nobody_commits() -> None:
    """STYLE: transactions are the kernel's."""
    found = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        if not name.startswith(("kernel/", "migrations/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("commit", "rollback")
    ]
    assert found == []


def taken_from_flask(tree: ast.Module) -> set[str]:
    """The names that a module imports from flask."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "flask":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name == "flask"}
    return found


def test_tables_and_verbs_know_no_request() -> None:
    """STYLE: they also run in jobs and commands, where there is an app and nobody who asked."""
    rooms = re.compile(r"\w+/(models|events|actions|queries|jobs)(/\w+)?\.py")
    found = {
        name: names
        for name, tree in modules().items()
        if rooms.fullmatch(name) and not name.startswith(("kernel/", "demo/"))
        if (names := taken_from_flask(tree) - {"Flask", "current_app"})
    }
    assert found == {}


def test_the_clock_is_the_only_clock() -> None:
    """STYLE: what asks another one cannot be moved by a test."""
    other = re.compile(r"\b(time\.time\(|time_ns\(|datetime\.now\(|datetime\.utcnow\(|date\.today\(|datetime\.today\()")
    found = [name for name in modules() if name != "kernel/clock.py" and other.search((PACKAGE / name).read_text())]
    assert found == []


def test_templates_have_no_scripts_of_their_own() -> None:
    """X-05: the policy would forbid them."""
    bad = re.compile(
        r"<script(?![^>]*(\bsrc=|application/ld\+json))|\bon(click|change|submit|load|input|error)\s*=|\sstyle\s*=\s*[\"']|javascript:",
        re.I,
    )
    found = [
        f"{file.relative_to(PACKAGE)}: {match.group()}"
        for file in sorted(PACKAGE.rglob("templates/**/*.html"))
        if "mail" not in file.as_posix()
        for match in bad.finditer(file.read_text())
    ]
    assert found == []


def test_pages_ask_no_outside_host() -> None:
    """X-05."""
    bad = re.compile(r"(src|href)=[\"'](https?:)?//", re.I)
    found = [file.name for file in PACKAGE.rglob("templates/**/*.html") if bad.search(file.read_text())]
    assert found == []


def test_no_registry_is_named() -> None:
    """O-06: where packages come from is the installer's business, not the repository's."""
    parts = (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"), ("deb", "debian", "org"))
    words = [".".join(name) for name in parts]
    allowed = {Path(__file__).name}
    found = []
    for file in tracked():
        if file.name in allowed or file.stat().st_size > 3_000_000 or "vendor" in file.parts:
            continue
        text = file.read_bytes().decode(errors="replace")
        found += [f"{file.name}: {word}" for word in words if word in text]
    assert found == []


def test_every_test_has_a_row_or_a_sentence() -> None:
    """STYLE: rows of the catalogue are found by grep in docstrings."""
    tests = Path(__file__).parents[1]
    silent = []
    for file in sorted((tests / "kernel").glob("test_*.py")):
        for node in ast.parse(file.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                told = ast.get_docstring(node) or ""
                if not re.match(r"[A-Z]{1,2}-?\d+", told):
                    silent.append(f"{file.name}: {node.name}")
    assert silent == []
