"""Payments: seeing them, saying "I have paid", and the providers' callbacks."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask_babel import lazy_gettext as _l
from sqlalchemy import Connection, insert

from hutong.accounts.models import Permission
from hutong.kernel import clock, ids
from hutong.kernel.errors import BadRequest, Invalid, NotFound, TooLarge
from hutong.kernel.jobs import wake_all
from hutong.kernel.state import state
from hutong.kernel.web import me
from hutong.payments import actions, jobs, queries
from hutong.payments.actions import NotFailed
from hutong.payments.api.base import api
from hutong.payments.gateways import Gateway, Said, Untrusted, gateway
from hutong.payments.models import Callback
from hutong.payments.schemas import DeclarationIn, PaymentOut, RefundOut

MOST_BYTES = 64_000
MOST_HEADER = 1000
GOOD = "good"
_CALLBACK = insert(Callback)
EVIDENCE = ("Wechatpay-", "Alipay-")


class Refused(BadRequest):
    """A callback that proves nothing; its row says why, the answer does not."""

    code = "callback_refused"
    detail = _l("This message was not accepted.")


@dataclass(frozen=True)
class Received:
    """A callback that was recorded, in a transaction of its own."""

    verdict: str
    thanks: tuple[str, str]


@api.get("/payments/<id:payment_id>")
def show_payment(payment_id: int) -> PaymentOut:
    """A payment of yours."""
    return PaymentOut.of(queries.own(payment_id, me().id))


@api.put("/payments/<id:payment_id>/declaration", raises=(NotFound, Invalid))
def declare_payment(payment_id: int, body: DeclarationIn) -> PaymentOut:
    """Say that you have paid: the payment is pending until the provider says so too."""
    if not body.paid:
        return PaymentOut.of(queries.own(payment_id, me().id))
    return PaymentOut.of(actions.declare(payment_id, me().id))


@api.post(
    "/refunds/<id:refund_id>/tries",
    status=200,
    needs=Permission.REFUND,
    raises=(NotFound, NotFailed),
    done=_l("The provider is asked once more."),
)
def retry_refund(refund_id: int) -> RefundOut:
    """Ask the provider once more for a refund that failed (staff)."""
    return RefundOut.model_validate(actions.retry_refund(refund_id))


def record(provider: str) -> Received:
    """Judge a callback and keep it as it came, whatever becomes of it."""
    way = gateway(provider)
    if way is None:
        raise NotFound
    if (request.content_length or 0) > MOST_BYTES:
        raise TooLarge  # before a byte of it is read
    raw = request.get_data() or urlencode(list(request.form.items(multi=True))).encode()
    verdict, said = _judge(way, raw)
    row: dict[str, Any] = {
        "id": ids.new_id(),
        "at": clock.now(),
        "provider": provider,
        "address": request.remote_addr or "",
        "headers": _evidence(),
        "raw": raw,
        "verdict": verdict,
        "said": said.plain() if said else None,
        "payment_id": ids.read(said.number) if said and verdict != "unknown_order" else None,
        "applied_at": None,
    }
    state().database.run_apart(lambda connection: _keep(connection, row))
    return Received(verdict, way.thanks())


def _keep(connection: Connection, row: dict[str, Any]) -> None:
    """What is good is kept together with the job that applies it: neither is there without the other."""
    connection.execute(_CALLBACK, row)
    if row["verdict"] == GOOD:
        jobs.apply.put_apart(connection, callback_id=row["id"])


@api.post("/payments/callbacks/<provider>", public=True, signed=True, status=200, before=record, raises=(Refused,))
def receive_callback(provider: str, ready: Received) -> Response:  # noqa: ARG001
    """A provider's signed word about a payment. It is kept, answered at once, and applied by a job."""
    if ready.verdict != GOOD:
        raise Refused
    wake_all()
    body, kind = ready.thanks
    return Response(body, mimetype=kind)


def _evidence() -> dict[str, str]:
    """The headers of a message that its signature is made of, and who sent it."""
    kept = (*EVIDENCE, "Content-Type", "User-Agent")
    return {name: value[:MOST_HEADER] for name, value in request.headers.items() if name.startswith(kept)}


def _judge(way: Gateway, raw: bytes) -> tuple[str, Said | None]:
    try:
        said = way.verify(dict(request.headers), raw)
    except Untrusted as refusal:
        return str(refusal), None
    terms = queries.terms_of(said.number)
    if terms is None or terms.provider != way.name:
        return "unknown_order", said
    if said.state == "paid" and (said.amount, said.currency) != (terms.amount, terms.currency):
        return "wrong_amount", said
    return GOOD, said
