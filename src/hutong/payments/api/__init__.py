"""The routes of money."""

from hutong.payments.api import callbacks, earnings, invoices, settlements
from hutong.payments.api.base import api

__all__ = ["api", "callbacks", "earnings", "invoices", "settlements"]
