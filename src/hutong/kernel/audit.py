"""Who did what to what, when and from where. Written unchained; one leased job seals rows into a hash chain.

The chain cannot be written row by row: a chained insert would be the one hot row that every sale waits for.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import g, has_request_context, request
from sqlalchemy import JSON, BigInteger, Index, String, func, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock, ids
from hutong.kernel.db import Base, Id, Instant, Ref, Retry, rows_changed, session, table_args, write
from hutong.kernel.jobs import job
from hutong.kernel.state import state

T = TypeVar("T")
BATCH = 500
PIECE = 1000
SEAL_WITHIN = 60 * clock.SECOND
_START = "0" * 64


class AuditEntry(Base):
    """One thing done; `seal_no` and `seal` are set when it is sealed and never change again."""

    __tablename__ = "audit_entries"
    __table_args__ = table_args(
        Index("audit_subject", "subject", "id"),
        Index("audit_unsealed", "seal_no", "id"),
        Index("audit_person", "person_id", "id"),
        Index("audit_action", "action", "id"),
    )

    id: Mapped[Id]
    at: Mapped[Instant]
    person_id: Mapped[Ref | None]
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(80))
    before: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    after: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    address: Mapped[str] = mapped_column(String(45), default="")
    request_id: Mapped[str] = mapped_column(String(40), default="")
    seal_no: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    seal: Mapped[str | None] = mapped_column(String(64))


class AuditHead(Base):
    """The one row that says how long the chain is, so that rows cut off its end are missed."""

    __tablename__ = "audit_heads"

    id: Mapped[Id]
    seal_no: Mapped[int] = mapped_column(BigInteger)
    seal: Mapped[str] = mapped_column(String(64))


def record(action: str, subject: str, before: Any = None, after: Any = None, person_id: int | None = None) -> None:
    """Note in the running transaction what is being done; personal data does not belong here."""
    write(AuditEntry, [_entry(action, subject, before, after, person_id)])


def record_apart(action: str, subject: str, after: Any = None, person_id: int | None = None) -> None:
    """Note what is being refused, in a transaction of its own: in `before=`, where no other one runs."""
    row = {"id": ids.new_id(), **_entry(action, subject, None, after, person_id)}
    state().database.run_apart(lambda connection: connection.execute(insert(AuditEntry), row))


def _entry(action: str, subject: str, before: Any, after: Any, person_id: int | None) -> dict[str, Any]:
    viewer = getattr(g, "viewer", None) if has_request_context() else None
    return {
        "at": clock.now(),
        "person_id": person_id if person_id is not None else getattr(viewer, "id", None),
        "action": action,
        "subject": subject,
        "before": before,
        "after": after,
        "address": (request.remote_addr or "") if has_request_context() else "",
        "request_id": getattr(g, "request_id", "") if has_request_context() else "",
        "seal_no": None,
        "seal": None,
    }


def seal_some() -> int:
    """Seal the oldest unsealed rows into the chain, in one transaction; how many."""
    head = session().get(AuditHead, 1)
    if head is None:
        head = AuditHead(id=1, seal_no=0, seal=_START)
        session().add(head)
        session().flush()
    number, hashed = head.seal_no, head.seal
    unsealed = select(AuditEntry).where(AuditEntry.seal_no.is_(None)).order_by(AuditEntry.id).limit(BATCH)
    entries = session().scalars(unsealed).all()
    for entry in entries:
        number, hashed = number + 1, _seal(hashed, number + 1, entry)
        entry.seal_no, entry.seal = number, hashed
    session().flush()
    mine = update(AuditHead).where(AuditHead.id == 1, AuditHead.seal_no == head.seal_no)
    if rows_changed(mine.values(seal_no=number, seal=hashed)) != 1:
        raise Retry  # two sealers at once
    return len(entries)


@job("audit.seal", every=10 * clock.SECOND)
def seal() -> None:
    """Seal what was written since the last time."""
    while seal_some() == BATCH:
        session().expire_all()


def run_sealed(unit: Callable[[], T]) -> T:
    """Run a unit as a command does and seal what it wrote: no clock may be running that would."""
    answer = state().database.run(unit)
    state().database.run(seal.function)
    return answer


def faults() -> Iterator[str]:
    """What is wrong with the log: rows edited, removed, or unsealed for too long."""
    seal, expected = _START, 1
    length, last = _head()  # read first: the chain may grow while it is walked
    for entry in _sealed(length):
        if entry.seal_no != expected:
            yield f"audit: rows {expected} to {(entry.seal_no or 0) - 1} of the chain are missing"
        seal = _seal(seal, entry.seal_no or 0, entry)
        if seal != entry.seal:
            yield f"audit: row {entry.id} (number {entry.seal_no}) was changed after it was sealed"
            seal = entry.seal or ""
        expected = (entry.seal_no or 0) + 1
    if length != expected - 1 or last != seal:
        yield f"audit: the chain ends at {expected - 1}, its head says {length}"
    longest = session().scalar(select(func.max(AuditEntry.seal_no))) or 0
    if longest > _head()[0]:
        yield f"audit: the chain ends at {longest}, its head says {_head()[0]}"
    late = clock.now() - SEAL_WITHIN
    waiting = session().scalar(select(func.count()).where(AuditEntry.seal_no.is_(None), AuditEntry.at < late))
    if waiting:
        yield f"audit: {waiting} rows have been unsealed for over {SEAL_WITHIN // 1000} s"


def _head() -> tuple[int, str]:
    found = session().execute(select(AuditHead.seal_no, AuditHead.seal).where(AuditHead.id == 1)).first()
    return (found.seal_no, found.seal) if found else (0, _START)


def _sealed(length: int) -> Iterator[AuditEntry]:
    """The rows of the chain in order, read in pieces (a cursor of the server would need a transaction)."""
    seen: int | None = 0
    while seen is not None:
        beyond = select(AuditEntry).where(AuditEntry.seal_no > seen, AuditEntry.seal_no <= length)
        piece = session().scalars(beyond.order_by(AuditEntry.seal_no).limit(PIECE)).all()
        yield from piece
        seen = piece[-1].seal_no if piece else None


def _seal(before: str, number: int, entry: AuditEntry) -> str:
    content = [
        number, entry.id, entry.at, entry.person_id, entry.action, entry.subject,
        entry.before, entry.after, entry.address, entry.request_id,
    ]  # fmt: skip
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}{text}".encode()).hexdigest()
