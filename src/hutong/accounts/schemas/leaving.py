"""What goes in and out about one's data, one's consent, and keeping others away."""

from typing import Annotated

from pydantic import Field

from hutong.accounts.models import Export
from hutong.kernel import ids
from hutong.kernel.schemas import At, In, Line, Out, ShownId


class ConsentIn(In):
    """The version that was read."""

    version: Annotated[Line, Field(min_length=1, max_length=32)]


class ConsentOut(Out):
    """What was agreed to, and when."""

    document: str
    version: str
    at: At


class BlockedOut(Out):
    """Somebody kept away."""

    id: ShownId
    name: str


class ExportOut(Out):
    """An archive of one's data."""

    id: ShownId
    ready: bool
    size: int = Field(description="bytes")
    made_at: At
    url: str | None = Field(None, description="where it is fetched, for a week")

    @classmethod
    def of(cls, row: Export) -> "ExportOut":
        """A row."""
        url = f"/api/v1/me/exports/{ids.show(row.id)}/file" if row.file else None
        return cls(id=row.id, ready=row.file is not None, size=row.size, made_at=row.made_at, url=url)
