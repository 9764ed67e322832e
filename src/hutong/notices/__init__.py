"""Notices: in the app, by mail, by SMS."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.accounts.events import AccountClosed, ActivationAsked, AddressKnown, CaptchaDrawn, CodeIssued, ResetAsked
from hutong.kernel import desk, events
from hutong.kernel.pages import MENU, UNREAD, Entry
from hutong.notices import actions, leaving, news, queries, staff
from hutong.notices.api import api
from hutong.notices.gateways.netease import Netease
from hutong.notices.gateways.sms import GATEWAYS
from hutong.notices.gateways.yuntongxun import Yuntongxun
from hutong.notices.pages import dev, pages


def install(app: Flask) -> None:
    """Show notices, listen to accounts, and keep an outbox in development."""
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages)
    if app.extensions["hutong"].settings.development:
        app.register_blueprint(dev)
    GATEWAYS.add(app, Yuntongxun(), Netease())
    UNREAD.add(app, queries.unread_of_reader)
    MENU.add(app, Entry("account", "notices", _l("Notices"), "/notices", "bell", order=70))
    desk.LISTS.add(app, staff.MESSAGES)
    desk.WAITING.add(app, staff.UNSENT)
    news.install(app)
    leaving.install(app)
    events.listen(app, CodeIssued, actions.send_code)
    events.listen(app, ActivationAsked, actions.send_activation)
    events.listen(app, ResetAsked, actions.send_reset)
    events.listen(app, AccountClosed, actions.forget)
    events.listen(app, AddressKnown, actions.send_known)
    events.listen(app, CaptchaDrawn, actions.show_captcha)
