"""Docs that cannot lie: the reference pages are what the code says."""

import importlib.util

import pytest
from tests.rules.house import ROOT

from hutong.kernel import web
from hutong.kernel.settings import Settings

SPEC = importlib.util.spec_from_file_location("reference", ROOT / "scripts" / "reference.py")
assert SPEC
assert SPEC.loader
reference = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(reference)


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
