"""What the site keeps of what sellers earn. A booking carries the rate of the day it was made."""

from hutong.kernel.state import settings

COUNTER = "counter"
WHOLE = 10_000  # a rate is kept in hundredths of a per cent


def rate_of(kind: str, method: str = "") -> int:
    """The rate for a kind of booking now; none of sales at a counter unless the setting says so."""
    rates = {}
    for part in settings().commission.split(","):
        name, _, number = part.rpartition("=")
        whole, _, rest = number.partition(".")
        rates[name] = int(whole) * 100 + int(f"{rest:0<2}"[:2])
    return rates.get(COUNTER, 0) if method else rates.get(kind, rates.get("", 0))


def share(amount: int, rate: int) -> int:
    """So much of an amount, halves rounded away from zero."""
    doubled = abs(amount) * rate * 2
    return (1 if amount >= 0 else -1) * ((doubled + WHOLE) // (2 * WHOLE))
