"""What mails carry along: a PDF that is made when the mail is sent, so that no message keeps a copy of it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from hutong.kernel.contribute import Point

MAKERS: Point[tuple[str, Callable[[int], bytes | None]]] = Point("attachments")  # kind → bytes of a PDF by its id


@dataclass(frozen=True)
class Attachment:
    """A PDF to be made: its file name, its kind (see MAKERS) and what it is of."""

    name: str
    kind: str
    id: int

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def made(data: Mapping[str, Any] | None) -> tuple[str, bytes] | None:
    """Name and bytes of what a message carries along, if anything, and if it is still there."""
    told = (data or {}).get("attach")
    if not told:
        return None
    wanted = Attachment(**told)
    maker = next((make for kind, make in MAKERS.all() if kind == wanted.kind), None)
    content = maker(wanted.id) if maker else None
    return (wanted.name, content) if content else None
