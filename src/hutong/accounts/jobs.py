"""Work of its own time."""

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, or_, select, update

from hutong.accounts.events import ExportReady
from hutong.accounts.leaving import EXPORTS, Archive
from hutong.accounts.models import Activation, Export, Session, Token
from hutong.kernel import clock, events, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.jobs import job
from hutong.kernel.state import state
from hutong.media.gateways import store

KEPT = 60 * clock.DAY


@job("accounts.forget_activations", every=clock.DAY)
def forget_activations() -> None:
    """Remove activation links that were sent a week ago or earlier."""
    session().execute(delete(Activation).where(Activation.made_at < clock.now() - 7 * clock.DAY))


@job("accounts.forget_sessions", every=clock.DAY)
def forget_sessions() -> None:
    """Remove sessions and tokens that nobody can use any more."""
    old = clock.now() - KEPT
    session().execute(delete(Session).where(or_(Session.ended_at < old, Session.seen_at < old)))
    session().execute(delete(Token).where(or_(Token.ended_at < old, Token.expires_at < old)))


@job("accounts.make_export", outside=True, patient=True)
def make_export(export_id: int) -> Callable[[], None] | None:
    """Make the archive of a person's data: every slice puts its part in."""
    with state().database.reading():
        row = session().get(Export, export_id)
        if row is None or row.file is not None:
            return None
        archive = Archive()
        for part in EXPORTS.all():
            part(row.person_id, archive)
        content = archive.close()
    name = f"{hashlib.sha256(content).hexdigest()}-{ids.show(export_id).lower()}.zip"
    store().put(name, content)

    def write() -> None:
        waiting = update(Export).where(Export.id == export_id, Export.file.is_(None))
        if rows_changed(waiting.values(file=name, size=len(content), ready_at=clock.now())) == 1:
            events.tell(ExportReady(row.person_id))

    return write


@job("accounts.forget_exports", outside=True, every=clock.HOUR)
def forget_exports() -> Callable[[], Any]:
    """Remove archives that are a week old, or whose owner has left."""
    with state().database.reading():
        old = select(Export).where(Export.made_at <= clock.now() - 7 * clock.DAY).limit(100)
        rows = list(session().scalars(old))
    for row in rows:
        if row.file:
            store().remove(row.file)
    return lambda: session().execute(delete(Export).where(Export.id.in_([row.id for row in rows])))
