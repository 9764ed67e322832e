"""The price of a stay with coupon and points, as it is shown before booking."""

from hutong.booking.models import NOBODY
from hutong.booking.prices import Off
from hutong.stays.models import KIND, Home
from hutong.stays.queries.quotes import Quote
from hutong.stays.schemas import QuoteOut


def whose(home: Home, guest_id: int | None, quote: Quote) -> tuple[int, str, int, int, str]:
    """Whom a coupon is asked for, and for what: the arguments of `booking.prices.off`."""
    return guest_id or NOBODY, KIND, home.host_id, quote.total, home.currency


def quote_of(quote: Quote, less: Off) -> QuoteOut:
    """A quote less what coupon and points take off."""
    out = QuoteOut.model_validate(quote)
    out.coupon, out.coupon_off = (less.offer.code if less.offer else ""), less.coupon_off
    out.points, out.points_off = less.points, less.points_off
    out.total = quote.total - less.all
    return out
