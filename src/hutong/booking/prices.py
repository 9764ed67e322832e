"""What an order costs: the one place where coupon and points meet the lines of a price."""

from dataclasses import dataclass, replace

from hutong.booking.models import DEPOSIT, NOBODY
from hutong.booking.orders import Order
from hutong.kernel import money
from hutong.kernel.errors import FieldError
from hutong.promotions import queries as promotions
from hutong.promotions.problems import PromotionRefused
from hutong.promotions.queries import Offer, Purse


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
    def off(self) -> "Off":
        """What is taken off, and by what."""
        return Off(self.offer, self.coupon_off, self.points, self.points_off)

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


@dataclass(frozen=True)
class Off:
    """What a coupon and points take off a price."""

    offer: Offer | None = None
    coupon_off: int = 0
    points: int = 0
    points_off: int = 0

    @property
    def all(self) -> int:
        """Both together."""
        return self.coupon_off + self.points_off


@dataclass(frozen=True)
class Wish:
    """A coupon's code and how many points a customer would like to use."""

    coupon: str = ""
    points: int = 0


def off(
    wish: Wish, customer_id: int, kind: str, seller_id: int, amount: int, currency: str, purse: Purse | None = None
) -> Off:
    """What a coupon and points take off this amount now; no statement where neither is wished for.

    `purse` is what the customer brings, where that was looked at. Raises what is wrong with them
    (promotions.problems), with `total`, the price without what is wrong.
    """
    offer, points_off = None, 0
    try:
        if customer_id == NOBODY and (wish.coupon or wish.points):
            raise PromotionRefused
        brought = purse or promotions.purse(customer_id, wish.coupon, wish.points != 0)
        if wish.coupon:
            offer = promotions.offer(brought.terms, kind, seller_id, amount, currency)
        coupon_off = offer.off if offer else 0
        if wish.points:
            points_off = promotions.spendable(wish.points, brought.points, amount - coupon_off, currency)
    except PromotionRefused as refused:
        refused.extra["total"] = amount - (offer.off if offer else 0)
        raise
    return Off(offer, coupon_off, wish.points, points_off)


def off_or_not(
    wish: Wish, customer_id: int, kind: str, seller_id: int, amount: int, currency: str
) -> tuple[Off, list[FieldError]]:
    """The same for showing: without the coupon or the points that cannot be used, and what is wrong with them."""
    try:
        return off(wish, customer_id, kind, seller_id, amount, currency), []
    except PromotionRefused as refused:
        less = replace(wish, points=0) if refused.field == "points" else replace(wish, coupon="")
        if less == wish or customer_id == NOBODY:
            less = Wish()
        found, more = off_or_not(less, customer_id, kind, seller_id, amount, currency)
        return found, [*refused.errors, *more]


def priced(order: Order, all_off: bool = False, purse: Purse | None = None) -> Priced:
    """What an order costs now, with its coupon and points; storefronts show it before anything is booked.

    `all_off`: nothing, at the seller's cost. `purse` as for `off`, which says what is raised.
    """
    if all_off:
        shares = tuple(line.price if line.kind != DEPOSIT else 0 for line in order.lines)
        return Priced(order, shares, (0,) * len(shares))
    wish = Wish(order.coupon.strip(), order.points)
    return _shared(order, off(wish, *_whose(order), purse))


def preview(order: Order) -> tuple[Priced, list[FieldError]]:
    """What an order costs, for showing: without a coupon or points that cannot be used, and what is wrong with them."""
    found, errors = off_or_not(Wish(order.coupon.strip(), order.points), *_whose(order))
    return _shared(order, found), errors


def _whose(order: Order) -> tuple[int, str, int, int, str]:
    return order.customer_id, order.kind, order.seller_id, order.total, order.currency


def _shared(order: Order, less: Off) -> Priced:
    """Each line's share: of the coupon by its price, of the points by what is left of it."""
    weights = [max(0, line.price) if line.kind != DEPOSIT else 0 for line in order.lines]
    coupon = money.share(less.coupon_off, weights) if less.coupon_off else [0] * len(weights)
    rest = [weight - part for weight, part in zip(weights, coupon, strict=True)]
    points = money.share(less.points_off, rest) if less.points_off else [0] * len(weights)
    by_platform = less.offer is not None and less.offer.by_platform
    return Priced(
        order,
        tuple(map(sum, zip(coupon, points, strict=True))),
        tuple((one if by_platform else 0) + other for one, other in zip(coupon, points, strict=True)),
        less.offer,
        less.coupon_off,
        less.points,
        less.points_off,
    )
