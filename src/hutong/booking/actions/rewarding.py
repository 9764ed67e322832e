"""Coupon and points of a booking: taken with it, given back once, earned when it has taken place."""

from collections.abc import Sequence

from hutong.booking.models import DEPOSIT, NOBODY, Booking, Line, subject_of
from hutong.booking.policies import ALL, LineRefund
from hutong.booking.prices import Priced
from hutong.kernel import money
from hutong.promotions import actions as promotions
from hutong.promotions import queries as offers
from hutong.promotions.problems import PromotionRefused
from hutong.promotions.queries import Lot


def take_promotions(price: Priced, booking_id: int, lots: Sequence[Lot]) -> None:
    """Use an order's coupon, and its points out of these lots, for its booking; raises what is wrong by now."""
    subject, who = subject_of(booking_id), price.order.customer_id
    try:
        if price.points:
            promotions.spend(who, price.points, subject, lots)
        if price.offer is not None:
            promotions.use(price.offer, who, subject)
    except PromotionRefused as refused:
        refused.extra["total"] = price.before
        raise


def retake_promotions(booking: Booking) -> None:
    """Money came after the hold, when coupon and points had been given back: take them again, or raise."""
    subject, who = subject_of(booking.id), booking.customer_id
    purse = offers.purse(who, booking.coupon, booking.points > 0)
    if booking.points:
        promotions.spend(who, booking.points, subject, purse.lots)
    if booking.coupon:
        before = booking.total + booking.discount
        offer = offers.offer(purse.terms, booking.kind, booking.seller_id, before, booking.currency)
        if offer.off != booking.discount - booking.points_off:
            raise PromotionRefused
        promotions.use(offer, who, subject)


def give_all_back(booking: Booking) -> None:
    """Nothing came of it, or all of it goes back: coupon and points can be used again, as far as they were not yet."""
    if booking.coupon:
        promotions.give_back(subject_of(booking.id))
    if booking.points:
        subject = subject_of(booking.id)
        promotions.give_back_points(booking.customer_id, booking.points, subject, f"{subject}:all")


def give_lines_back(booking: Booking, lines: Sequence[Line], parts: Sequence[LineRefund], last: bool) -> None:
    """Of the points what these lines had of them, as far as their price goes back; with the `last` one the coupon."""
    if booking.coupon and last and any(part.percent > 0 for part in parts if part.line.kind != DEPOSIT):
        promotions.give_back(subject_of(booking.id))
    if not booking.points:
        return
    shares = money.share(booking.points, [line.discount for line in lines])
    of_line = {line.id: share for line, share in zip(lines, shares, strict=True)}
    points = sum(of_line[part.line.id] * part.percent // ALL for part in parts)
    key = f"lines:{min((part.line.id for part in parts), default=0)}"
    promotions.give_back_points(booking.customer_id, points, subject_of(booking.id), key)


def lower_reward(booking: Booking, lines: Sequence[Line]) -> None:
    """Some of its price went back after it had taken place: what that part earned is taken back."""
    if booking.customer_id != NOBODY:
        kept = booking.total - sum(line.refund for line in lines if line.kind != DEPOSIT)
        promotions.lower_earned(booking.customer_id, kept, booking.currency, subject_of(booking.id))


def reward(booking: Booking) -> None:
    """It has taken place: what was paid and kept of its price earns points."""
    if booking.customer_id != NOBODY:
        kept = booking.total - booking.refund - booking.moved
        promotions.earn(booking.customer_id, kept, booking.currency, subject_of(booking.id))
