"""What one app is made of, reachable wherever an app context is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from hutong.kernel.db import Database
    from hutong.kernel.kv import KV
    from hutong.kernel.settings import Settings


@dataclass(frozen=True)
class State:
    """The app's settings and connections."""

    settings: "Settings"
    database: "Database"
    kv: "KV"


def state() -> State:
    """The state of the current app."""
    return cast(State, current_app.extensions["hutong"])


def settings() -> "Settings":
    """The settings of the current app."""
    return state().settings
