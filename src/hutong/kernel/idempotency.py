"""Idempotency-Key: the same request twice has one effect and one answer."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask_babel import lazy_gettext as _l
from pydantic import BaseModel
from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.dialects.mysql import MEDIUMBLOB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from hutong.kernel import clock
from hutong.kernel.db import Base, Instant, Ref, Retry, delete_old, session, table_args
from hutong.kernel.errors import Invalid, invalid
from hutong.kernel.jobs import job

KEPT = 2 * clock.DAY


class StoredAnswer(Base):
    """The answer once given to a person's key."""

    __tablename__ = "stored_answers"
    __table_args__ = table_args(Index("stored_answers_at", "at"))

    person_id: Mapped[Ref] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary().with_variant(MEDIUMBLOB, "mysql", "mariadb"))
    at: Mapped[Instant]


class KeyReused(Invalid):
    """The key came before with another request."""

    code = "idempotency_key_reused"
    detail = _l("This Idempotency-Key was used before for a different request.")


def once(
    person_id: int,
    key: str,
    route: str,
    values: dict[str, Any],
    unit: Callable[[], tuple[int, bytes | Response]],
) -> tuple[int, bytes | Response]:
    """Run a unit, or repeat the answer it once gave; in the transaction, so that a refusal leaves no row."""
    if not 1 <= len(key) <= 100 or not key.isascii() or not key.isprintable():
        raise invalid("Idempotency-Key", _l("1 to 100 printable ASCII characters."))
    fingerprint = _fingerprint(route, values)
    stored = session().get(StoredAnswer, (person_id, key))
    if stored is not None:
        if stored.fingerprint != fingerprint:
            raise KeyReused
        return stored.status, stored.content
    answer = StoredAnswer(person_id=person_id, key=key, fingerprint=fingerprint, status=0, content=b"", at=clock.now())
    session().add(answer)
    try:
        session().flush()  # before the unit: the same request at the same time waits here, and does not lose a race
    except IntegrityError:
        raise Retry from None  # the other was first, its answer is read next
    status, content = unit()
    if isinstance(content, bytes):
        answer.status, answer.content = status, content
    else:
        session().delete(answer)
    return status, content


@job("kernel.forget_answers", every=clock.HOUR)
def forget_answers() -> None:
    """Remove answers nobody will ask for again."""
    delete_old(session(), StoredAnswer.__table__, StoredAnswer.at < clock.now() - KEPT)


def _fingerprint(route: str, values: dict[str, Any]) -> str:
    shown = {
        name: value.model_dump_json() if isinstance(value, BaseModel) else str(value)
        for name, value in values.items()
        if name != "ready"
    }
    text = json.dumps([request.method, route, shown], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
