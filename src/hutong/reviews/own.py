"""The subjects that this floor knows itself: reviews, and the people whom hosts review."""

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.accounts import queries as accounts
from hutong.kernel.db import session
from hutong.media import queries as media
from hutong.reviews import actions, subjects
from hutong.reviews.models import Review
from hutong.reviews.subjects import Aspect, Card, Kind

EXCERPT = 60


def _review_cards(ids: Collection[int]) -> dict[int, Card]:
    rows = session().scalars(select(Review).where(Review.id.in_(sorted(ids)))).all()
    above = subjects.cards({row.subject for row in rows})
    return {row.id: _review_card(row, above.get(row.subject)) for row in rows}


def _review_card(row: Review, above: Card | None) -> Card:
    text = " ".join(row.text.split())
    excerpt = f"{text[:EXCERPT]}…" if len(text) > EXCERPT else text
    return Card(
        title=excerpt or _("A review without words"),
        href=above.href if above else "",
        note=above.title if above else "",
        owner_id=row.author_id,
        live=row.visible,
    )


def _person_cards(ids: Collection[int]) -> dict[int, Card]:
    people = accounts.people(ids)
    pictures = media.pictures(person.avatar_id for person in people.values() if person.avatar_id)
    return {
        person.id: Card(
            title=person.name,
            picture=pictures.get(person.avatar_id) if person.avatar_id else None,
            owner_id=person.id,
        )
        for person in people.values()
    }


REVIEWS = Kind(
    prefix="review",
    label=_l("Review"),
    cards=_review_cards,
    hide=actions.hide,
    restore=actions.restore,
)
PEOPLE = Kind(
    prefix="person",
    label=_l("Person"),
    cards=_person_cards,
    aspects=(
        Aspect("communication", _l("Communication")),
        Aspect("tidiness", _l("Tidiness")),
        Aspect("rules", _l("House rules kept")),
    ),
)
