"""Databases of the tests' own on the servers they are pointed at, one for each process."""

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


def own_redis(url: str, worker: str) -> str:
    """The URL of this process's own numbered database on a Redis: workers must not empty each other's."""
    if not url:
        return ""
    server, _, number = url.rpartition("/")
    own = int(number) + 1 + int(worker.removeprefix("gw")) if worker.startswith("gw") else int(number)
    return f"{server}/{own % 16}"


def own_database(url: str, worker: str) -> str:
    """The URL of this process's own database, made anew; empty for SQLite in the data folder."""
    if not url:
        return ""
    wanted = make_url(url)
    name = f"{wanted.database}_{worker}"
    engine = create_engine(wanted, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if wanted.get_backend_name() == "postgresql":
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0"))
        else:
            connection.execute(text(f"DROP DATABASE IF EXISTS `{name}`"))
            connection.execute(text(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"))
    engine.dispose()
    return wanted.set(database=name).render_as_string(hide_password=False)
