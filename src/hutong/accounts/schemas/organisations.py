"""What goes in and out about firms and their members."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from hutong.accounts.models import Organisation
from hutong.accounts.schemas import visible
from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, Line, Out, ShownId

Kind = Literal["cinema", "host"]
State = Literal["pending", "approved", "rejected", "suspended"]
Login = Annotated[Line, Field(min_length=1, max_length=254)]
FirmName = Annotated[Line, Field(min_length=2, max_length=100), AfterValidator(visible)]
RoleCode = Annotated[Line, Field(min_length=1, max_length=32)]


class OrganisationIn(In):
    """A firm to be approved."""

    kind: Kind
    name: FirmName


class ApplicationIn(In):
    """A firm that was rejected, mended."""

    name: FirmName


class OrganisationQuery(PageQuery):
    """Which organisations are listed: one's own, or (staff) all that one may decide about."""

    whose: Literal["mine", "all"] = "mine"
    state: State | None = Field(None, description="with `whose=all`")


class OrganisationOut(Out):
    """A firm."""

    id: ShownId
    kind: Kind
    name: str
    state: State
    reason: str = Field(description="of the last decision")
    made_at: At
    role: str | None = Field(None, description="one's own role in it")

    @classmethod
    def of(cls, row: Organisation, role: str | None = None) -> "OrganisationOut":
        """A row and the reader's role in it."""
        return cls.model_validate(row).model_copy(update={"role": role})


class DecisionIn(In):
    """What staff decide about a firm, and why; its managers read the reason."""

    state: Literal["approved", "rejected", "suspended"]
    reason: Annotated[Line, Field(min_length=1, max_length=500), AfterValidator(visible)]


class MemberIn(In):
    """Somebody to be taken in, named as they log in."""

    login: Login
    role: RoleCode


class RoleIn(In):
    """Another role."""

    role: RoleCode


class MemberOut(Out):
    """Somebody who belongs to a firm."""

    person_id: ShownId
    name: str
    role: str
    since: At
