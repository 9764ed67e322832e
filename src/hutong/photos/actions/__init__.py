"""What changes photos."""

from hutong.photos.actions.collecting import add_item, change, collect, dissolve, remove_item
from hutong.photos.actions.editing import edit
from hutong.photos.actions.liking import like, unlike
from hutong.photos.actions.moderating import hide, hide_comment, restore, restore_comment, review
from hutong.photos.actions.people import follow, mute, unfollow, unmute
from hutong.photos.actions.picking import pick, unpick
from hutong.photos.actions.posting import bring_back_words, bring_in, post
from hutong.photos.actions.tails import cut, lead
from hutong.photos.actions.talking import comment, remove_comment, reword
from hutong.photos.actions.trashing import bring_back, purge, trash

__all__ = [
    "add_item",
    "bring_back",
    "bring_back_words",
    "bring_in",
    "change",
    "collect",
    "comment",
    "cut",
    "dissolve",
    "edit",
    "follow",
    "hide",
    "hide_comment",
    "lead",
    "like",
    "mute",
    "pick",
    "post",
    "purge",
    "remove_comment",
    "remove_item",
    "restore",
    "restore_comment",
    "review",
    "reword",
    "trash",
    "unfollow",
    "unlike",
    "unmute",
    "unpick",
]
