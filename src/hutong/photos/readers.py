"""Who asks, as photos want to know it."""

from hutong.accounts.models import Permission
from hutong.kernel.web import viewer


def reader() -> int | None:
    """Whoever asks, if signed in."""
    person = viewer()
    return person.id if person else None


def moderates() -> bool:
    """Whether whoever asks may take things away."""
    person = viewer()
    return person is not None and person.can(Permission.MODERATE)
