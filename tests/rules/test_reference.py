"""Docs that cannot lie: the reference pages are what the code says."""

import importlib.util
import json
from types import ModuleType

import pytest
from flask import Flask
from tests.rules.house import ROOT

from hutong.kernel import openapi, web
from hutong.kernel.settings import Settings


def script(name: str) -> ModuleType:
    """A module of scripts/."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference, client = script("reference"), script("client")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """What the pages should say."""
    return reference.pages()


@pytest.mark.parametrize("name", ["routes.md", "settings.md", "commands.md", "events.md"])
def test_a_reference_page_is_what_the_code_says(pages: dict[str, str], name: str) -> None:
    """X-01: no name missing, none stale; `scripts/reference.py` writes them."""
    file = reference.FOLDER / name
    have = set(file.read_text().splitlines()) if file.exists() else set()
    want = set(pages[name].splitlines())
    assert (sorted(want - have), sorted(have - want)) == ([], []), f"run scripts/reference.py ({name})"


def test_everything_listed_says_what_it_is(pages: dict[str, str]) -> None:
    """X-01: no empty last column."""
    empty = [
        line for text in pages.values() for line in text.splitlines() if line.startswith("| `") and line[-3:] == "  |"
    ]
    assert empty == []


def test_every_setting_is_described() -> None:
    """O-01."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_address_is_declared() -> None:
    """A-12: nothing is reached but by the kernel's way of declaring routes, with its gate."""
    app = reference._app()
    known = {*web.rules(app), "static"}
    strange = [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint not in known]
    assert [name for name in strange if not name.endswith(".static")] == []


def test_the_python_client_is_what_the_api_says(house: Flask) -> None:
    """X-01: each operation is a method; `scripts/reference.py` writes them."""
    with house.app_context():
        made = client.files(json.loads(json.dumps(openapi.document(house))))
    assert client.differences(made) == [], "run scripts/reference.py"
