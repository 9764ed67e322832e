"""Requests for invoices (发票), and what became of them."""

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.dialects.mysql import MEDIUMBLOB
from sqlalchemy.orm import Mapped, deferred, mapped_column

from hutong.kernel.db import Amount, Base, Code, Id, Instant, Ref, table_args

ASKED, ISSUED, REFUSED = "asked", "issued", "refused"
PERSONAL, COMPANY = "personal", "company"


class Invoice(Base):
    """One invoice asked for; `live_key` is its subject unless it was refused: one for each.

    The tax office's own system issues it; its number is kept here, and its PDF where it was uploaded.
    """

    __tablename__ = "invoices"
    __table_args__ = table_args(
        Index("invoices_seller", "seller_id", "id"),
        Index("invoices_customer", "customer_id", "id"),
        Index("invoices_state", "state", "id"),
    )

    id: Mapped[Id]
    subject: Mapped[str] = mapped_column(String(80))
    live_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    seller_id: Mapped[Ref]
    customer_id: Mapped[Ref]
    what: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Amount]
    currency: Mapped[str] = mapped_column(String(3))
    kind: Mapped[Code]
    title: Mapped[str] = mapped_column(String(120))
    tax_number: Mapped[str] = mapped_column(String(18), default="")
    email: Mapped[str] = mapped_column(String(254))
    state: Mapped[Code]
    number: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    made_at: Mapped[Instant]
    done_at: Mapped[Instant | None]
    done_by: Mapped[Ref | None]
    paper: Mapped[bytes | None] = deferred(mapped_column(LargeBinary().with_variant(MEDIUMBLOB, "mysql", "mariadb")))


def invoice_subject(invoice_id: int) -> str:
    """The name by which the audit log knows an invoice."""
    return f"invoice:{invoice_id}"
