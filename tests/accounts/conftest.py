"""What the accounts tell, heard by tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from hutong.accounts.events import CaptchaDrawn, CodeIssued, PasswordChanged, PersonRegistered, PersonVerified
from hutong.kernel import events

KINDS = (CaptchaDrawn, CodeIssued, PersonRegistered, PersonVerified, PasswordChanged)


@pytest.fixture
def told(app: Flask) -> Iterator[list[Any]]:
    """All events told from here on."""
    heard: list[Any] = []
    for kind in KINDS:
        events.listen(app, kind, heard.append)
    yield heard
    for kind in KINDS:
        app.extensions["hutong_events"][kind].pop()
