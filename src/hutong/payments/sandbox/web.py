"""The sandbox provider's page for the payer, and its address for merchants' questions."""

from urllib.parse import urlencode

from flask import Response, render_template, request
from pydantic import Field

from hutong.kernel.errors import NotFound
from hutong.kernel.schemas import In, Out, Text
from hutong.kernel.security import only_loopback
from hutong.kernel.state import settings
from hutong.kernel.web import Api, Pages, header
from hutong.payments.gateways.sandbox import PAGE, SERVER
from hutong.payments.sandbox import server

api = Api("payments")
api.blueprint.name = "sandbox_api"
pages = Pages("payments")
pages.name = "sandbox"


class PressIn(In):
    """A button on the provider's page: the order as the merchant signed it, and what shall happen."""

    order: Text = Field(max_length=8000)
    how: str = Field(pattern=f"^({'|'.join(server.HOW)})$")


class PressOut(Out):
    """Where the payer goes now."""

    return_path: str


@pages.page(PAGE, public=True, hidden=True)
def pay() -> str:
    """The provider's own page: the order, and the ways in which paying may go."""
    _only_here()
    header("Cache-Control", "no-store")
    order = server.read_order(request.query_string)
    return render_template(
        "payments/sandbox.html", order=order, trade=server.trade(order.number), signed=request.query_string.decode()
    )


@api.post("/dev/sandbox/trades", public=True, hidden=True)
def press(body: PressIn) -> PressOut:
    """Pay, refuse, or let something go wrong."""
    _only_here()
    order = server.read_order(body.order.encode())
    server.pay(order, body.how)
    return PressOut(return_path=order.return_path)


@api.post(SERVER, public=True, signed=True, hidden=True, status=200)
def answer() -> Response:
    """The address that merchants' servers ask."""
    _only_here()
    fields = request.get_data() or _as_sent()
    return Response(server.answer(fields), mimetype="application/json")


def _as_sent() -> bytes:
    return urlencode(list(request.form.items(multi=True))).encode()


def _only_here() -> None:
    if not settings().sandbox_open:
        raise NotFound
    if settings().development:
        only_loopback()
