"""People: registering, logging in, profile, real name, roles."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.accounts import gateways, jobs, leaving, mobiles, models, own, scopes, staff
from hutong.accounts.actions import choose_language
from hutong.accounts.api import api
from hutong.accounts.gateways import chosen
from hutong.accounts.pages import TABS, pages, people
from hutong.accounts.principal import authenticate
from hutong.kernel import desk, web
from hutong.kernel.pages import LANGUAGE_CHOSEN, MENU, Entry
from hutong.kernel.search import SHELVES
from hutong.media.models import SHOWN_BY

__all__ = ["install", "jobs", "models"]


def install(app: Flask) -> None:
    """Serve routes and pages of accounts, and know who is signed in."""
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages)
    web.AUTHENTICATE.add(app, authenticate)
    web.GATES.add(app, scopes.only_the_api, scopes.only_the_proven, scopes.only_the_active, scopes.only_the_agreed)
    LANGUAGE_CHOSEN.add(app, choose_language)
    leaving.EXPORTS.add(app, own.export)
    SHOWN_BY.add(app, models.Person.avatar_id)
    leaving.UNSETTLED.add(app, own.unsettled)
    gateways.PROVIDERS.add(app, *chosen.providers(app.extensions["hutong"].settings))
    SHELVES.add(app, people.shelf)
    MENU.add(app, Entry("account", "me", _l("My account"), "/me", "person-circle", order=80))
    MENU.add(app, Entry("footer", "terms", _l("Terms and privacy"), "/terms", order=80))
    desk.LISTS.add(app, *staff.LISTS)
    desk.WAITING.add(app, *staff.WAITING)
    desk.PLOTS.add(app, *staff.PLOTS)
    app.jinja_env.globals["account_tabs"] = TABS
    app.jinja_env.filters["masked"] = mobiles.masked
    app.jinja_env.filters["in_words"] = lambda code, words: (code, words[code])
