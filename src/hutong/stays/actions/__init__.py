"""What changes homes; the names that the API and the demo use."""

from hutong.stays.actions.blocking import after_release, block, keep_blocks
from hutong.stays.actions.booking import book
from hutong.stays.actions.homes import IdentityRequired, arrange, create, edit, publish, remove
from hutong.stays.actions.moderating import hide, keep_rating, restore

__all__ = [
    "IdentityRequired",
    "after_release",
    "arrange",
    "block",
    "book",
    "create",
    "edit",
    "hide",
    "keep_blocks",
    "keep_rating",
    "publish",
    "remove",
    "restore",
]
