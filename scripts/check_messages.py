#!/usr/bin/env python3
"""Every text a person can meet is translated: names those that are not; --write brings the .po up to date.

A slice keeps its own catalogue, `src/hutong/<slice>/translations/zh_CN/LC_MESSAGES/messages.po`; what stands
beside the slices (app.py, cli.py) belongs to the kernel's. The texts in the code are English.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

LOCALES = ("zh_CN",)
ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "hutong"
TEMPLATES = {".html", ".txt", ".xml", ".svg", ".js"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}|%[sd]")

SINGULAR, PLURAL, CONTEXT, CONTEXT_PLURAL = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": SINGULAR,
    "gettext": SINGULAR,
    "lazy_gettext": SINGULAR,
    "_l": SINGULAR,
    "N_": SINGULAR,
    "ngettext": PLURAL,
    "lazy_ngettext": PLURAL,
    "pgettext": CONTEXT,
    "lazy_pgettext": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "lazy_npgettext": CONTEXT_PLURAL,
}
JINJA = {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false"}


def slice_of(file: Path) -> str:
    """The slice whose catalogue translates this file."""
    parts = file.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else "kernel"


def extract() -> dict[str, Catalog]:
    """The texts of every slice, by the same extraction that `pybabel extract` uses."""
    found: dict[str, Catalog] = defaultdict(Catalog)
    for file in sorted(PACKAGE.rglob("*")):
        if file.suffix == ".py" and "migrations" not in file.parts:
            method, options = "python", {}
        elif file.suffix in TEMPLATES and "templates" in file.parts:
            method, options = "jinja2.ext:babel_extract", JINJA
        else:
            continue
        messages = extract_from_file(method, file, keywords=KEYWORDS, comment_tags=["i18n:"], options=options)
        where = file.relative_to(ROOT).as_posix()
        for line, text, comments, context in messages:
            found[slice_of(file)].add(text, locations=[(where, line)], auto_comments=comments, context=context)
    return found


def catalogue_of(name: str, locale: str) -> Path:
    """Where a slice keeps its translations."""
    return PACKAGE / name / "translations" / locale / "LC_MESSAGES" / "messages.po"


def read(file: Path, locale: str) -> Catalog:
    """One catalogue as it is on disk, empty when there is none."""
    if not file.exists():
        return Catalog(
            locale=locale,
            project="Hutong",
            version="0",
            msgid_bugs_address="-",
            last_translator="Hutong contributors",
            language_team=locale,
            fuzzy=False,
        )
    with file.open("rb") as opened:
        return read_po(opened, locale=locale, abort_invalid=True)


def write(file: Path, wanted: Catalog, locale: str) -> None:
    """Bring one catalogue up to date: new texts come in empty, unused ones go, nothing is guessed."""
    kept = read(file, locale)
    kept.update(wanted, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    kept.header_comment = "# Hutong: translations of one slice. `make messages` brings them up to date.\n#"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_po(opened, kept, width=100, sort_output=True, include_lineno=False, ignore_obsolete=True)


def texts(value: object) -> list[str]:
    """A message's forms, singular or plural, as a list."""
    return [value] if isinstance(value, str) else [str(form or "") for form in value or ()]  # type: ignore[attr-defined]


def placeholders(text: str) -> set[str]:
    """The names that are filled in when the text is shown."""
    return {match.group() for match in PLACEHOLDER.finditer(text)}


def faults_of(message: Message, translated: Message | None) -> str | None:
    """What is wrong with one translation, if anything."""
    if translated is None:
        return "not in the catalogue"
    forms = texts(translated.string)
    if not forms or not all(form.strip() for form in forms):
        return "not translated"
    allowed = {name for text in texts(message.id) for name in placeholders(text)}
    for form in forms:
        if unknown := placeholders(form) - allowed:
            return f"fills in what the text has not: {', '.join(sorted(unknown))}"
        if len(texts(message.id)) == 1 and (lost := allowed - placeholders(form)):
            return f"leaves out {', '.join(sorted(lost))}"
        if "您" in form:
            return "says 您, where every other text says 你"
    return None


def check(file: Path, wanted: Catalog, locale: str) -> list[str]:
    """What is wrong in one catalogue, one line each."""
    name = file.relative_to(ROOT).as_posix()
    have = read(file, locale)
    faults = []
    for message in wanted:
        if not message.id:
            continue
        if fault := faults_of(message, have.get(message.id, message.context)):
            where = ", ".join(f"{path}:{line}" for path, line in message.locations[:3])
            faults.append(f"{name}: {texts(message.id)[0]!r} ({where}): {fault}")
    for message in have:
        if not message.id:
            continue
        if message.fuzzy:
            faults.append(f"{name}: {texts(message.id)[0]!r} is marked fuzzy")
        if wanted.get(message.id, message.context) is None:
            faults.append(f"{name}: {texts(message.id)[0]!r} is no longer used")
    faults += [f"{name}: {texts(message.id)[0]!r} is obsolete" for message in have.obsolete.values()]
    return faults


def ambiguous(found: dict[str, Catalog], locale: str) -> list[str]:
    """Texts that code asks for and slices translate differently, one line each.

    A template asks its own slice first; code gets whichever was merged last, and may read the wrong word.
    """
    said: dict[tuple[Any, Any], dict[str, str]] = defaultdict(dict)
    in_code: dict[tuple[Any, Any], str] = {}
    for name, wanted in found.items():
        have = read(catalogue_of(name, locale), locale)
        for message in wanted:
            key = tuple(texts(message.id)), message.context
            translated = have.get(message.id, message.context)
            said[key][name] = " / ".join(texts(translated.string)) if translated else ""
            used = [f"{path}:{line}" for path, line in message.locations if path.endswith(".py")]
            if used and message.id:
                in_code.setdefault(key, used[0])
    return [
        f"{key[0][0]!r} ({place}) is {' and '.join(f'{text} in {name}' for name, text in sorted(said[key].items()))}: "
        "say it the same, or use a clearer text in one of them"
        for key, place in sorted(in_code.items(), key=str)
        if len(set(said[key].values())) > 1
    ]


def main() -> int:
    """Check all catalogues, or write them."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--write", action="store_true", help="bring the .po files up to date first")
    options = arguments.parse_args()

    found = extract()
    names = set(found) | {file.parents[3].name for file in PACKAGE.glob("*/translations/*/LC_MESSAGES/messages.po")}
    faults = []
    for name in sorted(names):
        for locale in LOCALES:
            file = catalogue_of(name, locale)
            if options.write:
                write(file, found[name], locale)
            faults += check(file, found[name], locale)
    for locale in LOCALES:
        faults += ambiguous(found, locale)
    for fault in faults:
        print(fault)
    count = sum(len(catalogue) for catalogue in found.values())
    print(f"{count} texts in {len(found)} slices, {len(faults)} to mend")
    if faults and not options.write:
        print("`make messages` brings the .po files up to date; then translate the empty entries.")
    return 1 if faults and not options.write else 0


if __name__ == "__main__":
    sys.exit(main())
