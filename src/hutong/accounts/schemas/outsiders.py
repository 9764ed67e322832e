"""What goes in and out about logging in by way of other sites."""

from pydantic import Field

from hutong.kernel.schemas import At, In, Out, ShownId


class ProviderOut(Out):
    """A site that vouches for people here."""

    name: str
    label: str
    url: str = Field(description="where a browser begins")


class VisitIn(In):
    """What is wanted of the account that this browser has proven elsewhere."""

    register_new: bool = Field(False, description="make a new account where none is linked")


class LoginOut(Out):
    """Another site's account that opens one's own."""

    id: ShownId
    provider: str
    name: str
    made_at: At
    used_at: At | None
