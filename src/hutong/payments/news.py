"""What sellers are told about their money: the kinds of notices and their words."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Organisation
from hutong.accounts.queries import organisations
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.kernel.pages import show_money
from hutong.notices import actions as notices
from hutong.notices.kinds import Kind
from hutong.payments.models.invoices import Invoice
from hutong.payments.models.payouts import Payout, PayoutAccount

PAGE = "/earnings"


def people_of(seller_id: int) -> list[int]:
    """Who hears about a seller's money: the person, or the managers of the firm."""
    firm = session().get(Organisation, seller_id)
    return [seller_id] if firm is None else organisations.managers(firm) or [firm.owner_id]


def page_of(seller_id: int, person_id: int) -> str:
    """Where a person reads about a seller's money."""
    return PAGE if seller_id == person_id else f"{PAGE}?seller={ids.show(seller_id)}"


def account_changed(account: PayoutAccount) -> None:
    """Another account is paid from now on: whoever did it, its owners know."""
    _tell(account.seller_id, "money.account", {"shown": account.shown})


def payout(made: Payout) -> None:
    """A payout was made, sent, or came back."""
    data = {"amount": made.amount, "currency": made.currency, "period": made.period, "why": made.reference}
    _tell(made.seller_id, f"money.payout_{made.state}", data)


def invoice_asked(made: Invoice) -> None:
    """Somebody asks for an invoice."""
    for person_id in people_of(made.seller_id):
        link = page_of(made.seller_id, person_id).replace(PAGE, "/invoices")
        notices.tell(person_id, "invoice.asked", {"what": made.what}, link)


def invoice_refused(made: Invoice) -> None:
    """It cannot be issued like this; on the booking's page it can be asked for again."""
    notices.tell(made.customer_id, "invoice.refused", {"what": made.what, "why": made.reason})


def _tell(seller_id: int, kind: str, data: dict[str, Any]) -> None:
    for person_id in people_of(seller_id):
        notices.tell(person_id, kind, data, page_of(seller_id, person_id))


def _amount(data: dict[str, Any]) -> str:
    return show_money(data["amount"], data["currency"])


def _due(data: dict[str, Any]) -> str:
    return _("%(amount)s for %(period)s will be sent to you soon.", amount=_amount(data), period=data["period"])


def _sent(data: dict[str, Any]) -> str:
    return _("%(amount)s for %(period)s is on its way to your account.", amount=_amount(data), period=data["period"])


def _failed(data: dict[str, Any]) -> str:
    return _(
        '%(amount)s for %(period)s came back: "%(why)s". Please check your account; the next payout includes it.',
        amount=_amount(data),
        period=data["period"],
        why=data["why"],
    )


def _invoice(data: dict[str, Any]) -> str:
    return str(data["what"])


def _no_invoice(data: dict[str, Any]) -> str:
    return _('%(what)s: "%(why)s". You can ask again.', what=data["what"], why=data["why"])


def _account(data: dict[str, Any]) -> str:
    return _("Payouts go to %(shown)s from now on. If that was not you, tell us at once.", shown=data["shown"])


KINDS = (
    Kind("money.payout_due", lambda _data: _("Your payout was made out"), _due, label=_l("Payouts")),
    Kind("money.payout_sent", lambda _data: _("Your payout was sent"), _sent),
    Kind("money.payout_failed", lambda _data: _("Your payout came back"), _failed),
    Kind("invoice.asked", lambda _data: _("An invoice was asked for"), _invoice, label=_l("Invoices")),
    Kind("invoice.refused", lambda _data: _("Your invoice could not be issued"), _no_invoice),
    Kind("money.account", lambda _data: _("Your payout account was changed"), _account, must=True),
)
