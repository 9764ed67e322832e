"""Questions about money; the names that others use."""

from hutong.payments.queries.payments import by_number, of, own, payment, refunds

__all__ = ["by_number", "of", "own", "payment", "refunds"]
