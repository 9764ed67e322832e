"""Calls of reviews. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal

from hutong_client.shapes.reviews import (
    AppealIn,
    BookingReviewsOut,
    DecisionsIn,
    DecisionsOut,
    FavouriteOut,
    HelpfulOut,
    OwnCaseOut,
    ReportIn,
    ReviewsAnswerIn,
    ReviewsCaseOut,
    ReviewsDecisionIn,
    ReviewsReportOut,
    ReviewsReviewIn,
    TakedownIn,
    TakedownsIn,
)
from hutong_client.shapes.shared import ReviewOut, SeveralOut
from hutong_client.wire import Listing, Wire, at


class Reviews:
    """Calls of reviews."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def show_booking_reviews(self, booking_id: str) -> BookingReviewsOut:
        """What guest and host say about each other, as far as you may read it, and whether you may write."""
        return self._wire.json(BookingReviewsOut, "GET", at("/bookings/{}/reviews", booking_id))

    def write_review(self, booking_id: str, body: ReviewsReviewIn) -> ReviewOut:
        """Review the other side, within 14 days after check-out; hidden until both wrote or the time is over."""
        return self._wire.json(ReviewOut, "POST", at("/bookings/{}/review", booking_id), form=body)

    def list_reviews_of_person(self, person_id: str, *, limit: int | None = None) -> Listing[ReviewOut]:
        """What hosts say about a guest, for people who are signed in."""
        return self._wire.listing(ReviewOut, at("/people/{}/reviews", person_id), query={"limit": limit})

    def answer_review(self, review_id: str, body: ReviewsAnswerIn) -> ReviewOut:
        """Answer a review of yourself, once."""
        return self._wire.json(ReviewOut, "PUT", at("/reviews/{}/answer", review_id), body=body)

    def find_helpful(self, review_id: str) -> HelpfulOut:
        """Say that a review helped you; it counts once."""
        return self._wire.json(HelpfulOut, "PUT", at("/reviews/{}/helpful", review_id))

    def find_helpful_no_more(self, review_id: str) -> HelpfulOut:
        """Take that back."""
        return self._wire.json(HelpfulOut, "DELETE", at("/reviews/{}/helpful", review_id))

    def list_favourites(self, *, limit: int | None = None) -> Listing[FavouriteOut]:
        """What you want to find again, the latest first."""
        return self._wire.listing(FavouriteOut, "/favourites", query={"limit": limit})

    def keep_favourite(self, subject: str) -> None:
        """Keep something as a favourite, for instance `home:0123456789ABC`; it may be one already."""
        self._wire.nothing("PUT", at("/favourites/{}", subject))

    def forget_favourite(self, subject: str) -> None:
        """Let something be no favourite any more."""
        self._wire.nothing("DELETE", at("/favourites/{}", subject))

    def report(self, body: ReportIn) -> ReviewsReportOut:
        """Report something that should be looked at, once."""
        return self._wire.json(ReviewsReportOut, "POST", "/reports", body=body)

    def list_reports(
        self,
        *,
        limit: int | None = None,
        state: Literal["waiting", "open", "appealed", "hidden", "dismissed", "restored", "all"] | None = None,
        kind: str | None = None,
    ) -> Listing[ReviewsCaseOut]:
        """What was reported, one case for each subject, the newest first."""
        return self._wire.listing(ReviewsCaseOut, "/reports", query={"limit": limit, "state": state, "kind": kind})

    def show_own_report(self, case_id: str) -> OwnCaseOut:
        """What was decided about something of yours."""
        return self._wire.json(OwnCaseOut, "GET", at("/reports/{}", case_id))

    def decide_report(self, case_id: str, body: ReviewsDecisionIn) -> ReviewsCaseOut:
        """Hide, dismiss or restore what was reported; an appeal is for another moderator."""
        return self._wire.json(ReviewsCaseOut, "PUT", at("/reports/{}/decision", case_id), body=body)

    def decide_reports(self, body: DecisionsIn) -> DecisionsOut:
        """The same decision for several cases; each says what became of it."""
        return self._wire.json(DecisionsOut, "POST", "/reports/decisions", body=body)

    def take_down(self, subject: str, body: TakedownIn) -> ReviewsCaseOut:
        """Hide something that nobody reported, for instance `home:0123456789ABC`; its owner is told and may appeal."""
        return self._wire.json(ReviewsCaseOut, "PUT", at("/takedowns/{}", subject), body=body)

    def put_back(self, subject: str, body: TakedownIn) -> ReviewsCaseOut:
        """Show again what was hidden; the reason is read by its owner."""
        return self._wire.json(ReviewsCaseOut, "POST", at("/takedowns/{}/restoration", subject), body=body)

    def take_down_several(self, body: TakedownsIn) -> SeveralOut:
        """Hide several things for one reason; each says what became of it."""
        return self._wire.json(SeveralOut, "POST", "/takedowns", body=body)

    def appeal_report(self, case_id: str, body: AppealIn) -> OwnCaseOut:
        """Ask for another look at something of yours that was hidden, once."""
        return self._wire.json(OwnCaseOut, "POST", at("/reports/{}/appeal", case_id), body=body)
