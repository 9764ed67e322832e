"""Where traces go through the kernel: nothing happens here unless HUTONG_TRACES_URL is set (see `watching`)."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol, cast
from urllib.parse import urlsplit

from flask import current_app, has_app_context


class Tracer(Protocol):
    """What traces, if anything does."""

    def carried(self) -> str | None:
        """What a job takes along of what runs now, as a `traceparent`."""

    def job(self, name: str, asked_by: str | None) -> AbstractContextManager[None]:
        """A span for a job, linked to the one that asked for it."""

    def failed(self) -> None:
        """The job at hand could not be done."""

    def call(self, name: str, about: dict[str, str | int]) -> AbstractContextManager[None]:
        """A span for asking somebody else, below what runs now."""


def _tracer() -> Tracer | None:
    return cast("Tracer | None", current_app.extensions.get("hutong_tracer")) if has_app_context() else None


def carried() -> str | None:
    """What a job that is being written takes along of the request or job that writes it."""
    tracer = _tracer()
    return tracer.carried() if tracer else None


@contextmanager
def job(name: str, asked_by: str | None) -> Iterator[None]:
    """Around the run of a job."""
    tracer = _tracer()
    with tracer.job(name, asked_by) if tracer else nullcontext():
        yield


def failed() -> None:
    """The job at hand could not be done: it will be tried again, or is given up."""
    tracer = _tracer()
    if tracer:
        tracer.failed()


def outbound(method: str, url: str) -> AbstractContextManager[None]:
    """Around a request over HTTP to somebody else; of the address only the host is told."""
    return _call(method, {"http.request.method": method, "server.address": urlsplit(url).hostname or ""})


def call(name: str, url: str) -> AbstractContextManager[None]:
    """Around a question to a server of our own choice that is not asked by way of `exchange` or `outbound`."""
    return _call(name, {"server.address": urlsplit(url).hostname or ""})


@contextmanager
def _call(name: str, about: dict[str, str | int]) -> Iterator[None]:
    tracer = _tracer()
    with tracer.call(name, about) if tracer else nullcontext():
        yield
