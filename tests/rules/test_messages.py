"""What keeps translations right, itself put to the test."""

import importlib.util

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from tests.rules.house import ROOT

SPEC = importlib.util.spec_from_file_location("check_messages", ROOT / "scripts" / "check_messages.py")
assert SPEC
assert SPEC.loader
messages = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(messages)


@pytest.mark.parametrize(
    ("code", "words", "faults"),
    [
        ("stays/pages.py", ("全名", "名称"), 1),  # code may read the other slice's word
        ("stays/page.html", ("全名", "名称"), 0),  # a template asks its own slice first
        ("stays/pages.py", ("名称", "名称"), 0),
    ],
)
def test_code_never_reads_another_slices_word(monkeypatch, tmp_path, code, words, faults) -> None:
    """X4: one text that code asks for and two slices translate differently is a fault."""
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    found = {}
    for name, word in zip(("stays", "cinema"), words, strict=True):
        file = messages.catalogue_of(name, "zh_CN")
        file.parent.mkdir(parents=True)
        kept = Catalog(locale="zh_CN")
        kept.add("Name", word)
        with file.open("wb") as opened:
            write_po(opened, kept)
        found[name] = Catalog()
        found[name].add("Name", locations=[(code if name == "stays" else "cinema/page.html", 1)])
    assert len(messages.ambiguous(found, "zh_CN")) == faults
