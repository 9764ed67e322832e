"""What an order costs: the one place where coupon and points meet the lines of a price."""

from dataclasses import dataclass

from hutong.booking.models import DEPOSIT
from hutong.booking.orders import Order


@dataclass(frozen=True)
class Priced:
    """An order with what is taken off it; each line's share, and what the platform bears of that."""

    order: Order
    shares: tuple[int, ...]
    subsidies: tuple[int, ...]
    coupon: str = ""
    coupon_off: int = 0
    points: int = 0
    points_off: int = 0

    @property
    def before(self) -> int:
        """The price without the deposit, before anything is taken off."""
        return self.order.total

    @property
    def discount(self) -> int:
        """All that is taken off."""
        return sum(self.shares)

    @property
    def subsidy(self) -> int:
        """What the platform bears of it."""
        return sum(self.subsidies)

    @property
    def total(self) -> int:
        """The price without the deposit, as it will be paid."""
        return self.before - self.discount

    @property
    def deposit(self) -> int:
        """What is paid on top and given back."""
        return self.order.deposit

    @property
    def due(self) -> int:
        """The price and the deposit."""
        return self.total + self.deposit


def priced(order: Order, all_off: bool = False) -> Priced:
    """What an order costs now; `all_off`: nothing, at the seller's cost."""
    shares = [line.price if all_off and line.kind != DEPOSIT else 0 for line in order.lines]
    return Priced(order, tuple(shares), (0,) * len(shares))
