"""What stands on a home's page about its reviews, and the heart that keeps it."""

from typing import Any

from flask import request

from hutong.reviews import queries as reviews
from hutong.reviews import subjects
from hutong.stays.models import SUBJECT
from hutong.stays.pages.base import home_path
from hutong.stays.queries import Detail

PER_PAGE = 6


def review_words(found: Detail, person_id: int | None, arguments: str) -> dict[str, Any]:
    """The score and a page of reviews, in three statements at most; raises Invalid."""
    subject = subjects.name(SUBJECT, found.home.id)
    cursor = request.args.get("reviews")
    board = reviews.board(subject, PER_PAGE, cursor, person_id)
    more = "&".join(part for part in (arguments, f"reviews={board.page.next}") if part)
    return {
        "board": board,
        "older": f"{home_path(found.home.id, more)}#reviews" if board.page.next else None,
        "newest": f"{home_path(found.home.id, arguments)}#reviews" if cursor else None,
        "subject": subjects.show(subject),
        "kept": not found.own and subject in reviews.kept(person_id, [subject]),
    }
