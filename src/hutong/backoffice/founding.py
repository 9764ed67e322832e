"""The code that opens the first set-up: printed where the site is started, so that only its operator can use it."""

import hashlib
import hmac
import secrets

from sqlalchemy import select

from hutong.accounts.models import Person
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.kernel.state import state

KEY = "setup"
LIVES = clock.DAY
TRIES = 20  # wrong ones, then another code is needed
GROUPS, EACH = 3, 4


def empty() -> bool:
    """Whether nobody has an account here: only then is there anything to set up."""
    return session().scalar(select(Person.id).limit(1)) is None


def new_code() -> str:
    """A fresh code; those before it are void."""
    groups = ["".join(secrets.choice(ids.ALPHABET) for _ in range(EACH)) for _ in range(GROUPS)]
    state().kv.set(KEY, _digest("".join(groups)), LIVES)
    state().kv.delete(f"{KEY}:tries")
    return "-".join(groups)


def opens(code: str) -> bool:
    """Whether this is the code; every wrong one counts, and after some of them it is void."""
    kept = state().kv.get(KEY)
    if kept is not None and hmac.compare_digest(kept, _digest(code)):
        return True
    count, _ends = state().kv.incr(f"{KEY}:tries", LIVES)
    if count >= TRIES:
        void()
    return False


def void() -> None:
    """Let the code open nothing any more."""
    state().kv.delete(KEY)


def _digest(code: str) -> bytes:
    plain = "".join(char for char in code.upper() if char.isalnum())
    return hashlib.sha256(f"hutong setup {plain}".encode()).hexdigest().encode()
