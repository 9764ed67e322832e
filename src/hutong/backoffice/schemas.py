"""What goes in and out of the staff's part of the API."""

from typing import Literal

from pydantic import Field

from hutong.kernel.schemas import In, Line


class ExportIn(In):
    """A list as a file, narrowed as its page's address says."""

    format: Literal["csv", "xlsx"] = "csv"
    query: Line = Field("", max_length=1000, description="the query string of the list's page: q=…&state=…&sort=…")
