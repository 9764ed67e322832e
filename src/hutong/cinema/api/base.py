"""What the routes of the cinema share."""

from hutong.kernel.web import Api, viewer

api = Api("cinema")


def viewer_id() -> int | None:
    """Who asks, if anybody is signed in."""
    found = viewer()
    return found.id if found else None
