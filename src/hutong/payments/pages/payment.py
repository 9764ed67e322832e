"""The page on which a payment is waited for; providers send payers back to it. It only reads."""

from typing import Any

import segno
from flask import redirect, render_template, request
from markupsafe import Markup

from hutong.kernel import clock
from hutong.kernel.web import me
from hutong.payments import queries
from hutong.payments.models import LIVE, OPEN
from hutong.payments.pages.base import pages


@pages.page("/payments/<id:payment_id>")
def payment(payment_id: int) -> Any:
    """Where a payment stands; with `?go` on to the provider as soon as it is ready."""
    found = queries.own(payment_id, me().id)
    action = found.action or {}
    url = (action.get("mobile_url") if "Mobi" in request.user_agent.string else "") or action.get("url", "")
    scan = action.get("kind") == "qr"  # a code to be scanned with the provider's app is shown, not followed
    going = "go" in request.args and not scan
    if going and found.state == OPEN and url:
        return redirect(url, code=303)
    left = max(0, (found.expires_at - clock.now()) // 1000)
    waiting = found.state in LIVE and left > 0
    return render_template(
        "payments/payment.html",
        payment=found,
        url="" if scan else url,
        code=_drawn(url) if scan and waiting and url else None,
        left=left,
        waiting=waiting,
        going=going and waiting,
        bridge=action.get("parameters") if action.get("kind") == "app" and waiting and found.state == OPEN else None,
    )


def _drawn(text: str) -> Markup:
    """A QR code as an SVG, dark on white whatever the colours of the page."""
    return Markup(segno.make(text, error="m").svg_inline(scale=6, border=3, dark="#000", light="#fff"))  # noqa: S704
