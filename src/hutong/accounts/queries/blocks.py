"""Questions about who keeps away from whom, and who has agreed to what."""

from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from hutong.accounts.models import Block, Consent
from hutong.accounts.queries.people import PersonCard, people
from hutong.kernel.db import session


def either_blocks(one: Any, other: Any) -> ColumnElement[bool]:
    """The condition on blocks that either of two people (or columns of such) has blocked the other."""
    return or_(
        and_(Block.person_id == one, Block.blocked_id == other),
        and_(Block.person_id == other, Block.blocked_id == one),
    )


_BETWEEN = select(Block.person_id).where(either_blocks(bindparam("one"), bindparam("other"))).limit(1)


def blocked_between(one: int, other: int) -> bool:
    """Whether either of two people has blocked the other."""
    return session().scalar(_BETWEEN, {"one": one, "other": other}) is not None


def blocked_by(person_id: int) -> list[PersonCard]:
    """Whom a person has blocked, latest first."""
    mine = select(Block.blocked_id).where(Block.person_id == person_id).order_by(Block.at.desc(), Block.blocked_id)
    ids = list(session().scalars(mine.limit(1000)))
    cards = people(ids)
    return [cards[one] for one in ids if one in cards]


def away_from(person_id: int) -> set[int]:
    """The ids of all whom a person has blocked or is blocked by."""
    found = select(Block.person_id, Block.blocked_id).where(
        or_(Block.person_id == person_id, Block.blocked_id == person_id)
    )
    return {one if other == person_id else other for one, other in session().execute(found)}


def consents(person_id: int) -> list[Consent]:
    """What a person has agreed to, latest first."""
    mine = select(Consent).where(Consent.person_id == person_id).order_by(Consent.at.desc(), Consent.document)
    return list(session().scalars(mine.limit(100)))
