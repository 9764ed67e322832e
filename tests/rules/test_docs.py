"""Docs that cannot lie: every command, option, setting, target and file that a document names is there."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.rules.house import PACKAGE, ROOT
from tests.rules.test_reference import reference

from hutong.kernel.settings import Settings

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("clients/*/README.md")])
CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.M | re.S)
ELSEWHERE = ("HUTONG_TEST_", "HUTONG_HTTP_")  # read by tests and by compose.yaml
COMMAND = re.compile(r"(?:^|[\s/`])hutong ([a-z]+(?: [a-z]+)?)([^\n|&;#`]*)", re.M)
ROW = re.compile(r"^\| `hutong ([a-z]+(?: [a-z]+)?)([^`]*)`", re.M)
OPTION = re.compile(r"--[a-z-]+")
PATHS = re.compile(r"(?<![\w/.])(?:deploy|scripts|bench|src/hutong|tests|examples|clients|docs)/[\w./-]*[\w/]")


def pieces(document: Path) -> list[str]:
    """What stands in code, in blocks and in lines."""
    return [block or line for block, line in CODE.findall(document.read_text())]


def named(pattern: str) -> dict[str, str]:
    """Everything in code that a pattern finds, with the first document that names it."""
    found: dict[str, str] = {}
    for document in DOCUMENTS:
        for piece in pieces(document):
            for name in re.findall(pattern, piece, re.M):
                found.setdefault(name, document.relative_to(ROOT).as_posix())
    return found


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    """Every command with its options."""
    page = (reference.FOLDER / "commands.md").read_text()
    return {name: set(OPTION.findall(rest)) | {"--help"} for name, rest in ROW.findall(page)}


def test_commands_that_are_named_exist(commands: dict[str, set[str]]) -> None:
    """O-02: with the options that they are shown with."""
    wrong = []
    for document in DOCUMENTS:
        for piece in pieces(document):
            for words, rest in COMMAND.findall(piece):
                name = words if words in commands else words.split()[0]
                group = any(known.startswith(f"{name} ") for known in commands)
                if name not in commands and not (group and words == name):
                    wrong.append(f"{document.name}: hutong {words}")
                elif extra := set(OPTION.findall(rest)) - commands.get(name, set()):
                    wrong.append(f"{document.name}: hutong {words} {' '.join(sorted(extra))}")
    assert wrong == []
    assert len(commands) > 15


def test_settings_that_are_named_exist() -> None:
    """O-01."""
    known = {f"HUTONG_{name.upper()}" for name in Settings.model_fields}
    names = named(r"\bHUTONG_[A-Z0-9_]*[A-Z0-9]")
    assert {name: where for name, where in names.items() if name not in known and not name.startswith(ELSEWHERE)} == {}
    assert len(names) > 20


def test_targets_that_are_named_exist() -> None:
    """O-02."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    names = named(r"^(?:\S+ )?make (?:[A-Z]+=\S+ )?([a-z-]+)")
    assert {name: where for name, where in names.items() if name not in targets} == {}
    assert len(names) > 8


def test_files_that_are_named_exist() -> None:
    """O-06."""
    missing = {name: where for name, where in named(PATHS.pattern).items() if not (ROOT / name).exists()}
    assert missing == {}


def test_words_of_the_guide_stand_on_the_pages() -> None:
    """X-05: what is bold in the user guide is what a page says, in the language of the guide."""
    english: set[str] = set()
    chinese: set[str] = set()
    for file in PACKAGE.rglob("messages.po"):
        for message in read_po(io.BytesIO(file.read_bytes())):
            english.update([message.id] if isinstance(message.id, str) else message.id)
            chinese.update([message.string] if isinstance(message.string, str) else message.string)
    for page in sorted((ROOT / "docs" / "guide").glob("*.md")):
        known = chinese if page.stem.endswith(".zh") else english
        bold = re.findall(r"\*\*([^*]+)\*\*", page.read_text().replace("\n", " "))
        assert [words for words in bold if words not in known] == [], page.name
        assert len(bold) > 5


def test_pictures_of_the_guide_are_light() -> None:
    """X-05: at most twelve, of at most 60 kB, each of them shown."""
    pictures = sorted((ROOT / "docs" / "pictures" / "guide").glob("*"))
    assert len(pictures) <= 12
    assert [file.name for file in pictures if file.stat().st_size > 60_000] == []
    shown = "".join(page.read_text() for page in (ROOT / "docs" / "guide").glob("*.md"))
    assert [file.name for file in pictures if file.name not in shown] == []


def test_every_point_stands_in_the_architecture() -> None:
    """Where slices answer is the plan of the house: a point that is not in it is found by nobody."""
    told = (ROOT / "docs" / "architecture.md").read_text()
    points = {
        name for file in PACKAGE.rglob("*.py") for name in re.findall(r"^([A-Z_]+): Point\[", file.read_text(), re.M)
    }
    assert len(points) > 30
    assert sorted(point for point in points if f"`{point}`" not in told) == []
