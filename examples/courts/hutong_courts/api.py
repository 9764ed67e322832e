"""Courts for programs and for the pages' forms."""

from flask_babel import lazy_gettext as _l

from hutong.booking.actions import OwnBooking, PriceChanged, Taken, TooManyUnpaid
from hutong.booking.api import shown
from hutong.booking.schemas import BookingOut
from hutong.kernel import paging
from hutong.kernel.errors import Invalid, NotFound
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import Api, me
from hutong_courts import actions, queries
from hutong_courts.schemas import CourtIn, CourtOut, HoursIn

api = Api("courts", __package__ or "")


@api.get("/courts", public=True)
def list_courts(query: PageQuery) -> Page[CourtOut]:
    """Courts, newest first."""
    rows = queries.courts(query.limit, query.cursor)
    return paging.page(rows, query.limit, lambda row: paging.encode(row.id), CourtOut.model_validate)


@api.post("/courts", raises=(Invalid,), done=_l("The court is open."))
def open_court(body: CourtIn) -> CourtOut:
    """Let a court by the hour."""
    return CourtOut.model_validate(actions.open_court(me().id, body))


@api.post(
    "/courts/<id:court_id>/bookings",
    idempotent=True,
    raises=(Invalid, NotFound, Taken, PriceChanged, TooManyUnpaid, OwnBooking),
)
def book_court(court_id: int, body: HoursIn) -> BookingOut:
    """Hold hours of a court."""
    return shown(actions.book(court_id, me().id, body), new=True)
