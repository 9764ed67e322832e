"""The lab's part of the API: one route for each thing that a route can declare."""

from datetime import date

from flask import Response
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from hutong.kernel import events, paging, security, web
from hutong.kernel.db import rows_changed, session
from hutong.kernel.errors import Conflict, NotFound, invalid
from hutong.kernel.limits import Limit, spend
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.schemas import In, Line, MoneyIn, Out, ShownId, Text, Whole
from tests.lab import things
from tests.lab.people import Power

api = web.Api("lab")
GUESSES = Limit("lab-guesses", 3, 60_000)


class ThingIn(In):
    """What a thing is made of."""

    name: Line = Field(min_length=1, max_length=40)
    note: Text | None = Field(None, max_length=200)
    price: MoneyIn = 0
    size: Whole = Field(1, ge=1, le=9)
    tags: list[str] = Field([], max_length=3)
    open: bool = False
    day: date | None = None
    other: ShownId | None = None
    password: str | None = None
    code: str | None = None


class ThingOut(Out):
    """A thing as it is shown."""

    id: ShownId
    name: str
    price: int = 0
    open: bool = False
    tags: list[str] = []
    count: int = 0


class Named(In):
    """Only a name."""

    name: Line = Field(min_length=1, max_length=40)


class Made(Out):
    """An answer with a name to fill in."""

    id: ShownId
    name: str


class Told:
    """An event of the lab."""

    def __init__(self, name: str) -> None:
        self.name = name


class SessionOut(Out):
    """The token."""

    csrf_token: str


@api.get("/session", public=True)
def show_session() -> SessionOut:
    """The CSRF token."""
    return SessionOut(csrf_token=security.csrf_token())


@api.post("/things", public=True, done="It was made.")
def make_thing(body: ThingIn) -> ThingOut:
    """Make a thing."""
    if body.name == "taken":
        raise invalid("name", "This name is taken.")
    thing_id = things.make(body.name)
    return ThingOut(id=thing_id, name=body.name, price=body.price, open=body.open, tags=body.tags)


@api.get("/things", public=True)
def list_things(query: PageQuery) -> Page[Made]:
    """Things, oldest first."""
    keys = [(things.things.c.id, False)]
    given = paging.decode(query.cursor, int) if query.cursor else None
    found = session().execute(
        paging.ordered(select(things.things.c.id, things.things.c.name), keys, given).limit(query.limit + 1)
    )
    return paging.page(
        found.all(), query.limit, lambda row: paging.encode(row.id), lambda row: Made(id=row.id, name=row.name)
    )


@api.get("/things/<id:thing_id>", public=True)
def show_thing(thing_id: int) -> ThingOut:
    """One thing with its version."""
    row = session().execute(select(things.things).where(things.things.c.id == thing_id)).first()
    if row is None:
        raise NotFound
    web.etag(row._mapping["count"])
    return ThingOut(id=row.id, name=row.name, count=row._mapping["count"])


@api.patch("/things/<id:thing_id>", public=True, if_match=True)
def edit_thing(thing_id: int, body: Named) -> ThingOut:
    """Rename a thing that was seen."""
    row = session().execute(select(things.things).where(things.things.c.id == thing_id)).first()
    if row is None:
        raise NotFound
    version = row._mapping["count"]
    web.must_match(version)
    changes = {"name": body.name, "count": version + 1}
    session().execute(things.things.update().where(things.things.c.id == thing_id).values(changes))
    web.etag(version + 1)
    return ThingOut(id=thing_id, name=body.name, count=version + 1)


@api.delete("/things/<id:thing_id>", public=True)
def remove_thing(thing_id: int) -> None:
    """Remove a thing."""
    if not rows_changed(things.things.delete().where(things.things.c.id == thing_id)):
        raise NotFound


@api.put("/things/open", public=True, done="It is open.")
def open_thing(body: Named) -> Made:
    """Write first, then perhaps refuse."""
    thing_id = things.make(body.name)
    if body.name == "refused":
        raise Conflict("The door sticks.", slots=["A1"])
    return Made(id=thing_id, name=body.name)


@api.post("/orders", idempotent=True)
def order(body: Named) -> Made:
    """An order that comes once, however often it is sent."""
    if body.name == "refused":
        raise Conflict
    name = body.name
    thing_id = things.make(f"{name}-{len(things.names())}")
    return Made(id=thing_id, name=name)


@api.post("/orders/single", idempotent=True)
def order_single(body: Named) -> Made:
    """An order of something there is only one of."""
    try:
        with session().begin_nested():
            thing_id = things.make(body.name)
    except IntegrityError:
        raise Conflict("Someone was faster.") from None
    return Made(id=thing_id, name=body.name)


def _count_guess(body: Named) -> str:
    spend(GUESSES, "everyone")
    return body.name.upper()


@api.post("/guesses", public=True, before=_count_guess)
def guess(body: Named, ready: str) -> Made:
    """A guess is counted before it is judged."""
    if body.name != "right":
        raise invalid("name", "Wrong.")
    return Made(id=things.make(ready), name=ready)


@api.post("/news", public=True)
def tell(body: Named) -> Made:
    """Tell the others."""
    events.tell(Told(body.name))
    if body.name == "never":
        raise Conflict
    return Made(id=1, name=body.name)


class FileIn(In):
    """A file."""

    model_config = {"arbitrary_types_allowed": True}

    file: FileStorage = Field(json_schema_extra={"type": "string", "format": "binary"})


@api.post("/files", public=True)
def send_file(body: FileIn) -> Made:
    """Take a file."""
    return Made(id=len(body.file.read()), name="read")


@api.get("/mine")
def show_mine() -> Made:
    """For those signed in."""
    return Made(id=web.me().id, name=web.me().name)


@api.put("/mine", needs=Power.MEND)
def mend(body: Named) -> Made:
    """For those who may mend."""
    return Made(id=web.me().id, name=body.name)


@api.get("/raw", public=True)
def raw() -> Response:
    """Not JSON."""
    return Response("raw", mimetype="text/plain")


@api.get("/broken", public=True)
def broken() -> Made:
    """Our own fault."""
    raise ZeroDivisionError("a secret detail")


@api.post("/callbacks", public=True, signed=True)
def callback(body: Named) -> Made:
    """A message that proves itself."""
    return Made(id=1, name=body.name)


@api.get("/written", public=True)
def write_while_reading() -> Made:
    """A GET that tries to change something."""
    return Made(id=things.make("by a GET"), name="by a GET")
