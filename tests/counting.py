"""Holding lists to their number of SQL statements: one more row must not cost one more statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hutong.kernel import db


class Noted(list[str]):
    """Statements, but for what is looked at now and then, whoever asks: whether the site is being maintained."""

    def append(self, statement: str) -> None:
        """Note one."""
        if "FROM kv" not in statement:
            super().append(statement)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements run inside the block (of this thread)."""
    noted = Noted()
    token = db.statements.set(noted)
    try:
        yield noted
    finally:
        db.statements.reset(token)


def assert_same_count(ask: Callable[[], object], add: Callable[[], object], times: int = 3) -> None:
    """Ask, add rows, ask again: the second question takes as many statements as the first.

    Ask once before, so that what is only worked out once (caches, compiled templates) does not count.
    """
    ask()
    with counted() as few:
        ask()
    for _ in range(times):
        add()
    with counted() as many:
        ask()
    assert len(many) == len(few), "\n".join(["more rows, more statements:", *sorted(set(many) - set(few)), "", *many])
