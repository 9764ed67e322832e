"""Calls of payments. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal

from hutong_client.shapes.payments import (
    BalancesOut,
    DebtIn,
    DeclarationIn,
    DoneIn,
    EarningsOut,
    EntryOut,
    FailureIn,
    FullAccountOut,
    InvoiceIssueIn,
    InvoiceRefusalIn,
    PayoutAccountIn,
    PayoutAccountOut,
    PayoutOut,
    RefundOut,
    SettlementIn,
    SettlementOut,
    TransferIn,
    WaiverIn,
)
from hutong_client.shapes.shared import InvoiceOut, PaymentOut
from hutong_client.wire import Listing, Wire, at


class Payments:
    """Calls of payments."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def show_payment(self, payment_id: str) -> PaymentOut:
        """A payment of yours."""
        return self._wire.json(PaymentOut, "GET", at("/payments/{}", payment_id))

    def declare_payment(self, payment_id: str, body: DeclarationIn) -> PaymentOut:
        """Say that you have paid: the payment is pending until the provider says so too."""
        return self._wire.json(PaymentOut, "PUT", at("/payments/{}/declaration", payment_id), body=body)

    def retry_refund(self, refund_id: str) -> RefundOut:
        """Ask the provider once more for a refund that failed (staff)."""
        return self._wire.json(RefundOut, "POST", at("/refunds/{}/tries", refund_id))

    def receive_callback(self, provider: str) -> bytes:
        """A provider's signed word about a payment. It is kept, answered at once, and applied by a job."""
        return self._wire.file("POST", at("/payments/callbacks/{}", provider))

    def show_earnings(self, *, seller: str | None = None) -> EarningsOut:
        """What is owed to you (or to a firm of yours) now, what is still to come, and when it is paid next."""
        return self._wire.json(EarningsOut, "GET", "/earnings", query={"seller": seller})

    def waive_earnings(self, body: WaiverIn) -> None:
        """Give up all that is owed to you, for instance to leave for good."""
        self._wire.nothing("POST", "/earnings/waivers", body=body)

    def list_entries(
        self,
        *,
        limit: int | None = None,
        seller: str | None = None,
        period: str | None = None,
    ) -> Listing[EntryOut]:
        """Every entry of your statement for a period, oldest first, with the balance after it."""
        return self._wire.listing(
            EntryOut,
            "/earnings/entries",
            query={"limit": limit, "seller": seller, "period": period},
        )

    def download_statement(
        self,
        *,
        seller: str | None = None,
        period: str | None = None,
        format: Literal["csv", "xlsx", "pdf"] | None = None,
    ) -> bytes:
        """The statement for a period as a file: csv, xlsx or pdf."""
        return self._wire.file(
            "GET",
            "/earnings/statement",
            query={"seller": seller, "period": period, "format": format},
        )

    def show_payout_account(self, *, seller: str | None = None) -> PayoutAccountOut:
        """Where you are paid to; the number is masked for everybody."""
        return self._wire.json(PayoutAccountOut, "GET", "/payout-account", query={"seller": seller})

    def set_payout_account(self, body: PayoutAccountIn) -> PayoutAccountOut:
        """Be paid to a bank account or Alipay; number and holder are kept encrypted."""
        return self._wire.json(PayoutAccountOut, "PUT", "/payout-account", body=body)

    def remove_payout_account(self, *, seller: str | None = None) -> None:
        """Be paid nowhere; what is owed stays owed."""
        self._wire.nothing("DELETE", "/payout-account", query={"seller": seller})

    def list_payouts(self, *, limit: int | None = None, seller: str | None = None) -> Listing[PayoutOut]:
        """What you were paid, or will be, newest first."""
        return self._wire.listing(PayoutOut, "/payouts", query={"limit": limit, "seller": seller})

    def list_invoices(
        self,
        *,
        limit: int | None = None,
        seller: str | None = None,
        state: Literal["asked", "issued", "refused"] | None = None,
    ) -> Listing[InvoiceOut]:
        """The invoices that were asked of you, or of a firm of yours, newest first."""
        return self._wire.listing(InvoiceOut, "/invoices", query={"limit": limit, "seller": seller, "state": state})

    def issue_invoice(self, invoice_id: str, body: InvoiceIssueIn) -> InvoiceOut:
        """Say under which number it was issued, with its PDF if you have it; it is sent to who asked by mail."""
        return self._wire.json(InvoiceOut, "PUT", at("/invoices/{}/issue", invoice_id), form=body)

    def refuse_invoice(self, invoice_id: str, body: InvoiceRefusalIn) -> InvoiceOut:
        """Say why it cannot be issued like this."""
        return self._wire.json(InvoiceOut, "PUT", at("/invoices/{}/refusal", invoice_id), body=body)

    def show_invoice(self, invoice_id: str) -> bytes:
        """An issued invoice as a PDF, for who asked, who sold, and staff."""
        return self._wire.file("GET", at("/invoices/{}/pdf", invoice_id))

    def show_balances(self) -> BalancesOut:
        """What every kind of account comes to (the trial balance); debits and credits are equal."""
        return self._wire.json(BalancesOut, "GET", "/ledger/balances")

    def note_transfer(self, body: TransferIn, *, idempotency_key: str | None = None) -> BalancesOut:
        """Note that a provider has sent its money to the platform's bank, and what it kept as its fee; once a
        reference.
        """
        return self._wire.json(
            BalancesOut,
            "POST",
            "/ledger/transfers",
            body=body,
            key=idempotency_key,
            repeatable=True,
        )

    def settle_debt(self, body: DebtIn, *, idempotency_key: str | None = None) -> BalancesOut:
        """Note that a seller has paid what it owed (refunds were more than its sales), or is let off it."""
        return self._wire.json(BalancesOut, "POST", "/ledger/debts", body=body, key=idempotency_key, repeatable=True)

    def settle(self, body: SettlementIn) -> SettlementOut:
        """Settle a week that is over (the last one unless you say which): a payout for every seller who is owed
        money.
        """
        return self._wire.json(SettlementOut, "POST", "/settlements", body=body)

    def mark_sent(self, payout_id: str, body: DoneIn) -> PayoutOut:
        """Mark a payout as sent, with the bank's reference."""
        return self._wire.json(PayoutOut, "PUT", at("/payouts/{}/sending", payout_id), body=body)

    def mark_failed(self, payout_id: str, body: FailureIn) -> PayoutOut:
        """Mark a payout as failed: it is owed again, and the seller reads why."""
        return self._wire.json(PayoutOut, "PUT", at("/payouts/{}/failure", payout_id), body=body)

    def reveal_account(self, payout_id: str) -> FullAccountOut:
        """Where a payout goes, with the number in full; the audit log keeps who looked."""
        return self._wire.json(FullAccountOut, "POST", at("/payouts/{}/account", payout_id))
