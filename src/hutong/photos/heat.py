"""How hot a photo is: an instant, so that it never has to be reckoned anew as time goes by.

    points = views + 5 · likes + 8 · people who commented
    heat   = the instant at which it was published + 8 hours · log₂(1 + points)

Twice as many points put a photo where one stands that was published eight hours later. A view counts once per visitor
and hour, a like once per person, and somebody who comments once, however often; owners do not count.
"""

import math
from dataclasses import dataclass

from hutong.kernel import clock

LIKE = 5
TALKER = 8
DOUBLING = 8 * clock.HOUR


@dataclass(frozen=True)
class Heat:
    """Why a photo stands where it does."""

    views: int
    likes: int
    talkers: int
    points: int
    lead_hours: float  # how much younger it seems than it is


def points(views: int, likes: int, talkers: int) -> int:
    """What people made of a photo, in one figure."""
    return views + LIKE * likes + TALKER * talkers


def heat(shown_at: int, scored: int) -> int:
    """The place of a photo among the hot ones, by when it was published and its points."""
    return shown_at + round(DOUBLING * math.log2(1 + max(0, scored)))


def explained(views: int, likes: int, talkers: int) -> Heat:
    """The reckoning of a photo, for its page."""
    scored = points(views, likes, talkers)
    return Heat(views, likes, talkers, scored, round(DOUBLING * math.log2(1 + scored) / clock.HOUR, 1))
