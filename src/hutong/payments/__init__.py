"""Money: payments and refunds through providers, whose signed word alone counts."""

from flask import Flask

from hutong.kernel.checks import AUDITS
from hutong.kernel.events import listen
from hutong.payments import checks, events, jobs, posting
from hutong.payments.api import api
from hutong.payments.gateways import GATEWAYS, alipay, wechat
from hutong.payments.gateways.sandbox import SANDBOX
from hutong.payments.pages import pages
from hutong.payments.sandbox import web as sandbox


def install(app: Flask) -> None:
    """Serve payments and speak to their providers; in development, be one."""
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages)
    settings = app.extensions["hutong"].settings
    if settings.sandbox_open:
        app.register_blueprint(sandbox.api.blueprint)
        app.register_blueprint(sandbox.pages)
        GATEWAYS.add(app, SANDBOX)
    for way in (alipay.configured(settings), wechat.configured(settings)):
        if way is not None:
            GATEWAYS.add(app, way)
    listen(app, events.PaymentStarted, jobs.prepare_soon)
    listen(app, events.PaymentEnded, jobs.close_soon)
    listen(app, events.RefundAsked, jobs.refund_soon)
    listen(app, events.PaymentSettled, posting.payment_settled)
    listen(app, events.RefundAsked, posting.refund_asked)
    listen(app, events.RefundSettled, posting.refund_settled)
    AUDITS.add(app, checks.faults)
