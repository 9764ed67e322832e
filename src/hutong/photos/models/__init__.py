"""The tables of photos."""

from hutong.photos.models.collection import Collection, CollectionItem
from hutong.photos.models.people import Follow, PhotoMute
from hutong.photos.models.photo import (
    COLUMNS,
    SUBJECT,
    Photo,
    PhotoBand,
    PhotoState,
    PhotoTag,
    PhotoWords,
    Pick,
    Tag,
    Visibility,
    guarded,
    photo_subject,
)
from hutong.photos.models.tail import Tail, TailSale, TailVisit
from hutong.photos.models.talk import COMMENT_SUBJECT, Comment, Like, comment_subject
from hutong.photos.models.views import ViewMark

__all__ = [
    "COLUMNS",
    "COMMENT_SUBJECT",
    "SUBJECT",
    "Collection",
    "CollectionItem",
    "Comment",
    "Follow",
    "Like",
    "Photo",
    "PhotoBand",
    "PhotoMute",
    "PhotoState",
    "PhotoTag",
    "PhotoWords",
    "Pick",
    "Tag",
    "Tail",
    "TailSale",
    "TailVisit",
    "ViewMark",
    "Visibility",
    "comment_subject",
    "guarded",
    "photo_subject",
]
