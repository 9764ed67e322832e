"""Engines for a database server, or for the first of several that can serve.

A URL may name more than one, as `?host=one:3306&host=two:3306`: the first that answers is used, the next ones when it
does not. PostgreSQL's own library does that by itself; for MariaDB and MySQL it is done here, with Galera in mind: a
node that was cut off from the others answers, but refuses every query.
"""

from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext

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
PORT = 3306


def engine(url: URL, pool_size: int, isolation: Any) -> Engine:
    """An engine whose connections go to the server that the URL names, or to the first of several that serves."""
    nodes = _nodes(url)
    made = create_engine(
        url.difference_update_query(["host"]) if nodes else url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_recycle=1800,
        pool_timeout=20,
        isolation_level=isolation,
        connect_args={"connect_timeout": PATIENCE} if len(nodes) > 1 else {},
    )
    if nodes:
        event.listen(made, "do_connect", lambda *given: _first(nodes, *given))
    if made.dialect.name in ("mysql", "mariadb"):
        event.listen(made, "handle_error", _leave)
    return made


def _nodes(url: URL) -> list[tuple[str, int]]:
    """The servers that a MariaDB URL names in its query."""
    named = url.query.get("host", ())
    if url.get_backend_name() == "postgresql" or not named:
        return []
    pairs = [
        one.rpartition(":") if ":" in one else (one, "", PORT) for one in ([named] if isinstance(named, str) else named)
    ]
    return [(host, int(port)) for host, _, port in pairs]


def _first(nodes: list[tuple[str, int]], dialect: Any, _record: Any, args: Any, given: dict[str, Any]) -> Any:
    """A connection to the first server that answers a query; raises what the last one said."""
    for place, (host, port) in enumerate(nodes, 1):
        try:
            made = dialect.connect(*args, **{**given, "host": host, "port": port})
            try:
                _prepare(made, dialect.loaded_dbapi.Error)
            except dialect.loaded_dbapi.Error:
                made.close()
                raise
            return made
        except dialect.loaded_dbapi.Error:
            if place == len(nodes):
                raise
    raise AssertionError("unreachable")


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
