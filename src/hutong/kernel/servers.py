"""Engines for a database server, or for the first of several that can serve.

A URL may name more than one, as `?host=one:3306&host=two:3306`: the first that answers is used, the next ones when it
does not. PostgreSQL's own library does that by itself; for MariaDB and MySQL it is done here, with Galera in mind: a
node that was cut off from the others answers, but refuses every query. One that is frozen answers nothing at all, and
its kernel still takes connections: only bounds of our own notice (HUTONG_DATABASE_TIMEOUT).
"""

import time
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError

NOT_READY = 1047  # Galera: this node does not take part, for the moment or for good
# MariaDB: disk full, too many connections, shutting down, table full, killed, no host, no server, gone, lost
AWAY = (1021, 1040, 1053, 1114, 1927, 2002, 2003, 2005, 2006, 2013, 2055, NOT_READY)
AWAY_STATES = (
    "08",
    "53",
    "57",
)  # PostgreSQL: connections, resources (disk, memory, connections), shutting down or starting
NOT_COMMITTED, NO_CLUSTER = 1180, "Not connected to Primary Component"
UNKNOWN_VARIABLE, EVERY_STATEMENT = 1193, 7
PATIENCE = 3  # seconds for a connection, where there is another server to ask
SHUNNED = 60.0  # seconds for which others are preferred to a server that has hung up
PORT = 3306


class Places:
    """The servers that the engines of one database may go to, the first that serves; who has hung up is left alone."""

    def __init__(self, url: URL) -> None:
        self.nodes = _nodes(url)
        self.left: dict[int, float] = {}  # when each was given up

    def watch(self, made: Engine) -> None:
        """Choose the servers of this engine's connections, and learn from what becomes of them."""
        event.listen(made, "do_connect", self._connect)
        event.listen(made, "checkout", self._still_there)
        event.listen(made, "handle_error", self._learn)

    def _connect(self, dialect: Any, record: Any, args: Any, given: dict[str, Any]) -> Any:
        """A connection to the first server that answers a query; raises what the last one said."""
        order = self._order()
        for place in order:
            host, port = self.nodes[place]
            record.info.update(place=place, since=time.monotonic())
            if place in self.left:
                self.left[place] = time.monotonic()  # one may try it, and wait
            try:
                made = dialect.connect(*args, **{**given, "host": host, "port": port})
                try:
                    _prepare(made, dialect.loaded_dbapi.Error)
                except dialect.loaded_dbapi.Error:
                    made.close()
                    raise
                self.left.pop(place, None)
                return made
            except dialect.loaded_dbapi.Error:
                self.left[place] = time.monotonic()
                if place == order[-1]:
                    raise
        raise AssertionError("unreachable")

    def _order(self) -> list[int]:
        """As they are named, but last those that were given up just now, the latest of all."""
        now = time.monotonic()
        left = {place: at for place, at in self.left.copy().items() if now - at < SHUNNED}
        return sorted(range(len(self.nodes)), key=lambda place: left.get(place, 0.0))

    def _still_there(self, _connection: Any, record: Any, _proxy: Any) -> None:
        """Connections to a server that has hung up on another one are not waited for, whichever engine they are of."""
        if self.left.get(record.info.get("place", -1), 0.0) > record.info.get("since", 0.0):
            raise DisconnectionError

    def _learn(self, context: ExceptionContext) -> None:
        """Whoever hangs up or says nothing is given up for all."""
        held = context.connection
        if context.is_disconnect and held is not None and not held.closed and not held.invalidated:
            place = held.info.get("place")
            if place is not None:
                self.left[place] = time.monotonic()


def engine(url: URL, pool_size: int, isolation: Any, places: Places, patience: float = 0) -> Engine:
    """An engine whose connections go to the server that the URL names, or to the first of several that serves.

    With patience, a server that says nothing for so many seconds is taken for gone.
    """
    made = create_engine(
        url.difference_update_query(["host"]) if places.nodes else url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_recycle=1800,
        pool_timeout=20,
        isolation_level=isolation,
        skip_autocommit_rollback=True,  # of readers: it would fail a page whose server went when all was read
        connect_args=_bounds(url, len(places.nodes) > 1, patience),
    )
    if made.dialect.name in ("mysql", "mariadb"):
        event.listen(made, "handle_error", _leave)
    elif patience:
        from hutong.kernel.silence import Bounded  # noqa: PLC0415 - 8 MB that a process without PostgreSQL does not need

        def connect(_dialect: Any, _record: Any, args: Any, given: dict[str, Any]) -> Bounded:
            return Bounded.within(patience, lock_wait(patience), *args, **given)

        event.listen(made, "do_connect", connect)
    if places.nodes:
        places.watch(made)
    return made


def lock_wait(patience: float) -> int:
    """Seconds after which a statement gives up waiting for a lock: before its server is taken for gone."""
    return max(1, int(patience * 2 / 3))


def _bounds(url: URL, several: bool, patience: float) -> dict[str, Any]:
    """For how long a driver waits for its server; what the URL says itself stands."""
    bounds: dict[str, Any] = {"connect_timeout": PATIENCE} if several else {}
    if patience and not several:
        bounds["connect_timeout"] = max(1, int(patience))  # of mysqlclient it bounds the greeting, too
    if patience and url.get_backend_name() == "postgresql":
        # These see a machine or a network that is gone; `silence` sees a server that is alive and silent.
        bounds |= {"tcp_user_timeout": int(patience * 1000)}
        bounds |= {"keepalives_idle": int(patience), "keepalives_interval": PATIENCE, "keepalives_count": PATIENCE}
    elif patience:
        bounds |= {"read_timeout": patience, "write_timeout": patience}
        bounds |= {"init_command": f"SET SESSION innodb_lock_wait_timeout = {lock_wait(patience)}"}
    return {name: value for name, value in bounds.items() if name not in url.query}


def _nodes(url: URL) -> list[tuple[str, int]]:
    """The servers that a MariaDB URL names in its query."""
    named = url.query.get("host", ())
    if url.get_backend_name() == "postgresql" or not named:
        return []
    pairs = [
        one.rpartition(":") if ":" in one else (one, "", PORT) for one in ([named] if isinstance(named, str) else named)
    ]
    return [(host, int(port)) for host, _, port in pairs]


def _prepare(connection: Any, error: type[Exception]) -> None:
    """Ask whether it serves; a node of Galera shall wait, at the start of a transaction, for what others committed."""
    cursor = connection.cursor()
    try:
        cursor.execute(f"SET SESSION wsrep_sync_wait = {EVERY_STATEMENT}")
    except error as unknown:
        if unknown.args[0] != UNKNOWN_VARIABLE:
            raise
    cursor.execute("SELECT 1")
    cursor.close()


def refused(error: Any) -> bool:
    """Whether a node of Galera said that it takes no part: nothing was done, and nothing will be."""
    code, *text = getattr(error, "args", None) or (None,)
    return code == NOT_READY or (code == NOT_COMMITTED and NO_CLUSTER in str(text))


def _leave(context: ExceptionContext) -> None:
    """A server that refuses everything is left as if it had hung up: the next connection goes to another one."""
    if refused(context.original_exception):
        context.is_disconnect = True
