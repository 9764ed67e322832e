"""The pages of money."""

from hutong.payments.pages import earnings, payment
from hutong.payments.pages.base import pages

__all__ = ["earnings", "pages", "payment"]
