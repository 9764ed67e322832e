"""What an order costs: the one place where coupon and points meet the lines of a price."""

from dataclasses import dataclass, replace

from hutong.booking.models import DEPOSIT, NOBODY
from hutong.booking.orders import Order
from hutong.kernel import money
from hutong.kernel.errors import FieldError
from hutong.promotions import queries as promotions
from hutong.promotions.problems import PromotionRefused
from hutong.promotions.queries import Offer


@dataclass(frozen=True)
class Priced:
    """An order with what is taken off it; each line's share, and what the platform bears of that."""

    order: Order
    shares: tuple[int, ...]
    subsidies: tuple[int, ...]
    offer: Offer | None = None
    coupon_off: int = 0
    points: int = 0
    points_off: int = 0

    @property
    def coupon(self) -> str:
        """The code of the coupon that is used."""
        return self.offer.code if self.offer else ""

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
    """What an order costs now, with its coupon and points; storefronts show it before anything is booked.

    `all_off`: nothing, at the seller's cost. Raises what is wrong with coupon or points (promotions.problems), with
    `total`, the price without what is wrong.
    """
    if all_off:
        shares = tuple(line.price if line.kind != DEPOSIT else 0 for line in order.lines)
        return Priced(order, shares, (0,) * len(shares))
    coupon_off, points_off, offer = 0, 0, None
    try:
        if order.customer_id == NOBODY and (order.coupon or order.points):
            raise PromotionRefused
        if order.coupon:
            who, what = order.customer_id, (order.kind, order.seller_id)
            offer = promotions.offer(order.coupon, who, *what, order.total, order.currency)
            coupon_off = offer.off
        if order.points:
            has = promotions.balance(order.customer_id).points
            points_off = promotions.spendable(order.points, has, order.total - coupon_off, order.currency)
    except PromotionRefused as refused:
        refused.extra["total"] = order.total - coupon_off
        raise
    return _shared(order, offer, coupon_off, points_off)


def preview(order: Order) -> tuple[Priced, list[FieldError]]:
    """What an order costs, for showing: without a coupon or points that cannot be used, and what is wrong with them."""
    try:
        return priced(order), []
    except PromotionRefused as refused:
        less = replace(order, points=0) if refused.field == "points" else replace(order, coupon="")
        price, more = preview(less)
        return price, [*refused.errors, *more]


def _shared(order: Order, offer: Offer | None, coupon_off: int, points_off: int) -> Priced:
    """Each line's share: of the coupon by its price, of the points by what is left of it."""
    weights = [max(0, line.price) if line.kind != DEPOSIT else 0 for line in order.lines]
    coupon = money.share(coupon_off, weights) if coupon_off else [0] * len(weights)
    rest = [weight - part for weight, part in zip(weights, coupon, strict=True)]
    points = money.share(points_off, rest) if points_off else [0] * len(weights)
    by_platform = offer is not None and offer.by_platform
    return Priced(
        order,
        tuple(map(sum, zip(coupon, points, strict=True))),
        tuple((one if by_platform else 0) + other for one, other in zip(coupon, points, strict=True)),
        offer,
        coupon_off,
        order.points,
        points_off,
    )
