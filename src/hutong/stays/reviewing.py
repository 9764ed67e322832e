"""How homes take part in reviews, favourites and reports."""

from collections.abc import Collection

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.booking.models import Booking
from hutong.booking.queries import taken_of
from hutong.kernel import clock, events, ids
from hutong.kernel.db import session
from hutong.kernel.pages import show_money
from hutong.reviews.events import ScoreChanged
from hutong.reviews.subjects import REVIEWABLE, SUBJECTS, Aspect, Card, Kind, Offer, Reviewable, name
from hutong.stays import actions
from hutong.stays.models import KIND, SUBJECT, Home, HomeState
from hutong.stays.queries import cards, dates

COMING = 30  # days


def install(app: Flask) -> None:
    """Let homes be reviewed, kept, reported and hidden."""
    SUBJECTS.add(app, HOMES)
    REVIEWABLE.add(app, reviewable)
    events.listen(app, ScoreChanged, actions.keep_rating)


def reviewable(booking: Booking) -> Reviewable | None:
    """Guests review the home, hosts the guest."""
    if booking.kind != KIND:
        return None
    home_id = session().scalar(select(Home.id).where(Home.resource_id == booking.resource_id))
    return Reviewable(name(SUBJECT, home_id), name("person", booking.customer_id)) if home_id else None


def home_cards(numbers: Collection[int]) -> dict[int, Card]:
    """What lists show of homes that were not removed: two statements."""
    return {
        one.id: Card(
            title=one.title,
            href=f"/homes/{ids.show(one.id)}",
            picture=one.cover,
            note=f"{one.area} · {show_money(one.price, one.currency)}",
            owner_id=one.host_id,
            live=one.state == HomeState.PUBLISHED,
        )
        for one in cards.kept(numbers)
    }


def home_offers(numbers: Collection[int]) -> dict[int, Offer]:
    """What a night of published homes costs, and how many of the next nights are free: two statements."""
    wanted = select(Home.id, Home.resource_id, Home.night_price, Home.currency)
    wanted = wanted.where(Home.id.in_(sorted(numbers)), Home.state == HomeState.PUBLISHED)
    rows = session().execute(wanted).all()
    first = clock.day_number(dates.today())
    taken = taken_of([row.resource_id for row in rows], first, first + COMING - 1)
    return {
        row.id: Offer(show_money(row.night_price, row.currency), COMING - len(taken[row.resource_id])) for row in rows
    }


HOMES = Kind(
    prefix=SUBJECT,
    label=_l("Home"),
    cards=home_cards,
    aspects=(
        Aspect("cleanliness", _l("Cleanliness")),
        Aspect("accuracy", _l("As described")),
        Aspect("location", _l("Location")),
        Aspect("communication", _l("Communication")),
        Aspect("value", _l("Value for money")),
    ),
    favourite=True,
    hide=actions.hide,
    restore=actions.restore,
    offers=home_offers,
)
