"""Beginning and ending sessions."""

from sqlalchemy import update

from hutong.accounts import principal
from hutong.accounts.models import Session
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import NotFound


def begin_session(
    person_id: int, sid: str, remember: bool, proven: bool, device: str, address: str, instead_of: int | None = None
) -> None:
    """Sign a browser in under a fresh session id, and out of the session it was in; `proven` by both steps."""
    if instead_of is not None:
        rows_changed(update(Session).where(Session.id == instead_of).values(ended_at=clock.now()))
    made = Session(
        digest=principal.digest(sid),
        person_id=person_id,
        remember=remember,
        proven=proven,
        device=device[:80],
        address=address[:45],
    )
    session().add(made)


def prove_session(session_id: int) -> None:
    """Note that whoever is in this session has what the second step asks for."""
    rows_changed(update(Session).where(Session.id == session_id).values(proven=True))


def end_session(person_id: int, session_id: int) -> None:
    """End one of a person's sessions; raises NotFound."""
    mine = update(Session).where(Session.id == session_id, Session.person_id == person_id, Session.ended_at.is_(None))
    if rows_changed(mine.values(ended_at=clock.now())) != 1:
        raise NotFound
    audit.record("session.ended", f"session:{ids.show(session_id)}")


def end_all_others(person_id: int, kept: int) -> None:
    """End all of a person's sessions but this one, as they asked."""
    ended = end_other_sessions(person_id, kept)
    audit.record("sessions.ended", f"person:{ids.show(person_id)}", after={"sessions_ended": ended})


def end_other_sessions(person_id: int, kept: int | None) -> int:
    """End all of a person's sessions but one; how many."""
    mine = update(Session).where(Session.person_id == person_id, Session.ended_at.is_(None))
    if kept is not None:
        mine = mine.where(Session.id != kept)
    return rows_changed(mine.values(ended_at=clock.now()))


def note_scan_answer(person_id: int, approved: bool) -> None:
    """Note that somebody has answered the QR code of a browser that wants to come in."""
    audit.record("scan.approved" if approved else "scan.refused", f"person:{ids.show(person_id)}")


def note_scan(person_id: int) -> None:
    """Note that a browser came in by a QR code."""
    audit.record("scan.entered", f"person:{ids.show(person_id)}", person_id=person_id)
