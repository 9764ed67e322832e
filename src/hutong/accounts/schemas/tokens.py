"""What goes in and out about tokens for programs."""

from typing import Annotated

from pydantic import Field

from hutong.accounts.schemas import Password
from hutong.kernel.schemas import At, In, Line, Out, ShownId, Whole


class TokenIn(In):
    """A new token: what it is for, what it may do, and for how long."""

    name: Annotated[Line, Field(min_length=1, max_length=60)]
    scopes: Annotated[list[Annotated[Line, Field(max_length=40)]], Field(min_length=1, max_length=60)] = Field(
        description='"<slice>:read", "<slice>:write", or "*" for everything'
    )
    days: Annotated[Whole, Field(ge=1, le=3650)] | None = Field(None, description="how long it lives; null: no end")
    password: Password = Field("", description="one's own, once more")


class TokenOut(Out):
    """A token of one's own; its text is not kept."""

    id: ShownId
    name: str
    scopes: list[str]
    made_at: At
    expires_at: At | None
    last_used_at: At | None = Field(description="to within five minutes")


class TokenMadeOut(TokenOut):
    """A new token."""

    token: str = Field(description="shown this once; sent as `Authorization: Bearer …`", repr=False)
