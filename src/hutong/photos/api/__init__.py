"""Photos for programs."""

from hutong.photos.api import collections, people, photos, picks, talk
from hutong.photos.api.base import api

__all__ = ["api", "collections", "people", "photos", "picks", "talk"]
