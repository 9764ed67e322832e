"""What `hutong audit` proves: each slice contributes checks that yield what is wrong, row by row."""

from collections.abc import Callable, Iterable

from hutong.kernel import audit
from hutong.kernel.contribute import Point

AUDITS: Point[Callable[[], Iterable[str]]] = Point("audits")


def faults() -> list[str]:
    """Everything that is wrong, each with the row at fault; empty when the books agree."""
    return [fault for check in (audit.faults, *AUDITS.all()) for fault in check()]
