"""The kinds of notices: each slice contributes those it tells, with their words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import gettext as _

from hutong.kernel.contribute import Point

APP = "app"


@dataclass(frozen=True)
class Kind:
    """A kind of notice, named "<topic>.<what happened>"; title and body are asked in the reader's language."""

    name: str
    title: Callable[[dict[str, Any]], str]
    body: Callable[[dict[str, Any]], str]
    ways: tuple[str, ...] = (APP, "mail")
    label: Any = ""  # what the topic is called where people choose; one kind of a topic says it
    must: bool = False  # cannot be switched off: it is about the safety of an account

    @property
    def topic(self) -> str:
        """What people switch on and off together."""
        return self.name.partition(".")[0]


class Words(NamedTuple):
    """A notice in words."""

    title: str
    body: str


KINDS: Point[Kind] = Point("notice_kinds")


def kind(name: str) -> Kind | None:
    """The kind of this name, while its slice is installed."""
    return next((each for each in KINDS.all() if each.name == name), None)


def words(name: str, data: dict[str, Any]) -> Words:
    """What a notice says to the present reader; one whose slice has gone, or whose data is old, says little."""
    found = kind(name)
    if found is not None:
        try:
            return Words(str(found.title(data)), str(found.body(data)))
        except (LookupError, TypeError, ValueError):
            pass
    return Words(_("A notice that can no longer be shown"), "")


def topics() -> dict[str, str]:
    """The topics that come by mail unless switched off, with their labels."""
    found: dict[str, str] = {}
    for each in KINDS.all():
        if "mail" in each.ways and not each.must:
            found[each.topic] = str(each.label) or found.get(each.topic) or each.topic.capitalize()
    return found
