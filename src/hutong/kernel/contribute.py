"""Where a lower floor must ask, the floors above contribute answers when they are installed."""

from typing import Generic, TypeVar

from flask import Flask, current_app

T = TypeVar("T")


class Point(Generic[T]):
    """A named list of contributions of one type, kept per app."""

    def __init__(self, name: str) -> None:
        self.name = name

    def add(self, app: Flask, *items: T) -> None:
        """Contribute, in `install(app)`."""
        self._of(app).extend(items)

    def all(self, app: Flask | None = None) -> list[T]:
        """What has been contributed to the app, in the order of installing."""
        return self._of(app or current_app)

    def _of(self, app: Flask) -> list[T]:
        points: dict[str, list[T]] = app.extensions.setdefault("hutong_points", {})
        return points.setdefault(self.name, [])
