"""Stays that are over: what guests and the host said of each other, and two that nobody has reviewed yet."""

from datetime import timedelta

from hutong.booking import actions as booking
from hutong.booking.actions.completing import complete
from hutong.kernel import clock
from hutong.kernel.db import session
from hutong.kernel.state import settings
from hutong.reviews import actions as reviews
from hutong.reviews.schemas import ReviewIn
from hutong.stays import queries
from hutong.stays.actions.booking import Said, order_of
from hutong.stays.models import Home

BEFORE = 12 * clock.DAY  # as long ago they booked
SAID = (
    (1, 5, "窗外就是湖，早上一推窗全是雾。林先生还送了一包桂花。", "把屋子收拾得比来时还干净，欢迎再来。"),
    (4, 4, "摇橹船从窗下过，很安静。楼梯有点陡，带老人要小心。", "准时、客气，好客人。"),
)
UNSAID = (1, 7)  # homes of stays that wait for their reviews


def stay(published: list[int], known: dict[str, int]) -> None:
    """Guests who paid the host in cash, stayed and left; in the running transaction."""
    for at, stars, by_guest, by_host in SAID:
        booking_id = _stayed(published[at], known, days=3)
        for author, overall, text in ((known["guest"], stars, by_guest), (known["host"], 5, by_host)):
            scores = {"cleanliness": 5, "location": stars, "value": 4} if author == known["guest"] else {}
            reviews.write(booking_id, author, ReviewIn(overall=overall, scores=scores, text=text))
    for at in UNSAID:
        _stayed(published[at], known, days=6)


def _stayed(home_id: int, known: dict[str, int], days: int) -> int:
    """A stay of two nights that began so many days after it was booked; its booking."""
    with clock.moved(-BEFORE):
        home = session().get_one(Home, home_id)
        first = clock.today(settings().timezone) + timedelta(days=days)
        until = first + timedelta(days=2)
        rates = queries.rates_for(home, clock.day_number(first), clock.day_number(until) - 1)
        priced = queries.quote(rates, first, until, 2)
        made = booking.sell(order_of(home, known["guest"], priced, Said()), "cash", known["host"])
    complete(made.id)
    return made.id
