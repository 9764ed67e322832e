"""What notices put into the archive of a person's data."""

from flask import Flask
from sqlalchemy import select

from hutong.accounts.leaving import EXPORTS, Archive
from hutong.notices.models import Mute, Notice


def install(app: Flask) -> None:
    """Contribute to archives."""
    EXPORTS.add(app, export)


def export(person_id: int, archive: Archive) -> None:
    """What a person was told, and what they do not want to hear."""
    archive.rows("notices/notices.json", select(Notice).where(Notice.person_id == person_id).order_by(Notice.id))
    archive.rows("notices/mutes.json", select(Mute).where(Mute.person_id == person_id))
