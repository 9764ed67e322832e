"""The staff's frame and the pages in it."""

from hutong.backoffice.pages import people, site
from hutong.backoffice.pages.base import pages
from hutong.backoffice.pages.frame import opened
from hutong.backoffice.pages.site import SETTINGS

__all__ = ["SETTINGS", "opened", "pages", "people", "site"]
