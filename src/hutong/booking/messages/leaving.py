"""Somebody takes what they wrote along, or leaves for good: their words go with them."""

from sqlalchemy import select, update

from hutong.accounts.events import AccountClosed
from hutong.accounts.leaving import Archive
from hutong.booking.messages.models import BookingMessage
from hutong.kernel.db import session
from hutong.media import actions as media


def export(person_id: int, archive: Archive) -> None:
    """What a person has written about bookings."""
    mine = select(BookingMessage).where(BookingMessage.author_id == person_id)
    archive.rows("messages/messages.json", mine.order_by(BookingMessage.id))


def forget(news: AccountClosed) -> None:
    """The other side keeps that something was said, not what."""
    shown = session().scalars(select(BookingMessage.picture_ids).where(BookingMessage.author_id == news.person_id))
    media.let_go({each for pictures in shown for each in pictures})
    mine = update(BookingMessage).where(BookingMessage.author_id == news.person_id)
    session().execute(mine.values(text="", picture_ids=[]))
