"""What is told about bookings, inside the transaction in which it happens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BookingNews:
    """What every event about a booking carries."""

    booking_id: int
    kind: str
    resource_id: int
    customer_id: int
    seller_id: int
    state: str  # the one it is in now


@dataclass(frozen=True)
class BookingMade(BookingNews):
    """Slots are claimed: requested or held."""


@dataclass(frozen=True)
class BookingAccepted(BookingNews):
    """The host said yes; it waits for payment."""


@dataclass(frozen=True)
class BookingRejected(BookingNews):
    """The host said no."""


@dataclass(frozen=True)
class BookingPaid(BookingNews):
    """The money is there, the slots are kept."""


@dataclass(frozen=True)
class BookingExpired(BookingNews):
    """Nobody answered or paid in time."""


@dataclass(frozen=True)
class BookingCancelled(BookingNews):
    """Guest or host called it off."""


@dataclass(frozen=True)
class BookingRefunded(BookingNews):
    """Money came when the slots were gone, and goes back."""


@dataclass(frozen=True)
class BookingCompleted(BookingNews):
    """It has taken place."""


@dataclass(frozen=True)
class DepositReturned(BookingNews):
    """Nobody claimed the deposit, or not all of it: the rest goes back to the guest."""

    amount: int


@dataclass(frozen=True)
class DepositTaken(BookingNews):
    """A claim on the deposit was upheld: so much of it is the seller's."""

    amount: int


@dataclass(frozen=True)
class LinesCancelled(BookingNews):
    """Some lines were called off, the others live on: these slots are free, and so much of the price goes back."""

    line_ids: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()
    refund: int = 0


@dataclass(frozen=True)
class PaidBack(BookingNews):
    """Money of a sale at the counter was given back there ("cash", "card"); no provider is asked; the key is unique."""

    amount: int = 0
    currency: str = ""
    method: str = ""
    key: str = ""


@dataclass(frozen=True)
class CreditMoved(BookingNews):
    """What lines of an earlier booking were worth pays for this one; less than nothing: it goes back there."""

    origin_id: int = 0
    amount: int = 0
    key: str = ""


@dataclass(frozen=True)
class CaseRefunded(BookingNews):
    """A case gives so much of the price back, borne by the seller or the platform; the refund itself follows."""

    case_id: int = 0
    amount: int = 0
    borne_by: str = "seller"
