"""What changes homes; the names that the API and the demo use."""

from hutong.stays.actions.blocking import after_release, block, keep_blocks
from hutong.stays.actions.booking import book
from hutong.stays.actions.departing import leave, refund_of_leaving, write_down
from hutong.stays.actions.feeds import (
    Decided,
    add_feed,
    check_address,
    check_soon,
    decide_conflict,
    keep,
    keep_same,
    remove_feed,
    renew_address,
    take_due,
)
from hutong.stays.actions.homes import IdentityRequired, arrange, create, edit, publish, remove, strip
from hutong.stays.actions.moderating import hide, keep_rating, offer_again, restore, withhold
from hutong.stays.actions.preparing import prepare, prepare_again
from hutong.stays.actions.pricing import add_season, change_season, forget_past, remove_season, set_nights

__all__ = [
    "Decided",
    "IdentityRequired",
    "add_feed",
    "add_season",
    "after_release",
    "arrange",
    "block",
    "book",
    "change_season",
    "check_address",
    "check_soon",
    "create",
    "decide_conflict",
    "edit",
    "forget_past",
    "hide",
    "keep",
    "keep_blocks",
    "keep_rating",
    "keep_same",
    "leave",
    "offer_again",
    "prepare",
    "prepare_again",
    "publish",
    "refund_of_leaving",
    "remove",
    "remove_feed",
    "remove_season",
    "renew_address",
    "restore",
    "set_nights",
    "strip",
    "take_due",
    "withhold",
    "write_down",
]
