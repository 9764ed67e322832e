"""Callbacks of a provider: recorded as they came, judged by their signature, answered. Each is another payment's.

.venv/bin/python -m bench.callbacks [--payments 4000] [--database mysql+pymysql://…]
"""

from urllib.parse import urlencode

from sqlalchemy import insert

from bench.report import Row, show
from bench.setting import audited, in_turns, one_by_one, options, servers, setting
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.payments.models import Payment
from hutong.payments.sandbox import server
from hutong.payments.sandbox.models import SandboxTrade

PATH = "/api/v1/payments/callbacks/sandbox"


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--payments", type=int, default=4000)
    given = parser.parse_args()
    with setting(given) as here:
        with here.app.app_context():
            requests = prepare(here.app.extensions["hutong"].database, given.payments)
        with servers(here) as ports:
            mine, yardstick = in_turns(here, ports, one_by_one(requests))
        row = Row("callback", mine, yardstick, 0.05)
        show("Callbacks", f"callbacks-{here.engine}", [row], here.circumstances, audited(here))


def prepare(database: object, count: int) -> list[bytes]:
    """So many open payments, and the provider's signed message about each, as HTTP."""
    now, rows, told = clock.now(), [], []
    for number in range(count):
        payment = ids.new_id()
        subject = f"thing:{number}"
        row = {"id": payment, "subject": subject, "live_key": subject, "payer_id": 7, "title": "x", "link": ""}
        row |= {"amount": 100, "currency": "CNY", "provider": "sandbox", "state": "open", "refunded": 0, "asked": 0}
        rows.append({**row, "reference": "", "made_at": now, "expires_at": now + clock.HOUR})
        shown = ids.show(payment)
        trade = SandboxTrade(trade_no=f"T{shown}", state="TRADE_SUCCESS", notify_url="", made_at=now, refunds={})
        trade.number, trade.title, trade.amount = shown, "x", 100
        told.append(message(urlencode(server.notification(trade, "pay")).encode()))
    database.run(lambda: session().execute(insert(Payment), rows) and None)  # type: ignore[attr-defined]
    return told


def message(body: bytes) -> bytes:
    """A form as bytes."""
    head = f"POST {PATH} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


if __name__ == "__main__":
    main()
