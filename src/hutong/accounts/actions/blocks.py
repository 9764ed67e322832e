"""Keeping somebody away from oneself."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from hutong.accounts.events import PersonBlocked
from hutong.accounts.models import Block, Person
from hutong.kernel import audit, clock, events, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound

MOST = 1000


class BlockRefused(Conflict):
    """Oneself, or far too many."""

    code = "block_refused"
    detail = _l("You cannot block this person.")


def block(person_id: int, other_id: int) -> None:
    """Keep somebody away: no messages, no comments, no bookings between the two; raises NotFound or BlockRefused."""
    if session().scalar(select(Person.id).where(Person.id == other_id)) is None:
        raise NotFound
    count = session().scalar(select(func.count()).where(Block.person_id == person_id)) or 0
    if other_id == person_id or count >= MOST:
        raise BlockRefused
    try:
        with session().begin_nested():
            session().add(Block(person_id=person_id, blocked_id=other_id, at=clock.now()))
    except IntegrityError:
        return  # blocked already
    audit.record("person.blocked", f"person:{ids.show(other_id)}")
    events.tell(PersonBlocked(person_id, other_id))


def unblock(person_id: int, other_id: int) -> None:
    """Let them come near again; raises NotFound."""
    mine = delete(Block).where(Block.person_id == person_id, Block.blocked_id == other_id)
    if rows_changed(mine) != 1:
        raise NotFound
    audit.record("person.unblocked", f"person:{ids.show(other_id)}")
