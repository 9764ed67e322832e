"""The audit log: who did what to what, when and from where, and what changed."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.accounts import queries as accounts
from hutong.accounts.models import Permission
from hutong.accounts.queries import PersonCard
from hutong.kernel import clock, desk, ids
from hutong.kernel.audit import AuditEntry
from hutong.kernel.desk import Asked, Column, Filter, Rows, StaffList


@dataclass(frozen=True)
class Entry:
    """A row of the log and who did it."""

    entry: AuditEntry
    person: PersonCard | None


def found(asked: Asked) -> Rows[Entry]:
    """Entries, newest first, by person, subject, action and time: two statements."""
    query = select(AuditEntry)
    if asked["person"]:
        query = query.where(AuditEntry.person_id == _number(asked["person"]))
    if asked["subject"]:
        query = query.where(AuditEntry.subject.in_(_subjects(asked["subject"])))
    if asked["action"]:
        query = query.where(desk.begins(AuditEntry.action, asked["action"]))
    since, until = asked.since("from"), asked.until("to")
    if since is not None:
        query = query.where(AuditEntry.at >= since, AuditEntry.id >= ids.first_at(since - clock.DAY))
    if until is not None:
        query = query.where(AuditEntry.at < until, AuditEntry.id <= ids.first_at(until + clock.DAY))

    def show(rows: Sequence[AuditEntry]) -> list[Entry]:
        people = accounts.people(row.person_id for row in rows if row.person_id is not None)
        return [Entry(row, people.get(row.person_id or 0)) for row in rows]

    return desk.keyset(query, asked, {"newest": [(AuditEntry.id, True)], "oldest": [(AuditEntry.id, False)]}, show)


def _number(text: str) -> int:
    with suppress(ValueError):
        return ids.read(text)
    return 0


def _subjects(text: str) -> list[str]:
    """A subject as it was typed, and with its id the other way round: both stand in the log."""
    kind, _colon, key = text.partition(":")
    ways = [text]
    with suppress(ValueError):
        ways.append(f"{kind}:{ids.read(key)}")
    return ways


def shown_subject(subject: str) -> str:
    """A subject with its id as the world knows it."""
    kind, colon, key = subject.partition(":")
    return f"{kind}:{ids.show(int(key))}" if colon and key.isdigit() and len(key) > 12 else subject


def changes(entry: AuditEntry) -> str:
    """What changed: "state: open → hidden"."""
    before = entry.before if isinstance(entry.before, dict) else {}
    after = entry.after if isinstance(entry.after, dict) else {}
    lines = []
    for name in [*before, *(name for name in after if name not in before)]:
        was, now = before.get(name), after.get(name)
        if name in before and name in after and was != now:
            lines.append(f"{name}: {_short(was)} → {_short(now)}")
        elif was != now:
            lines.append(f"{name}: {_short(now if name in after else was)}")
    return "; ".join(lines)


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}…"


def _who(row: Entry) -> str:
    if row.entry.person_id is None:
        return _("by itself")
    return row.person.name if row.person else ids.show(row.entry.person_id)


AUDIT = StaffList[Entry](
    "audit",
    _l("Audit log"),
    "shield-check",
    group="site",
    needs=Permission.READ_AUDIT,
    rows=found,
    key=lambda row: ids.show(row.entry.id),
    columns=(
        Column(_l("When"), lambda row: row.entry.at, "moment"),
        Column(_l("Done by"), _who, note=lambda row: ids.show(row.entry.person_id) if row.entry.person_id else ""),
        Column(_l("Action"), lambda row: row.entry.action, "code"),
        Column(_l("To what"), lambda row: shown_subject(row.entry.subject), "code"),
        Column(_l("What changed"), lambda row: changes(row.entry)),
        Column(_l("From"), lambda row: row.entry.address, "code"),
        Column(_l("Number in the chain"), lambda row: row.entry.seal_no, "number", only="file"),
    ),
    filters=(
        Filter("person", _l("Id of a person"), kind="text"),
        Filter("subject", _l("Subject, such as person:…"), kind="text"),
        Filter("action", _l("Action begins with"), kind="text"),
        Filter("from", _l("from"), kind="day"),
        Filter("to", _l("to"), kind="day"),
    ),
    sorts=(("newest", _l("Newest first")), ("oldest", _l("Oldest first"))),
    about=_l("Nothing here can be changed: every row is sealed into a chain that `hutong audit` proves."),
    order=90,
)
