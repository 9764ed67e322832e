"""What is told about reviews, inside the transaction in which it happens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReviewPublished:
    """A review can be read by everybody from now on."""

    review_id: int
    subject: str
    overall: int
    author_id: int


@dataclass(frozen=True)
class ScoreChanged:
    """The score of a subject was reckoned anew: so many reviews, and the sum of their overall scores."""

    subject: str
    count: int
    total: int
