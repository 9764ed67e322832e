"""Where sellers are paid, and what they were paid for which week."""

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Amount, Base, Code, Id, Instant, Ref, table_args

BANK, ALIPAY = "bank", "alipay"
DUE, SENT, FAILED = "due", "sent", "failed"


class PayoutAccount(Base):
    """An account to which a seller is paid; `live_key` is the seller while it is the one in use.

    Holder and number are encrypted together; `shown` is what may be seen of the number.
    """

    __tablename__ = "payout_accounts"
    __table_args__ = table_args(Index("payout_accounts_seller", "seller_id", "id"))

    id: Mapped[Id]
    seller_id: Mapped[Ref]
    live_key: Mapped[Ref | None] = mapped_column(unique=True)
    kind: Mapped[Code]
    bank: Mapped[str] = mapped_column(String(80), default="")
    sealed: Mapped[bytes] = mapped_column(LargeBinary(1000))
    shown: Mapped[str] = mapped_column(String(40))
    made_by: Mapped[Ref]
    made_at: Mapped[Instant] = mapped_column(default=clock.now)
    ended_at: Mapped[Instant | None]


class Payout(Base):
    """What a seller is paid for a period, once; `number` counts a seller's payouts, so that no two are made at once."""

    __tablename__ = "payouts"
    __table_args__ = table_args(
        Index("payouts_period", "seller_id", "currency", "period", unique=True),
        Index("payouts_number", "seller_id", "currency", "number", unique=True),
        Index("payouts_state", "state", "id"),
    )

    id: Mapped[Id]
    seller_id: Mapped[Ref]
    currency: Mapped[str] = mapped_column(String(3))
    period: Mapped[str] = mapped_column(String(10))  # 2026-W47
    number: Mapped[int]
    amount: Mapped[Amount]
    state: Mapped[Code]
    account_id: Mapped[Ref]
    made_at: Mapped[Instant]
    done_at: Mapped[Instant | None]
    done_by: Mapped[Ref | None]
    reference: Mapped[str] = mapped_column(String(120), default="")  # the bank's number of it, or why it failed


def payout_subject(payout_id: int) -> str:
    """The name by which the ledger and the audit log know a payout."""
    return f"payout:{payout_id}"
