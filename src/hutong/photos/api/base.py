"""What the routes of photos share."""

from hutong.accounts.models import Permission
from hutong.kernel import clock
from hutong.kernel.limits import Limit
from hutong.kernel.web import Api, viewer

api = Api("photos")
UPLOADS = Limit("uploads", 300, clock.HOUR)  # shared with POST /pictures
POSTS = Limit("photos", 500, clock.DAY)
COMMENTS = Limit("comments", 10, clock.MINUTE)
TOUCHES = Limit("photo_touches", 120, clock.MINUTE)  # likes, follows, what is collected


def reader() -> int | None:
    """Whoever asks, if signed in."""
    person = viewer()
    return person.id if person else None


def moderates() -> bool:
    """Whether whoever asks may take things away."""
    person = viewer()
    return person is not None and person.can(Permission.MODERATE)
