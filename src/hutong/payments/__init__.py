"""Money: payments and refunds through providers, whose signed word alone counts."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.kernel.checks import AUDITS
from hutong.kernel.desk import LINKS, LISTS, PLOTS, WAITING
from hutong.kernel.events import listen
from hutong.kernel.metrics import GAUGES, Gauge
from hutong.kernel.pages import MENU, Entry
from hutong.notices.attachments import MAKERS
from hutong.notices.kinds import KINDS
from hutong.payments import checks, events, jobs, leaving, lists, news, paper, posting, queries, staff, statements
from hutong.payments.api import api
from hutong.payments.gateways import GATEWAYS, alipay, wechat
from hutong.payments.gateways.sandbox import SANDBOX
from hutong.payments.pages import pages
from hutong.payments.sandbox import web as sandbox


def install(app: Flask) -> None:
    """Serve payments and speak to their providers; in development, be one."""
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages)
    app.register_blueprint(staff.staff)
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
    leaving.install(app)
    AUDITS.add(app, checks.faults)
    KINDS.add(app, *news.KINDS)
    statements.NAMES.add(app, statements.payout_names)
    MAKERS.add(app, ("invoice", paper.attached))
    LISTS.add(app, lists.PAYMENTS, lists.REFUND_LIST, lists.CALLBACKS, staff.PAYOUTS, staff.INVOICES)
    LINKS.add(app, staff.LEDGER)
    WAITING.add(app, staff.WAITING, lists.FAILED_REFUNDS)
    PLOTS.add(app, lists.TAKINGS)
    GAUGES.add(app, Gauge("hutong_payments_live", "Payments that were begun and have not ended", queries.live))
    GAUGES.add(app, Gauge("hutong_refunds_waiting", "Refunds that are not settled", queries.refunds_waiting))
    MENU.add(app, Entry("account", "earnings", _l("Earnings"), "/earnings", "wallet2", order=48))
