"""Somebody takes their data along or wants to leave: their homes."""

from collections.abc import Iterator

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy import select

from hutong.accounts.leaving import EXPORTS, UNSETTLED, Archive, Unsettled
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.stays.models import Home


def install(app: Flask) -> None:
    """Contribute to archives and to what keeps somebody here."""
    EXPORTS.add(app, export)
    UNSETTLED.add(app, unsettled)


def export(person_id: int, archive: Archive) -> None:
    """The homes that a person lets."""
    archive.rows("stays/homes.json", select(Home).where(Home.host_id == person_id).order_by(Home.id))


def unsettled(person_id: int) -> Iterator[Unsettled]:
    """Homes that are still on offer."""
    offered = select(Home).where(Home.host_id == person_id, Home.state == "published").order_by(Home.id).limit(20)
    for home in session().scalars(offered):
        yield Unsettled(
            _("A home is still on offer: %(title)s. Take it off first.", title=home.title),
            f"/host/homes/{ids.show(home.id)}",
        )
