"""What goes in and out about people."""

from typing import cast

from pydantic import Field

from hutong.accounts.principal import Principal
from hutong.kernel.schemas import Out, ShownId
from hutong.kernel.web import viewer


class UserOut(Out):
    """Whoever is signed in."""

    id: ShownId
    name: str
    avatar_url: str | None = None
    verified: bool
    language: str | None = None


class SessionOut(Out):
    """The session of this browser."""

    csrf_token: str = Field(description="to be sent as X-CSRFToken with every change")
    user: UserOut | None


def signed_in_as() -> UserOut | None:
    """The person of this session."""
    found = cast(Principal | None, viewer())
    return UserOut.model_validate(found) if found else None
