"""Limits on how often something may be done, counted in the kv and so never undone by a refusal."""

from typing import NamedTuple

from flask_babel import gettext as _

from hutong.kernel import clock
from hutong.kernel.errors import TooMany
from hutong.kernel.jobs import job
from hutong.kernel.state import state


class Limit(NamedTuple):
    """At most `most` times in a window of so many milliseconds."""

    name: str
    most: int
    window: int


class Spent(NamedTuple):
    """What is left of a limit: how often, and until when in milliseconds."""

    limit: Limit
    left: int
    ends_at: int

    @property
    def headers(self) -> dict[str, str]:
        """The RateLimit headers of an answer (draft-ietf-httpapi-ratelimit-headers, first form)."""
        seconds = max(0, -(-(self.ends_at - clock.now()) // 1000))
        return {
            "RateLimit-Limit": str(self.limit.most),
            "RateLimit-Remaining": str(max(0, self.left)),
            "RateLimit-Reset": str(seconds),
        }


def spend(limit: Limit, *who: object, times: int = 1) -> Spent:
    """Count once against a limit; raises TooMany with the seconds to wait when it is used up."""
    count, ends_at = state().kv.incr(_key(limit, who), limit.window, times)
    spent = Spent(limit, limit.most - count, ends_at)
    if spent.left < 0:
        raise refused(spent)
    return spent


def used(limit: Limit, *who: object) -> bool:
    """Whether a limit is used up, without counting."""
    count, _ends = state().kv.incr(_key(limit, who), limit.window, 0)
    return count >= limit.most


def forget(limit: Limit, *who: object) -> None:
    """Begin a limit anew (after a success)."""
    state().kv.delete(_key(limit, who))


def refused(spent: Spent) -> TooMany:
    """The problem of a limit that is used up."""
    wait = max(1, -(-(spent.ends_at - clock.now()) // 1000))
    return TooMany(
        _("Too many tries. Please wait %(seconds)s seconds.", seconds=wait),
        headers={"Retry-After": str(wait), **spent.headers},
        retry_after=wait,
    )


@job("kernel.forget_expired", outside=True, every=10 * clock.MINUTE)
def forget_expired() -> None:
    """Remove counts and other small values whose time is over from the kv."""
    state().kv.sweep()


def _key(limit: Limit, who: tuple[object, ...]) -> str:
    return ":".join(["limit", limit.name, *map(str, who)])[:190]
