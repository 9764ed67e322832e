"""Problems: every refusal is one of these, raised beside the action that knows (RFC 9457)."""

from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from flask_babel import lazy_gettext as _l


class FieldError(NamedTuple):
    """What is wrong with one field of the input."""

    field: str
    message: Any


class Problem(Exception):
    """A refusal with its HTTP status, a stable code and a sentence for people.

    `extra` members are added to the problem document (for instance `slots`); `headers` to the answer.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    detail: Any = _l("The request could not be understood.")

    def __init__(
        self,
        detail: Any = None,
        *,
        errors: Iterable[FieldError] = (),
        headers: dict[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(self.code)
        if detail is not None:
            self.detail = detail
        self.errors = list(errors)
        self.headers = headers or {}
        self.extra = extra


class BadRequest(Problem):
    """The request itself is broken: no JSON, a wrong header."""


class BadCsrf(Problem):
    """A change without the CSRF token, or asked for by another site."""

    code = "csrf"
    detail = _l(
        "This page has been open for too long or the request came from elsewhere. Reload the page and try again."
    )


class Unauthenticated(Problem):
    """Nobody is signed in."""

    status = 401
    code = "unauthenticated"
    detail = _l("Please log in first.")


class Forbidden(Problem):
    """Signed in, but not allowed; `permission` names what is missing."""

    status = 403
    code = "forbidden"
    detail = _l("You are not allowed to do this.")


class NotFound(Problem):
    """No such thing, or not for these eyes."""

    status = 404
    code = "not_found"
    detail = _l("There is nothing here, or it is not yours to see.")


class MethodNotAllowed(Problem):
    """The address exists, the method does not."""

    status = 405
    code = "method_not_allowed"
    detail = _l("This address does not answer that method.")


class Conflict(Problem):
    """The state of things does not allow it, or no longer."""

    status = 409
    code = "conflict"
    detail = _l("This is no longer possible in the present state.")


class Stale(Problem):
    """An edit of something that changed meanwhile, or one that does not say what it saw."""

    status = 412
    code = "stale"
    detail = _l("Someone changed this in the meantime. Look at the new version and try again.")


class TooLarge(Problem):
    """The body is larger than this route takes."""

    status = 413
    code = "too_large"
    detail = _l("This is too large to be sent here.")


class UnsupportedType(Problem):
    """A body that is neither JSON nor a form."""

    status = 415
    code = "unsupported_media_type"
    detail = _l("Send JSON (application/json) or a form.")


class Invalid(Problem):
    """Fields that cannot be taken as they are."""

    status = 422
    code = "invalid"
    detail = _l("Please check the marked fields.")


class TooMany(Problem):
    """A limit is used up; `Retry-After` says for how long."""

    status = 429
    code = "too_many"
    detail = _l("Too many requests. Please wait a little.")


class Unavailable(Problem):
    """Something this needs is away for the moment."""

    status = 503
    code = "unavailable"
    detail = _l("This is not available right now. Please try again soon.")


def invalid(field: str, message: Any) -> Invalid:
    """The problem of one wrong field."""
    return Invalid(errors=[FieldError(field, message)])
