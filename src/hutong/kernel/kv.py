"""Small values with a time to live, in transactions of their own: what must survive a refusal.

Six verbs on a SQL table (embedded: a second SQLite file) or on Redis, also Redis Cluster.
"""

import os
from typing import Any, NamedTuple, Protocol, cast

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Executable,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    bindparam,
    case,
    delete,
    select,
)
from sqlalchemy.dialects.mysql import insert as mysql_insert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from hutong.kernel import clock
from hutong.kernel.db import Database, delete_old

FOR_EVER = 2**62


class KV(Protocol):
    """The six verbs. Times to live are milliseconds."""

    def get(self, key: str) -> bytes | None:
        """The value, unless absent or expired."""

    def set(self, key: str, value: bytes, ttl: int | None = None) -> None:
        """Keep a value, replacing any."""

    def add(self, key: str, value: bytes, ttl: int) -> bool:
        """Keep a value only where there is none; whether it was kept."""

    def getdel(self, key: str) -> bytes | None:
        """The value, which is gone afterwards: of two callers one gets it."""

    def incr(self, key: str, ttl: int, by: int = 1) -> tuple[int, int]:
        """Count up; the new count and the instant at which it ends. The first count sets the time to live."""

    def delete(self, key: str) -> None:
        """Forget a key."""

    def sweep(self) -> int:
        """Remove what has expired, where that does not happen by itself; how many."""


def connect(database_url: str, redis_url: str = "", patience: float = 0) -> KV:
    """The kv of an installation: Redis when given, else a table beside (SQLite) or in the database."""
    if redis_url:
        return RedisKV(redis_url)
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        stem, _ = os.path.splitext(url.database)
        url = url.set(database=f"{stem}.kv.db")
    return TableKV(url.render_as_string(hide_password=False), patience)


_metadata = MetaData()
_table = Table(
    "kv",
    _metadata,
    Column("key", String(200), primary_key=True),
    Column("value", LargeBinary(65_535), nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Index("kv_expires", "expires_at"),
    mysql_engine="InnoDB",
    mysql_charset="utf8mb4",
    mysql_collate="utf8mb4_bin",
)


class TableKV:
    """The kv in a SQL table; it makes the table itself, since a cache needs no migrations."""

    def __init__(self, url: str, patience: float = 0) -> None:
        self.database = Database(url, pool_size=5, patience=patience)
        self._says = _says(self.database.dialect)
        try:
            self.database.run_apart(_metadata.create_all)
        except DBAPIError:  # another process was making the table at this moment: now it is there
            self.database.run_apart(_metadata.create_all)

    def get(self, key: str) -> bytes | None:
        """See KV."""
        with self.database.reader.connect() as connection:
            return _living(connection, key)

    def set(self, key: str, value: bytes, ttl: int | None = None) -> None:
        """See KV."""
        self.database.run_apart(lambda connection: connection.execute(self._says.put, _row(key, value, 0, ttl)))

    def add(self, key: str, value: bytes, ttl: int) -> bool:
        """See KV."""

        def put(connection: Connection) -> bool:
            connection.execute(_FORGET_OLD, {"name": key, "now": clock.now()})
            counted = connection.execution_options(preserve_rowcount=True)  # psycopg forgets it otherwise
            return counted.execute(self._says.put_new, _row(key, value, 0, ttl)).rowcount == 1

        return self.database.run_apart(put)

    def getdel(self, key: str) -> bytes | None:
        """See KV."""

        def take(connection: Connection) -> bytes | None:
            value = _living(connection, key)
            gone = connection.execute(_FORGET, {"name": key}).rowcount
            return value if gone == 1 else None

        return self.database.run_apart(take)

    def incr(self, key: str, ttl: int, by: int = 1) -> tuple[int, int]:
        """See KV."""
        if by == 0:
            with self.database.reader.connect() as connection:
                found = connection.execute(_COUNTED, {"name": key, "now": clock.now()}).first()
            return (found[0], found[1]) if found else (0, _end(ttl))

        def count(connection: Connection) -> tuple[int, int]:
            now = clock.now()
            answer = connection.execute(self._says.count_up, {**_row(key, b"", by, ttl), "now": now})
            found = answer if answer.returns_rows else connection.execute(_COUNTED, {"name": key, "now": now})
            count, ends_at = found.one()
            return count, ends_at

        return self.database.run_apart(count)

    def delete(self, key: str) -> None:
        """See KV."""
        self.database.run_apart(lambda connection: connection.execute(_FORGET, {"name": key}))

    def sweep(self) -> int:
        """See KV."""
        old = _table.c.expires_at <= clock.now()
        return self.database.run_apart(lambda connection: delete_old(connection, _table, old))


_FORGET = delete(_table).where(_table.c.key == bindparam("name"))
_FORGET_OLD = _FORGET.where(_table.c.expires_at <= bindparam("now"))
_ALIVE = (_table.c.key == bindparam("name"), _table.c.expires_at > bindparam("now"))
_VALUE = select(_table.c.value).where(*_ALIVE)
_COUNTED = select(_table.c.count, _table.c.expires_at).where(*_ALIVE)


class _Says(NamedTuple):
    """How an engine says what the others say differently; made once, for limits are counted at every request."""

    put: Executable
    put_new: Executable
    count_up: Executable


def _says(dialect: str) -> _Says:
    if dialect in ("mysql", "mariadb"):
        mine = mysql_insert(_table)
        put = mine.on_duplicate_key_update({name: mine.inserted[name] for name in _CHANGED})
        return _Says(put, mine.prefix_with("IGNORE"), mine.on_duplicate_key_update(_counted_on(mine.inserted)))
    insert = (postgres_insert if dialect == "postgresql" else sqlite_insert)(_table)
    put_ = insert.on_conflict_do_update(index_elements=["key"], set_={name: insert.excluded[name] for name in _CHANGED})
    count_up = insert.on_conflict_do_update(index_elements=["key"], set_=dict(_counted_on(insert.excluded)))
    return _Says(put_, insert.on_conflict_do_nothing(), count_up.returning(_table.c.count, _table.c.expires_at))


_CHANGED = ("value", "count", "expires_at")


def _counted_on(new: Any) -> list[tuple[str, Any]]:
    """The count goes on, or begins anew where its time is over; MariaDB sets them in this order."""
    over = _table.c.expires_at <= bindparam("now")
    return [
        ("count", case((over, new["count"]), else_=_table.c.count + new["count"])),
        ("expires_at", case((over, new["expires_at"]), else_=_table.c.expires_at)),
    ]


def _row(key: str, value: bytes, count: int, ttl: int | None) -> dict[str, Any]:
    return {"key": key, "value": value, "count": count, "expires_at": _end(ttl)}


def _end(ttl: int | None) -> int:
    return FOR_EVER if ttl is None else clock.now() + ttl


def _living(connection: Connection, key: str) -> bytes | None:
    found = connection.scalar(_VALUE, {"name": key, "now": clock.now()})
    return None if found is None else bytes(found)


# One step, so that a key never stays without an end.
_INCR = """
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return {count, redis.call('PTTL', KEYS[1])}
"""


class RedisKV:
    """The kv on Redis or, with a URL of several comma-separated nodes or `redis+cluster://`, on Redis Cluster."""

    def __init__(self, url: str) -> None:
        import redis  # noqa: PLC0415 - 8 MB that a process without Redis does not need

        timeouts = {"socket_timeout": 5, "socket_connect_timeout": 5}
        if url.startswith("redis+cluster://"):
            address = url.replace("redis+cluster://", "redis://", 1)
            self.client: Any = redis.RedisCluster.from_url(address, **timeouts)
        else:
            self.client = redis.Redis.from_url(url, **timeouts, health_check_interval=30)
        self._incr = self.client.register_script(_INCR)

    def get(self, key: str) -> bytes | None:
        """See KV."""
        return cast(bytes | None, self.client.get(_named(key)))

    def set(self, key: str, value: bytes, ttl: int | None = None) -> None:
        """See KV."""
        self.client.set(_named(key), value, px=ttl)

    def add(self, key: str, value: bytes, ttl: int) -> bool:
        """See KV."""
        return bool(self.client.set(_named(key), value, px=ttl, nx=True))

    def getdel(self, key: str) -> bytes | None:
        """See KV."""
        return cast(bytes | None, self.client.getdel(_named(key)))

    def incr(self, key: str, ttl: int, by: int = 1) -> tuple[int, int]:
        """See KV."""
        count, left = self._incr(keys=[_named(key)], args=[by, ttl])
        return int(count), clock.now() + int(left)

    def delete(self, key: str) -> None:
        """See KV."""
        self.client.delete(_named(key))

    def sweep(self) -> int:
        """See KV; Redis forgets by itself."""
        return 0


def away(error: Exception) -> bool:
    """Whether Redis cannot serve for the moment: no answer, still loading, a node of its cluster missing."""
    if not type(error).__module__.startswith("redis."):
        return False
    import redis  # noqa: PLC0415 - see above

    gone = (redis.ConnectionError, redis.TimeoutError, redis.RedisClusterException)
    return isinstance(error, (*gone, redis.exceptions.ClusterError, redis.exceptions.ReadOnlyError))


def _named(key: str) -> str:
    return f"hutong:{key}"
