"""The kv: six verbs, alike on a table and on Redis."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import fakeredis
import pytest
import redis

from hutong.kernel import clock, kv, limits
from hutong.kernel.db import Database
from hutong.kernel.kv import KV, RedisKV, TableKV

MINUTE = clock.MINUTE


@pytest.fixture(params=["table", "redis"])
def store(request: Any, inside: Database, lab_settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[KV]:
    """A kv of each kind; Redis is a real one where HUTONG_TEST_REDIS_URL names it."""
    url = lab_settings.redis_url
    if request.param == "redis":
        if not url:
            monkeypatch.setattr(redis.Redis, "from_url", lambda *_a, **_k: fakeredis.FakeRedis(lua_modules=set()))
        made: Any = RedisKV(url or "redis://localhost")
        made.client.flushdb()
        yield made
        made.client.flushdb()
        return
    made = kv.connect(lab_settings.database)
    for key in ("a", "b", "count"):
        made.delete(key)
    yield made
    made.database.dispose()


def test_a_value_is_kept_replaced_and_forgotten(store: KV) -> None:
    """P-06."""
    assert store.get("a") is None
    store.set("a", b"\x00one\xff")
    assert store.get("a") == b"\x00one\xff"
    store.set("a", b"two", MINUTE)
    assert store.get("a") == b"two"
    store.delete("a")
    store.delete("a")
    assert store.get("a") is None


def test_only_the_first_adds(store: KV) -> None:
    """A-01."""
    assert store.add("a", b"one", MINUTE) is True
    assert store.add("a", b"two", MINUTE) is False
    assert store.get("a") == b"one"


def test_a_value_is_taken_once(store: KV) -> None:
    """A-01: a captcha answers once."""
    store.set("a", b"one")
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: store.getdel("a"), range(8)))
    assert sorted(taken, key=str) == sorted([b"one"] + [None] * 7, key=str)


def test_of_many_who_add_one_is_first(store: KV) -> None:
    """A-01."""
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda n: store.add("a", str(n).encode(), MINUTE), range(8))) == 1


def test_counting(store: KV) -> None:
    """X-04: the first count sets the end, later ones keep it."""
    if isinstance(store, RedisKV) and isinstance(store.client, fakeredis.FakeRedis):
        pytest.skip("the counting script needs a real Redis")
    count, ends = store.incr("count", MINUTE)
    assert (count, abs(ends - clock.now() - MINUTE) < 2000) == (1, True)
    later, still = store.incr("count", 50 * MINUTE, by=4)
    assert (later, abs(still - ends) < 100) == (5, True)
    assert store.incr("count", MINUTE, by=0)[0] == 5
    store.delete("count")
    assert store.incr("count", MINUTE)[0] == 1


def test_keys_do_not_meet(store: KV) -> None:
    """X-04: nor do great and small letters, or letters with marks."""
    for key in ("a", "A", "á"):
        store.set(key, key.encode())
    assert [store.get(key) for key in ("a", "A", "á")] == [b"a", b"A", "á".encode()]
    for key in ("a", "A", "á"):
        store.delete(key)


@pytest.fixture
def table(inside: Database, lab: Any) -> TableKV:
    """The table, whose end of things is told by the clock."""
    store = lab.extensions["hutong"].kv
    if not isinstance(store, TableKV):
        pytest.skip("Redis has a clock of its own")
    return store


def test_what_has_expired_is_not_there(table: TableKV) -> None:
    """A-01."""
    table.set("a", b"one", MINUTE)
    table.incr("count", MINUTE)
    with clock.moved(MINUTE - 1000):
        assert table.get("a") == b"one"
        assert table.add("a", b"two", MINUTE) is False
    with clock.moved(MINUTE + 1):
        assert table.get("a") is None
        assert table.getdel("a") is None
        assert table.add("a", b"two", MINUTE) is True
        assert table.incr("count", MINUTE)[0] == 1


def test_sweeping(table: TableKV) -> None:
    """A-01."""
    table.set("a", b"one", MINUTE)
    table.set("b", b"for ever")
    with clock.moved(MINUTE + 1):
        assert (table.sweep(), table.sweep(), table.get("b")) == (1, 0, b"for ever")


def test_the_embedded_kv_has_a_file_of_its_own(inside: Database, lab: Any) -> None:
    """A-01: so that counting goes on while a transaction writes."""
    store = lab.extensions["hutong"].kv
    if inside.dialect != "sqlite" or not isinstance(store, TableKV):
        pytest.skip("SQLite only")
    assert inside.run(lambda: store.incr("count", MINUTE)[0]) == 1
    assert str(store.database.url.database).endswith("hutong.kv.db")


def test_what_has_expired_is_swept(inside: Database, lab: Any) -> None:
    """X-04: a table of counts does not grow for ever; the clock sweeps it."""
    kept = lab.extensions["hutong"].kv
    kept.set("short", b"1", MINUTE)
    kept.set("long", b"1", 60 * MINUTE)
    if isinstance(kept, RedisKV):
        assert kept.sweep() == 0
        return
    with clock.moved(2 * MINUTE), lab.app_context():
        limits.forget_expired.function()
        assert kept.sweep() == 0
        assert (kept.get("short"), kept.get("long")) == (None, b"1")
