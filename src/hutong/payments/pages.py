"""The page on which a payment is waited for; providers send payers back to it. It only reads."""

from typing import Any

from flask import redirect, render_template, request

from hutong.kernel import clock
from hutong.kernel.web import Pages, me
from hutong.payments import queries
from hutong.payments.models import LIVE, OPEN

pages = Pages("payments")


@pages.page("/payments/<id:payment_id>")
def payment(payment_id: int) -> Any:
    """Where a payment stands; with `?go` on to the provider as soon as it is ready."""
    found = queries.own(payment_id, me().id)
    url = (found.action or {}).get("url", "")
    going = "go" in request.args
    if going and found.state == OPEN and url:
        return redirect(url, code=303)
    left = max(0, (found.expires_at - clock.now()) // 1000)
    waiting = found.state in LIVE and left > 0
    return render_template(
        "payments/payment.html", payment=found, url=url, left=left, waiting=waiting, going=going and waiting
    )
