"""What queries found, as JSON."""

from typing import cast

from hutong.media.models import Picture
from hutong.media.schemas import PictureOut
from hutong.reviews import queries
from hutong.reviews.queries import CaseRow, FavouriteRow, Standing
from hutong.reviews.schemas import AspectNameOut, BookingReviewsOut, CardOut, CaseOut, FavouriteOut, SaidOut
from hutong.reviews.subjects import Card


def booking_reviews_out(found: Standing, viewer_id: int) -> BookingReviewsOut:
    """What the two sides of a booking say about each other."""
    rows = [row for row in (found.mine, found.theirs) if row is not None]
    shown = {review.mine: review for review in queries.shown(rows, viewer_id)}
    return BookingReviewsOut(
        state=found.state,
        side=found.side,
        aspects=[AspectNameOut(code=aspect.code, label=str(aspect.label)) for aspect in found.aspects],
        until=found.until,
        mine=shown.get(True),
        theirs=shown.get(False),
    )


def favourite_out(row: FavouriteRow) -> FavouriteOut:
    """A favourite with its card."""
    return FavouriteOut(subject=row.subject, card=_card(row.card, row.subject), at=row.at)


def case_out(row: CaseRow) -> CaseOut:
    """A case with its reports."""
    case = row.case
    fields = {name: getattr(case, name) for name in CaseOut.model_fields if hasattr(case, name)}
    return CaseOut.model_validate(
        {
            **fields,
            "card": _card(row.card, case.subject) if row.card else None,
            "reasons": row.reasons,
            "latest": [SaidOut.model_validate(report) for report in row.latest],
            "actions": row.actions,
        }
    )


def _card(card: Card, subject: str) -> CardOut:
    picture = PictureOut.of(cast(Picture, card.picture)) if card.picture is not None else None
    return CardOut(
        kind=subject.partition(":")[0],
        title=card.title,
        href=card.href,
        note=card.note,
        picture=picture,
        live=card.live,
    )
