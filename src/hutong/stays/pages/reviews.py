"""What stands on a home's page about its reviews, and the heart that keeps it."""

from typing import Any

from flask import request

from hutong.reviews import queries as reviews
from hutong.reviews import subjects
from hutong.reviews.queries import Board
from hutong.stays.models import SUBJECT
from hutong.stays.pages.base import home_path
from hutong.stays.queries import Detail

PER_PAGE = 6


def reviews_of(found: Detail, person_id: int | None) -> Board:
    """The score of a home and a page of its reviews, in two statements at most; raises Invalid."""
    subject = subjects.name(SUBJECT, found.home.id)
    return reviews.board(subject, PER_PAGE, request.args.get("reviews"), person_id)


def board_values(board: Board) -> tuple[Any, ...]:
    """All that is read in it, as plain values."""
    return board.score, board.page.model_dump_json()


def review_words(found: Detail, board: Board, person_id: int | None, arguments: str) -> dict[str, Any]:
    """What the template says about the reviews, in one statement at most."""
    subject = subjects.name(SUBJECT, found.home.id)
    more = "&".join(part for part in (arguments, f"reviews={board.page.next}") if part)
    return {
        "board": board,
        "older": f"{home_path(found.home.id, more)}#reviews" if board.page.next else None,
        "newest": f"{home_path(found.home.id, arguments)}#reviews" if "reviews" in request.args else None,
        "subject": subjects.show(subject),
        "kept": not found.own and subject in reviews.kept(person_id, [subject]),
    }
