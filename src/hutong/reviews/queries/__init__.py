"""Questions about reviews, favourites and reports."""

from hutong.reviews.queries.favourites import FavouriteRow, favourites, kept
from hutong.reviews.queries.reports import CaseRow, case_row, cases, own_case
from hutong.reviews.queries.reviews import Score, Standing, page_of, shown, standing, summary

__all__ = [
    "CaseRow", "FavouriteRow", "Score", "Standing", "case_row", "cases", "favourites", "kept", "own_case", "page_of",
    "shown", "standing", "summary",
]  # fmt: skip
