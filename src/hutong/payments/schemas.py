"""Payments in and out of the API."""

from typing import Any

from pydantic import Field

from hutong.kernel.schemas import At, In, Line, Out, ShownId
from hutong.payments.models import Payment


class PaymentIn(In):
    """How somebody wants to pay; without a provider, the site's first."""

    provider: Line | None = Field(None, max_length=32)


class DeclarationIn(In):
    """The payer's word."""

    paid: bool


class PaymentOut(Out):
    """A payment: `action` says where the payer goes, once the provider is ready."""

    id: ShownId
    state: str
    amount: int
    currency: str
    provider: str
    title: str
    action: dict[str, Any] | None
    expires_at: At
    refunded: int

    @classmethod
    def of(cls, payment: Payment) -> "PaymentOut":
        """From the row."""
        return cls.model_validate(payment)
