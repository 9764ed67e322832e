"""The tail of a photo: set, taken away, and what is put down to it."""

from sqlalchemy import delete

from hutong.kernel import audit, clock
from hutong.kernel.db import rows_changed, session
from hutong.photos.models import Tail, TailSale, photo_subject
from hutong.photos.queries import leads, seeing


def lead(photo_id: int, owner_id: int, to: str, label: str = "") -> Tail:
    """Let a photo of one's own lead to a home, a film or an allowed address; raises NotFound or Invalid."""
    seeing.own(photo_id, owner_id)
    aim = leads.read(to)
    tail = session().get(Tail, photo_id)
    if tail is None:
        tail = Tail(photo_id=photo_id, made_at=clock.now())
        session().add(tail)
    if (tail.subject, tail.url) != (aim.subject, aim.url):
        tail.taps = 0  # what came of another aim is not put down to this one
        session().execute(delete(TailSale).where(TailSale.photo_id == photo_id))
    tail.subject, tail.url, tail.label = aim.subject, aim.url, label
    session().flush()
    audit.record("photo.tail", photo_subject(photo_id), after={"to": aim.subject or aim.host})
    return tail


def cut(photo_id: int, owner_id: int) -> None:
    """Let a photo of one's own lead nowhere; raises NotFound."""
    seeing.own(photo_id, owner_id)
    if rows_changed(delete(Tail).where(Tail.photo_id == photo_id)) == 1:
        audit.record("photo.tail", photo_subject(photo_id), after={"to": ""})
