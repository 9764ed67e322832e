"""Promotions: coupons, and points that are earned and spent."""

from flask import Flask

from hutong.kernel import desk
from hutong.kernel.checks import AUDITS
from hutong.notices.kinds import KINDS
from hutong.promotions import checks, jobs, pages, words
from hutong.promotions.api import api
from hutong.promotions.staff import COUPONS, POINTS, staff

__all__ = ["install", "jobs"]


def install(app: Flask) -> None:
    """Serve coupons and points."""
    for blueprint in (api.blueprint, staff):
        app.register_blueprint(blueprint)
    pages.install(app)
    KINDS.add(app, *words.KINDS)
    AUDITS.add(app, checks.faults)
    desk.LISTS.add(app, COUPONS, POINTS)
