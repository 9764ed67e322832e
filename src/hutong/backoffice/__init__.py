"""The back office: the frame for staff, drawing what the slices contribute."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.backoffice import staff
from hutong.backoffice.api import api
from hutong.backoffice.pages import SETTINGS, pages
from hutong.backoffice.pages.site import logo
from hutong.kernel import desk, site
from hutong.kernel.pages import MENU, Entry


def install(app: Flask) -> None:
    """Serve the frame, and show the way to it to those who may enter."""
    app.register_blueprint(api.blueprint)
    app.register_blueprint(pages)
    enter = Entry("account", "staff", _l("Back office"), "/staff", "grid", 85, lambda: desk.may(Permission.BACK_OFFICE))
    MENU.add(app, enter)
    desk.LISTS.add(app, staff.REGIONS, staff.JOBS, staff.AUDIT)
    desk.WAITING.add(app, staff.FAILED_JOBS)
    desk.PLOTS.add(app, staff.UPLOADS)
    desk.LINKS.add(app, SETTINGS)
    site.LOGO.add(app, logo)
