"""Questions about notices and messages."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from hutong.kernel import paging
from hutong.kernel.db import session
from hutong.kernel.paging import PageQuery
from hutong.kernel.prepared import Prepared
from hutong.kernel.web import viewer
from hutong.notices.models import Message, Mute, Notice

_NEWEST = [(Notice.id, True)]


def notices(person_id: int, query: PageQuery) -> Sequence[Notice]:
    """One more than the wanted number of a person's notices, newest first."""
    last = paging.decode(query.cursor, int) if query.cursor else None
    mine = select(Notice).where(Notice.person_id == person_id)
    return session().scalars(paging.ordered(mine, _NEWEST, last).limit(query.limit + 1)).all()


def unread(person_id: int) -> int:
    """How many notices a person has not read."""
    return int(_UNREAD.rows({"reader_id": person_id})[0][0])


_UNREAD = Prepared(  # every page of somebody asks it
    lambda: (
        select(func.count())
        .select_from(Notice)
        .where(Notice.person_id == bindparam("reader_id"), Notice.read_at.is_(None))
    )
)


def unread_of_reader() -> int:
    """The figure at the bell."""
    reader = viewer()
    return unread(reader.id) if reader else 0


def muted(person_id: int, way: str = "mail") -> set[str]:
    """The topics a person has switched off for a way."""
    return set(session().scalars(select(Mute.topic).where(Mute.person_id == person_id, Mute.way == way)))


def outbox(kind: str | None = None, to: str | None = None, most: int = 100) -> Sequence[Message]:
    """The newest messages (development)."""
    found = select(Message).order_by(Message.at.desc(), Message.id.desc()).limit(most)
    if kind:
        found = found.where(Message.kind == kind)
    if to:
        found = found.where(Message.to.in_([to, f"+86{to}"]))
    return session().scalars(found).all()
