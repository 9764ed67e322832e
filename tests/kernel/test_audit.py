"""The audit log: written unchained, sealed into a chain, and every tampering named."""

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from tests.client import Client

from hutong.kernel import audit, checks, clock, jobs
from hutong.kernel.audit import AuditEntry, AuditHead
from hutong.kernel.db import Database, session


def write(database: Database, count: int = 5) -> list[int]:
    """So many entries, sealed; their ids in the order of the chain."""

    def unit() -> None:
        for number in range(count):
            audit.record("lab.do", f"thing:{number}", before={"价": number, "b": [1.5, None]}, after={"a": "x"})

    database.run(unit)
    database.run(audit.seal.function)
    with database.reading():
        return list(session().scalars(select(AuditEntry.id).order_by(AuditEntry.seal_no)))


def faults(database: Database) -> list[str]:
    """What the check names."""
    with database.reading():
        return checks.faults()


def test_a_whole_chain_has_no_faults(inside: Database) -> None:
    """B-04."""
    assert faults(inside) == []
    write(inside)
    write(inside)
    assert faults(inside) == []
    with inside.reading():
        numbers = list(session().scalars(select(AuditEntry.seal_no).order_by(AuditEntry.id)))
    assert numbers == list(range(1, 11))


EDITS = [{"action": "lab.undo"}, {"after": {"a": "y"}}, {"before": None}, {"at": 1}, {"person_id": 7},
         {"address": "10.0.0.1"}, {"subject": "thing:9"}, {"request_id": "x"}, {"seal": "0" * 64}]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: next(iter(edit)))
def test_an_edited_row_is_named(inside: Database, edit: dict[str, object]) -> None:
    """B-04, X5: that row, and none after it."""
    entry = write(inside)[2]
    inside.run(lambda: session().execute(update(AuditEntry).where(AuditEntry.id == entry).values(edit)))
    found = faults(inside)
    assert found[0] == f"audit: row {entry} (number 3) was changed after it was sealed"
    assert len(found) == (1 if "seal" not in edit else 2)


@pytest.mark.parametrize(
    ("gone", "named"),
    [([0], "rows 1 to 1 of the chain are missing"), ([2], "rows 3 to 3 of the chain are missing"),
     ([1, 2], "rows 2 to 3 of the chain are missing"), ([4], "the chain ends at 4, its head says 5"),
     ([3, 4], "the chain ends at 3, its head says 5"), ([0, 1, 2, 3, 4], "the chain ends at 0, its head says 5")],
)  # fmt: skip
def test_a_removed_row_is_named(inside: Database, gone: list[int], named: str) -> None:
    """B-04: at the beginning, in the middle, at the end."""
    entries = write(inside)
    doomed = [entries[place] for place in gone]
    inside.run(lambda: session().execute(delete(AuditEntry).where(AuditEntry.id.in_(doomed))))
    assert faults(inside)[0] == f"audit: {named}"


def test_a_removed_head_is_named(inside: Database) -> None:
    """B-04."""
    write(inside)
    inside.run(lambda: session().execute(delete(AuditHead)))
    assert faults(inside) == ["audit: the chain ends at 5, its head says 0"]


def test_a_row_put_in_by_hand_is_named(inside: Database) -> None:
    """B-04."""
    write(inside)
    forged = AuditEntry(
        at=1, action="x", subject="y", before=None, after=None, address="", request_id="", seal_no=6, seal="f" * 64
    )
    inside.run(lambda: session().add(forged))
    assert faults(inside) == ["audit: the chain ends at 6, its head says 5"]


def test_rows_unsealed_for_too_long_are_named(inside: Database) -> None:
    """B-04: after 60 seconds, and not before."""
    inside.run(lambda: audit.record("lab.do", "thing:1"))
    with clock.moved(50 * clock.SECOND):
        assert faults(inside) == []
    with clock.moved(70 * clock.SECOND):
        assert faults(inside) == ["audit: 1 rows have been unsealed for over 60 s"]


def test_sealing_is_a_job_of_the_clock(inside: Database) -> None:
    """B-04."""
    inside.run(lambda: audit.record("lab.do", "thing:1"))
    jobs.tick()
    jobs.run_all()
    with inside.reading():
        assert session().scalars(select(AuditEntry.seal_no)).all() == [1]


def test_many_rows_are_sealed_in_batches(inside: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """B-04."""
    monkeypatch.setattr(audit, "BATCH", 3)
    monkeypatch.setattr(audit, "PIECE", 4)
    write(inside, 9)
    write(inside, 3)
    assert faults(inside) == []


def test_an_entry_is_rolled_back_with_what_it_tells_of(inside: Database) -> None:
    """B-04."""

    def unit() -> None:
        audit.record("lab.do", "thing:1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        inside.run(unit)
    with inside.reading():
        assert session().scalars(select(AuditEntry)).all() == []


def test_who_and_from_where(lab: Flask, inside: Database) -> None:
    """B-04: of a request, or of nobody."""
    from flask import g
    from tests.lab.people import PEOPLE

    with lab.test_request_context(environ_base={"REMOTE_ADDR": "203.0.113.7"}):
        g.viewer, g.request_id = PEOPLE["4"], "abcd1234"
        inside.run(lambda: audit.record("lab.do", "thing:1", after={"n": 1}))
    inside.run(lambda: audit.record("lab.do", "thing:2", person_id=9))
    with inside.reading():
        one, two = session().scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert (one.person_id, one.address, one.request_id, one.after) == (4, "203.0.113.7", "abcd1234", {"n": 1})
    assert (two.person_id, two.before, two.after) == (9, None, None)


def test_nothing_of_it_is_public(browser: Client) -> None:
    """B-04."""
    assert browser.get("/audit").status_code == 404
