"""What can be done with reviews, favourites and reports."""

from hutong.reviews.actions.deciding import appeal, decide, decide_some
from hutong.reviews.actions.favourites import forget, keep
from hutong.reviews.actions.moderating import hide, restore
from hutong.reviews.actions.reporting import report
from hutong.reviews.actions.takedowns import put_back, take_down
from hutong.reviews.actions.voting import vote, withdraw_vote
from hutong.reviews.actions.writing import answer, may_write, write

__all__ = [
    "answer", "appeal", "decide", "decide_some", "forget", "hide", "keep", "may_write", "put_back", "report",
    "restore", "take_down", "vote", "withdraw_vote", "write",
]  # fmt: skip
