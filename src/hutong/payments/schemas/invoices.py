"""Invoices in and out of the API."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, field_validator

from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import At, In, Line, Out, ShownId, Text
from hutong.media.schemas import Upload
from hutong.payments.schemas.money import said


class InvoiceAskIn(In):
    """For whom an invoice is to be written; a firm's carries its tax number."""

    kind: Literal["personal", "company"]
    title: Annotated[Line, AfterValidator(said)] = Field(max_length=120)
    tax_number: Line = Field("", max_length=24)
    email: Line = Field(max_length=254)


class InvoicesQuery(PageQuery):
    """Whose invoices, and which."""

    seller: ShownId | None = None
    state: Literal["asked", "issued", "refused"] | None = None


class InvoiceIssueIn(In):
    """The number under which it was issued, and its PDF."""

    number: Annotated[Line, AfterValidator(said)] = Field(max_length=40)
    paper: Upload | None = Field(None, description="a PDF of at most 2 MB")

    @field_validator("paper", mode="before")
    @classmethod
    def nothing(cls, value: Any) -> Any:
        """A form sends an empty field where no file was chosen."""
        return None if value == "" or (hasattr(value, "filename") and not value.filename) else value


class InvoiceRefusalIn(In):
    """Why it cannot be issued."""

    reason: Annotated[Text, AfterValidator(said)] = Field(max_length=300)


class InvoiceOut(Out):
    """An invoice that was asked for."""

    id: ShownId
    kind: str
    title: str
    tax_number: str
    email: str
    what: str
    amount: int
    currency: str
    state: str
    number: str
    reason: str
    made_at: At
    done_at: At | None
