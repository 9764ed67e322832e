"""Money that providers send to the platform's bank."""

from flask_babel import lazy_gettext as _l

from hutong.kernel import audit
from hutong.kernel.errors import Conflict
from hutong.kernel.state import settings
from hutong.payments.actions.ledger import post
from hutong.payments.chart import BANK, CLEARING, FEES, Side


class TransferKnown(Conflict):
    """A transfer with this reference was noted before."""

    code = "transfer_known"
    detail = _l("A transfer with this reference was noted before.")


def note_transfer(provider: str, amount: int, fee: int, reference: str) -> None:
    """A provider has sent so much to the bank and kept a fee; once a reference. Raises TransferKnown."""
    subject = f"transfer:{provider}"
    sides = (
        Side(BANK, amount, "transfer", subject),
        Side(FEES, fee, "fee", subject),
        Side(CLEARING, -amount - fee, "transfer", subject, provider),
    )
    if not post(f"transfer:{provider}:{reference}", "transfer", 0, settings().currency, sides):
        raise TransferKnown
    audit.record("ledger.transfer", subject, after={"amount": amount, "fee": fee, "reference": reference})
