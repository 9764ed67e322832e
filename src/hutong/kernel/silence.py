"""An end to waiting for a PostgreSQL that is frozen: its kernel answers for it, so its library would wait for ever."""

import time
from collections.abc import Generator
from typing import Any, Self, TypeVar

import psycopg

T = TypeVar("T")


class Bounded(psycopg.Connection[Any]):
    """A connection that closes itself, and raises OperationalError, once its server has been silent for too long."""

    patience = float("inf")  # seconds

    @classmethod
    def within(cls, patience: float, lock_wait: int, *args: Any, **given: Any) -> Self:
        """A fresh connection; whoever waits for a lock is told so after `lock_wait` seconds, which is no silence."""
        made = cls.connect(*args, **given)
        made.patience = patience
        made.execute(f"SET lock_timeout = '{lock_wait}s'")
        made.commit()
        return made

    def wait(self, gen: Generator[Any, Any, T], *args: Any, **given: Any) -> T:
        """Do what psycopg does while it talks to its server, but not for ever."""
        return super().wait(self._heard(gen), *args, **given)

    def _heard(self, talk: Generator[Any, Any, T]) -> Generator[Any, Any, T]:
        """The talk itself, which is resumed with what the socket is ready for, and every 0.1 s with nothing."""
        heard = time.monotonic()
        try:
            wanted = next(talk)
            while True:
                ready = yield wanted
                now = time.monotonic()
                if ready:
                    heard = now
                elif now - heard > self.patience:
                    self.close()
                    raise psycopg.OperationalError(f"the server has said nothing for {self.patience:g} s")
                wanted = talk.send(ready)
        except StopIteration as end:
            answer: T = end.value
            return answer
