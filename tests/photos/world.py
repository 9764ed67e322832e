"""A photographer, a visitor, and pictures that look different."""

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from PIL import Image, ImageDraw
from werkzeug.test import TestResponse

from hutong.kernel import clock, ids, jobs
from hutong.kernel.db import session
from hutong.media import actions as media
from hutong.media.actions import Prepared
from hutong.media.models import Picture
from hutong.photos import actions
from hutong.photos.models import Photo
from hutong.photos.schemas import PhotoIn
from tests.accounts.world import person, signed_in
from tests.client import Client

_drawn = iter(range(1, 1_000_000))


def drawing(seed: int | None = None, size: tuple[int, int] = (480, 320)) -> Image.Image:
    """A picture unlike the others: the same seed looks the same in every size."""
    dice = random.Random(f"photo {next(_drawn) if seed is None else seed}")
    image = Image.new("RGB", size, (240, 240, 240))
    brush = ImageDraw.Draw(image)
    for _ in range(40):
        left, top = dice.random() * 0.9, dice.random() * 0.9
        box = (left * size[0], top * size[1], (left + 0.25) * size[0], (top + 0.25) * size[1])
        brush.rectangle(box, fill=tuple(dice.randrange(256) for _ in range(3)))
    return image


def file_of(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


class World:
    """Somebody who shares photos, and somebody who looks."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.owner = person(app, "13800001004", name="Bai Ge")
        self.guest = person(app, "13800001001", name="Wang")
        self.as_owner, self.as_guest = self.client(self.owner), self.client(self.guest)
        self.stranger = Client(app)

    def client(self, person_id: int, language: str = "en") -> Client:
        """A browser in which a person is signed in."""
        return signed_in(self.app, person_id, language)

    def person(self, number: int, **more: Any) -> int:
        """One more person."""
        return person(self.app, f"1390000{number:04d}", **more)

    def run(self, unit: Any) -> Any:
        """A unit of work in a transaction."""
        with self.app.test_request_context():
            return self.app.extensions["hutong"].database.run(unit)

    def read(self, question: Any) -> Any:
        """A question."""
        with self.app.app_context(), self.app.extensions["hutong"].database.reading():
            return question()

    def jobs(self) -> None:
        """What is due."""
        with self.app.app_context():
            jobs.tick()
            jobs.run_all()

    def counted(self) -> None:
        """Everything that gathers in the kv is written, and counted."""
        with clock.moved(3 * clock.MINUTE):
            self.jobs()

    def photo(self, owner: int | None = None, **facts: Any) -> str:
        """A photo that was shared, without a file in the store; its id as the world writes it."""
        number = next(_drawn)
        wanted = PhotoIn(picture_id=1, **{"caption": f"Photo {number}", **facts})

        def put() -> int:
            prepared = Prepared(f"{number:064x}", "jpeg", 1600, 1200, 1000, None)
            picture = media.keep(owner or self.owner, prepared, "", swept=True)
            return actions.post(owner or self.owner, wanted.model_copy(update={"picture_id": picture.id})).id

        return ids.show(self.run(put))

    def upload(self, data: bytes, client: Client | None = None, **fields: Any) -> TestResponse:
        """Share a file in one call."""
        return (client or self.as_owner).upload("/photos", file=(io.BytesIO(data), "photo.jpg"), **fields)

    def row(self, shown: str) -> Photo:
        """A photo as it stands in its table."""
        return self.read(lambda: session().get(Photo, ids.read(shown)))

    def picture_of(self, shown: str) -> Picture:
        """Its picture."""
        return self.read(lambda: session().get(Picture, self.row(shown).picture_id))

    def stream(self, client: Client | None = None, **query: Any) -> list[str]:
        """The captions of a stream."""
        return [item["caption"] for item in (client or self.stranger).get("/photos", **query).get_json()["items"]]


@contextmanager
def later(by: int) -> Iterator[None]:
    """Some time later."""
    with clock.moved(by):
        yield


def notices(client: Client) -> list[tuple[str, str, str]]:
    """What a person was told: kind, title and body, the newest first."""
    return [(item["kind"], item["title"], item["body"]) for item in client.get("/notices").get_json()["items"]]
