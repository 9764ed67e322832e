"""How photos and comments take part in favourites, reports and moderation."""

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.photos import actions
from hutong.photos.models import COMMENT_SUBJECT, SUBJECT, Comment, Visibility
from hutong.photos.queries import cards
from hutong.reviews.subjects import Card, Kind

EXCERPT = 60


def photo_cards(numbers: Collection[int]) -> dict[int, Card]:
    """What lists show of photos; the picture only where everybody may see it."""
    return {
        one.id: Card(
            title=_title(one),
            href=f"/photos/{ids.show(one.id)}",
            picture=None if one.guarded else one.picture,
            note=one.owner.name,
            owner_id=one.owner.id,
            live=not one.guarded,
        )
        for one in cards.of(numbers).values()
    }


def comment_cards(numbers: Collection[int]) -> dict[int, Card]:
    """What lists show of comments."""
    rows = session().scalars(select(Comment).where(Comment.id.in_(sorted(numbers)), Comment.deleted_at.is_(None))).all()
    above = cards.of({row.photo_id for row in rows})
    return {
        row.id: Card(
            title=_excerpt(row.text),
            href=f"/photos/{ids.show(row.photo_id)}#comment-{ids.show(row.id)}",
            note=_title(above[row.photo_id]),
            owner_id=row.author_id,
            live=row.hidden_at is None and not above[row.photo_id].guarded,
        )
        for row in rows
        if row.photo_id in above
    }


def _title(one: cards.Card) -> str:
    """What a photo is called; its words are nobody's but its owner's while not everybody may see it."""
    if one.visibility not in (Visibility.PUBLIC, Visibility.LINK):
        return _("A photo that is not public")
    return one.title[:EXCERPT] or _("A photo without words")


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:EXCERPT]}…" if len(line) > EXCERPT else line


PHOTOS = Kind(
    prefix=SUBJECT,
    label=_l("Photo"),
    cards=photo_cards,
    favourite=True,
    hide=actions.hide,
    restore=actions.restore,
)
COMMENTS = Kind(
    prefix=COMMENT_SUBJECT,
    label=_l("Comment"),
    cards=comment_cards,
    hide=actions.hide_comment,
    restore=actions.restore_comment,
)
