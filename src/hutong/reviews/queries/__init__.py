"""Questions about reviews, favourites and reports."""

from hutong.reviews.queries.favourites import FavouriteRow, favourites, kept
from hutong.reviews.queries.reports import CaseRow, case_row, cases, hidden_case, own_case
from hutong.reviews.queries.reviews import Board, Score, Standing, board, page_of, shown, standing, summary

__all__ = [
    "Board", "CaseRow", "FavouriteRow", "Score", "Standing", "board", "case_row", "cases", "favourites", "hidden_case",
    "kept", "own_case", "page_of", "shown", "standing", "summary",
]  # fmt: skip
