"""Compiles the translations (.po to .mo): as a build hook for the wheel, as a command for the Makefile."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "src/hutong/**/translations/*/LC_MESSAGES/messages.po"


def compile_catalogue(source: Path) -> Path:
    """Write the .mo beside one .po, whole or not at all: a running server may be reading it."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3])
    target, unfinished = source.with_suffix(".mo"), source.with_suffix(".mo.new")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(target)
    return target


def compile_all(root: Path) -> list[Path]:
    """Compile every catalogue under `root`."""
    return [compile_catalogue(source) for source in sorted(root.glob(CATALOGUES))]


class CompileTranslations(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before the wheel, or the editable install, is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        compile_all(Path(self.root))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_catalogue(Path(name))
    if not sys.argv[1:]:
        compile_all(Path(__file__).parent)
