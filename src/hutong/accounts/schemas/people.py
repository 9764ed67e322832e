"""What goes in and out where staff deal with people."""

from typing import Annotated

from pydantic import AfterValidator, Field

from hutong.accounts.models import Permission
from hutong.accounts.schemas import visible
from hutong.kernel.desk import Several
from hutong.kernel.schemas import At, In, Line, Out, ShownId

Reason = Annotated[Line, Field(min_length=1, max_length=500), AfterValidator(visible)]


class ReasonIn(In):
    """Why."""

    reason: Reason


class SuspensionsIn(Several):
    """Several people, and why they are kept out."""

    reason: Reason


class IdentityDecisionIn(In):
    """Whether a real name is taken as checked; a rejection says why."""

    accept: bool
    reason: Line = Field("", max_length=500)


class PermissionsIn(In):
    """The single permissions somebody holds beside their roles."""

    permissions: list[Line] = Field(max_length=len(Permission), description="names such as MODERATE")


class HolderOut(Out):
    """What a person holds on the whole site."""

    id: ShownId
    name: str
    joined_at: At
    suspended: bool
    suspended_reason: str
    verified: bool
    roles: list[str]
    permissions: list[str] = Field(description="single ones, beside the roles'")


class EndedOut(Out):
    """How many sessions ended."""

    sessions_ended: int
