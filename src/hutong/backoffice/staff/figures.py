"""Figures of what is no slice's alone."""

from flask_babel import gettext as _

from hutong.accounts.models import Permission
from hutong.kernel import desk
from hutong.kernel.desk import Figures, Period
from hutong.kernel.plots import Plot, Series
from hutong.media.models import Picture


def _uploads(period: Period) -> Plot:
    counts = desk.per_day(period, Picture.made_at, made=Picture.id)
    return Plot(_("Uploads"), desk.day_labels(period), [Series(_("Pictures uploaded"), counts)], _("Day"))


UPLOADS = Figures(Permission.MODERATE, _uploads, order=40)
