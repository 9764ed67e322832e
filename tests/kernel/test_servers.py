"""Servers that go away: another one is asked, readers are asked again, and whoever cannot be served is told so."""

import os
import socket
import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from itertools import chain

import pytest
from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from tests.accounts.world import person, signed_in

from hutong.app import create_app
from hutong.cli import _app as cli_app
from hutong.kernel.db import Database, away, worth_retrying
from hutong.kernel.servers import NO_CLUSTER, NOT_COMMITTED, NOT_READY, PATIENCE
from hutong.kernel.servers import _bounds as bounds
from hutong.kernel.settings import Settings
from hutong.kernel.state import state

SERVER = os.environ.get("HUTONG_TEST_DATABASE_URL", "")
postgres = pytest.mark.skipif(not SERVER.startswith("postgresql"), reason="needs PostgreSQL")
mariadb = pytest.mark.skipif(not SERVER.startswith("mysql"), reason="needs MariaDB")


def hosts(database, *places):
    url = database.url.set(host=None, port=None).update_query_dict({"host": list(places)})
    return url.render_as_string(hide_password=False)


@contextmanager
def failing(engine, times):
    """The database fails so often before it answers again."""
    failures = []

    def fail(*_):
        if len(failures) < times:
            failures.append(1)
            raise OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error"))

    event.listen(engine, "before_cursor_execute", fail)
    yield failures
    event.remove(engine, "before_cursor_execute", fail)


@mariadb
def test_of_several_servers_the_first_that_answers_is_used(app):
    """O-04: nobody listens at the first one."""
    here = app.extensions["hutong"].database
    several = Database(hosts(here, "127.0.0.1:9", f"{here.url.host}:{here.url.port or 3306}"))
    with several.reader.connect() as connection:
        assert connection.scalar(text("SELECT 42")) == 42
    several.dispose()
    nobody = Database(hosts(here, "127.0.0.1:9", "127.0.0.1:8"))
    with pytest.raises(OperationalError), nobody.reader.connect():
        pass


@contextmanager
def frozen():
    """The address of a server whose kernel takes connections, and that answers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def test_a_server_that_says_nothing_is_taken_for_gone():
    """O-04: frozen, not dead: it is given up after a while, and whoever came is told to come back."""
    with frozen() as one, frozen() as two:
        database = Database(f"mysql+pymysql://root@/hutong?host={one}&host={two}", patience=0.01)
        with pytest.raises(OperationalError) as silent, database.reader.connect():
            pass
    assert away(silent.value)


def test_a_command_waits_for_its_database_and_the_web_does_not(tmp_path, monkeypatch):
    """O-04: backups, indexes and migrations may take long statements; a visitor shall not wait for ever."""
    monkeypatch.setenv("HUTONG_DATA", str(tmp_path))
    url = make_url("mysql+pymysql://root@one/hutong")
    assert cli_app().extensions["hutong"].settings.database_timeout == 0
    assert Settings(data=tmp_path).database_timeout == 15
    assert bounds(url, False, 0) == {}
    waits = "SET SESSION innodb_lock_wait_timeout = 10"
    silence = {"connect_timeout": 15, "read_timeout": 15, "write_timeout": 15}
    assert bounds(url, False, 15) == {**silence, "init_command": waits}
    assert bounds(url, True, 15)["connect_timeout"] == PATIENCE
    assert bounds(url.update_query_dict({"read_timeout": "99"}), False, 15).get("read_timeout") is None
    assert bounds(make_url("postgresql+psycopg://one/hutong"), True, 15)["tcp_user_timeout"] == 15_000


class Relay:
    """Stands between us and a server, until it is frozen: then connections stay, and nothing more passes."""

    def __init__(self, host, port):
        self.to, self.frozen, self.pairs = (host, port), threading.Event(), []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.place = self.server.getsockname()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with suppress(OSError):
            while True:
                here, there = self.server.accept()[0], socket.create_connection(self.to)
                self.pairs.append((here, there))
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, one, other):
        with suppress(OSError):
            while (data := one.recv(65536)) and not self.frozen.is_set():
                other.sendall(data)
            if not self.frozen.is_set():
                other.shutdown(socket.SHUT_WR)

    def close(self):
        """Leave nobody waiting, the server with its open transaction least of all."""
        for one in (self.server, *chain.from_iterable(self.pairs)):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@postgres
def test_a_frozen_postgresql_is_given_up(app):
    """O-04: in the middle of a transaction, too; who waits for a lock hears of it, and what takes long may."""
    url = app.extensions["hutong"].database.url
    relay = Relay(url.host, url.port or 5432)
    database = Database(url.set(host=relay.place[0], port=relay.place[1]).render_as_string(False), patience=1)
    with database.writer.connect() as connection:
        assert connection.scalar(text("SHOW lock_timeout")) == "1s"
        connection.execute(text("SELECT pg_sleep(0.7)"))
        relay.frozen.set()
        began = time.monotonic()
        with pytest.raises(OperationalError, match="said nothing for 1 s") as silent:
            connection.execute(text("SELECT 1"))
    assert 1 <= time.monotonic() - began < 5
    assert (silent.value.connection_invalidated, away(silent.value)) == (True, True)
    assert worth_retrying(silent.value)
    relay.close()
    database.dispose()


@postgres
def test_whoever_waits_for_a_lock_tries_again_before_the_server_is_given_up(app):
    """O-04: 55P03 of PostgreSQL is 1205 of MariaDB."""
    url = app.extensions["hutong"].database.url.render_as_string(False)
    database = Database(url, patience=3)
    with database.writer.begin() as one, database.writer.connect() as other:
        one.execute(text("LOCK TABLE people"))
        with pytest.raises(OperationalError) as waited:
            other.execute(text("LOCK TABLE people"))
    assert (waited.value.connection_invalidated, worth_retrying(waited.value)) == (False, True)
    database.dispose()


@mariadb
def test_a_frozen_server_is_left_by_all_connections(app):
    """O-04: the first to notice tells the others, readers and writers alike; the next one asks where it is alive."""
    here = app.extensions["hutong"].database
    place = f"{here.url.host}:{here.url.port or 3306}"
    with frozen() as silent:
        several = Database(hosts(here, silent, place), patience=0.05)
        for engine in (several.reader, several.writer):
            with engine.connect() as connection:
                assert connection.info["place"] == 1
        several.dispose()
    twice = Database(hosts(here, place, place), patience=5)
    with twice.writer.connect() as connection:
        assert connection.info["place"] == 0
    with twice.reader.connect() as connection, pytest.raises(DBAPIError):
        connection.exec_driver_sql("KILL CONNECTION CONNECTION_ID()")
    with twice.reader.connect() as connection:
        assert connection.info["place"] == 1
    with twice.writer.connect() as connection:
        assert connection.info["place"] == 1
    twice.dispose()


@mariadb
@pytest.mark.parametrize(("code", "said"), [(NOT_READY, "not ready"), (NOT_COMMITTED, f"Error ({NO_CLUSTER})")])
def test_a_node_that_refuses_is_left(app, code, said):
    """O-04: what a Galera node says without its cluster ends the connection, so that the next try goes elsewhere."""
    database = app.extensions["hutong"].database
    with pytest.raises(DBAPIError) as refused, database.reader.connect() as connection:
        connection.execute(text(f"SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = {code}, MESSAGE_TEXT = '{said}'"))
    assert refused.value.connection_invalidated
    assert worth_retrying(refused.value)


def test_a_page_is_read_once_more_when_the_database_went_away(app, client):
    """O-03: nobody notices that a server was changed for another."""
    with failing(app.extensions["hutong"].database.reader, 1) as failures:
        answer = client.page("/homes")
        assert (answer.status_code, len(failures)) == (200, 1)
    with failing(app.extensions["hutong"].database.reader, 1) as failures:
        assert client.get("/homes").status_code == 200
        assert len(failures) == 1


@pytest.mark.skipif(not SERVER, reason="needs a server")
def test_what_was_read_is_shown_though_the_database_goes_away_then(app, client):
    """O-03: nothing is left to say to it when a page has been read, so nothing can fail."""
    database = app.extensions["hutong"].database
    mine, kill = "SELECT CONNECTION_ID()", "KILL CONNECTION {}"
    if database.dialect == "postgresql":
        mine, kill = "SELECT pg_backend_pid()", "SELECT pg_terminate_backend({})"
    with database.reading() as reader, database.writer.connect() as other:
        other.exec_driver_sql(kill.format(reader.scalar(text(mine))))
    assert client.get("/homes").status_code == 200


def test_without_a_database_people_are_told_to_come_back(app, client):
    """O-03: 503 with Retry-After to programs and people alike, no trace of what is inside."""
    with failing(app.extensions["hutong"].database.reader, 99):
        page, answer = client.page("/homes"), client.get("/homes")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")


def test_a_change_is_not_asked_again(app):
    """O-03: only what reads is; a change that could not be made is 503 and left nothing behind."""
    browser = signed_in(app, person(app))
    before = browser.get("/me").get_json()
    with failing(app.extensions["hutong"].database.writer, 1) as failures:
        answer = browser.patch("/me", {"nickname": "another"})
        assert (answer.status_code, len(failures)) == (503, 1)
    assert browser.get("/me").get_json() == before


def test_without_its_kv_the_site_goes_on_and_logging_in_waits(settings, app):
    """X-04: what is limited for safety's sake is refused while nobody counts; looking around is not."""
    given = settings.model_copy(update={"redis_url": "redis://127.0.0.1:9/0", "request_limit": 5})
    away = create_app(given)
    browser = away.test_client()
    assert [browser.get("/homes").status_code for _ in range(8)] == [200] * 8
    token = browser.get("/api/v1/session").get_json()["csrf_token"]
    body = {"login": "13800000001", "password": "lantern-Hutong-7"}
    answer = browser.post("/api/v1/session", json=body, headers={"X-CSRFToken": token})
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    with away.app_context():
        state().database.dispose()
