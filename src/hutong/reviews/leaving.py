"""What reviews put into the archive of a person's data."""

from flask import Flask
from sqlalchemy import select

from hutong.accounts.leaving import EXPORTS, Archive
from hutong.reviews.models import Favourite, Report, Review


def install(app: Flask) -> None:
    """Contribute to archives."""
    EXPORTS.add(app, export)


def export(person_id: int, archive: Archive) -> None:
    """What a person has reviewed, kept and reported."""
    archive.rows("reviews/reviews.json", select(Review).where(Review.author_id == person_id).order_by(Review.id))
    archive.rows("reviews/favourites.json", select(Favourite).where(Favourite.person_id == person_id))
    archive.rows("reviews/reports.json", select(Report).where(Report.person_id == person_id))
