"""What is told about money, inside the transaction in which it happens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PaymentStarted:
    """Somebody wants to pay: the provider is to be told."""

    payment_id: int


@dataclass(frozen=True)
class PaymentSettled:
    """The provider has the money, by its signed word. May come late, and after the payment was given up."""

    payment_id: int
    subject: str
    amount: int
    currency: str


@dataclass(frozen=True)
class PaymentEnded:
    """A payment that will not be paid: failed, expired or closed."""

    payment_id: int
    subject: str
    state: str


@dataclass(frozen=True)
class RefundAsked:
    """Money is to go back: the provider is to be told."""

    refund_id: int
    payment_id: int
    subject: str
    amount: int
    currency: str


@dataclass(frozen=True)
class RefundSettled:
    """The provider gave money back ("done"), or will not ("failed")."""

    refund_id: int
    payment_id: int
    subject: str
    amount: int
    currency: str
    state: str
