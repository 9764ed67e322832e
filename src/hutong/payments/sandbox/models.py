"""What the sandbox provider knows: trades, as a provider would keep them."""

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel.db import Amount, Base, Instant


class SandboxTrade(Base):
    """A trade at the sandbox provider; `refunds` are amounts by the merchant's numbers."""

    __tablename__ = "sandbox_trades"

    number: Mapped[str] = mapped_column(String(64), primary_key=True)  # the merchant's
    trade_no: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(256))
    amount: Mapped[Amount]
    state: Mapped[str] = mapped_column(String(20))  # TRADE_SUCCESS, TRADE_CLOSED
    notify_url: Mapped[str] = mapped_column(String(256))
    made_at: Mapped[Instant]
    refunds: Mapped[dict[str, int]] = mapped_column(JSON)
