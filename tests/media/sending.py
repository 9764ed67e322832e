"""Uploads as a browser sends them, and what is kept of them."""

import io
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from hutong.kernel.db import session
from hutong.kernel.state import state
from hutong.media import gateways, queries
from hutong.media.models import Picture
from tests.client import Client


def send(client: Client, data: bytes, name: str = "picture.jpg", **fields: Any) -> Any:
    return client.upload("/pictures", file=(io.BytesIO(data), name), **fields)


def kept(app: Flask, answer: Any) -> tuple[Picture, bytes]:
    """The row and the stored file of an upload."""
    assert answer.status_code == 201, answer.get_json()
    with app.app_context(), state().database.reading():
        row = session().scalars(select(Picture).order_by(Picture.id.desc())).first()
        data = gateways.store().read(queries.stored_name(row.digest, row.kind))
    return row, data


def lying(app: Flask) -> set[str]:
    """The files in the store."""
    with app.app_context():
        return set(gateways.store().names())


def rows(app: Flask) -> int:
    with app.app_context(), state().database.reading():
        return session().scalar(select(func.count()).select_from(Picture))
