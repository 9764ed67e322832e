"""What the site says, in either language, looked up by the English of its sources."""

import os
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

import hutong

LANGUAGES = ("zh", "en")
QUICK = os.environ.get("HUTONG_TEST_WALKS") == "quick"
SPOKEN = LANGUAGES[:1] if QUICK else LANGUAGES  # of journeys whose English doubles differ in words only
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


class Words:
    """Sentences in one language; a plural takes `num` and picks its form."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, source: str, **values: object) -> str:
        """A sentence of the site; raises KeyError for one that it does not know."""
        forms = catalogue()[source]
        if self.language == "zh":
            text = forms[0]
        else:
            text = plurals().get(source, source) if values.get("num", 1) != 1 else source
        return text % values if values else text.replace("%%", "%")


@cache
def catalogue() -> dict[str, tuple[str, ...]]:
    """Every source text with its Chinese."""
    found: dict[str, tuple[str, ...]] = {}
    for message in _messages():
        source, text = message.id, message.string
        singular = source if isinstance(source, str) else source[0]
        forms = (text,) if isinstance(text, str) else tuple(text)
        if singular and any(forms):
            found[singular] = forms
    return found


@cache
def plurals() -> dict[str, str]:
    """The English plural of a source text."""
    return {message.id[0]: message.id[1] for message in _messages() if not isinstance(message.id, str)}


def _messages() -> list:
    root = Path(str(hutong.__file__)).parent
    found = []
    for file in sorted(root.glob("*/translations/zh_CN/LC_MESSAGES/messages.po")):
        with file.open("rb") as opened:
            found += list(read_po(opened))
    return found
