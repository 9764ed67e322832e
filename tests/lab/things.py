"""The lab's only table, apart from the house's metadata so that no migration is asked for it."""

from sqlalchemy import BigInteger, Column, ForeignKey, MetaData, String, Table, insert, select, update

from hutong.kernel import ids
from hutong.kernel.db import rows_changed, session

metadata = MetaData()
things = Table(
    "lab_things",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(40), nullable=False, unique=True),
    Column("count", BigInteger, nullable=False),
    Column("parent_id", BigInteger, ForeignKey("lab_things.id")),
    mysql_engine="InnoDB",
    mysql_charset="utf8mb4",
    mysql_collate="utf8mb4_bin",
)


def make(name: str, count: int = 0, parent_id: int | None = None) -> int:
    """A new thing; its id."""
    thing_id = ids.new_id()
    session().execute(insert(things).values(id=thing_id, name=name, count=count, parent_id=parent_id))
    return thing_id


def count_up(name: str) -> int:
    """One more, if the thing is there: how many rows changed."""
    return rows_changed(update(things).where(things.c.name == name).values(count=things.c.count + 1))


def count_of(name: str) -> int | None:
    """How far a thing has come."""
    return session().scalar(select(things.c.count).where(things.c.name == name))


def names() -> list[str]:
    """All names there are."""
    return list(session().scalars(select(things.c.name).order_by(things.c.id)))
