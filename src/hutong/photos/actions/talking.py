"""Comments: said, answered, corrected, removed."""

import re

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.accounts import queries as accounts
from hutong.accounts.models import Person
from hutong.kernel import audit, clock, ids
from hutong.kernel.db import session
from hutong.kernel.errors import Conflict, NotFound, invalid
from hutong.kernel.text import fold
from hutong.notices import actions as notices
from hutong.photos.actions import listing
from hutong.photos.actions.posting import may_post
from hutong.photos.models import Comment, Photo, comment_subject
from hutong.photos.queries import seeing
from hutong.photos.schemas import CommentIn

MENTION = re.compile(r"(?<![\w@])@([\w.\-]{2,30})")
MOST_MENTIONS = 5
EXCERPT = 80


class CommentsClosed(Conflict):
    """The owner of the photo wants no more comments."""

    code = "comments_closed"
    detail = _l("The comments of this photo are closed.")


def comment(photo_id: int, author_id: int, wanted: CommentIn) -> Comment:
    """Say something about a photo, or answer; raises NotFound, NotActive, CommentsClosed or Invalid."""
    photo = seeing.living(photo_id, author_id)
    may_post(author_id)
    if not photo.comments_open and photo.owner_id != author_id:
        raise CommentsClosed
    answered = _answered(photo_id, wanted.answers)
    made = Comment(id=ids.new_id(), photo_id=photo_id, author_id=author_id, text=wanted.text, made_at=clock.now())
    made.thread_id = answered.thread_id if answered else made.id
    session().add(made)
    session().flush()
    listing.uncounted(photo_id)
    _tell(photo, made, answered)
    return made


def reword(comment_id: int, author_id: int, text: str) -> Comment:
    """Correct one's own comment; raises NotFound."""
    found = session().get(Comment, comment_id)
    if found is None or found.author_id != author_id or found.deleted_at is not None or found.hidden_at is not None:
        raise NotFound
    seeing.living(found.photo_id, author_id)
    found.text, found.edited_at = text, clock.now()
    session().flush()
    return found


def remove_comment(comment_id: int, person_id: int, moderates: bool = False) -> None:
    """Remove a comment: by its author, by the photo's owner, or by a moderator; raises NotFound."""
    found = session().get(Comment, comment_id)
    photo = session().get(Photo, found.photo_id) if found else None
    if found is None or photo is None or found.deleted_at is not None:
        raise NotFound
    if person_id not in (found.author_id, photo.owner_id) and not moderates:
        raise NotFound
    found.deleted_at = clock.now()
    found.text = ""
    session().flush()
    listing.uncounted(photo.id)
    audit.record("comment.removed", comment_subject(comment_id), after={"own": person_id == found.author_id})


def _answered(photo_id: int, comment_id: int | None) -> Comment | None:
    if comment_id is None:
        return None
    found = session().get(Comment, comment_id)
    if found is None or found.photo_id != photo_id or found.deleted_at is not None or found.hidden_at is not None:
        raise invalid("answers", _l("The comment that you answer is no longer there."))
    return found


def _tell(photo: Photo, made: Comment, answered: Comment | None) -> None:
    """Tell whom it is about, each once: who is mentioned, who is answered, whose photo it is."""
    told = {made.author_id}
    author = accounts.people([made.author_id])[made.author_id]
    data = {"name": author.name, "text": _excerpt(made.text)}
    link = f"/photos/{ids.show(photo.id)}#comment-{ids.show(made.id)}"
    kinds = [(person_id, "photo.mentioned") for person_id in _mentioned(made.text)]
    kinds += [(answered.author_id, "photo.answered")] if answered else []
    kinds += [(photo.owner_id, "photo.commented")]
    for person_id, kind in kinds:
        if person_id in told or not seeing.may_see(photo, person_id) or seeing.apart(made.author_id, person_id):
            continue
        told.add(person_id)
        notices.tell(person_id, kind, data, link)


def _mentioned(text: str) -> list[int]:
    names = list(dict.fromkeys(fold(name.rstrip(".-")) for name in MENTION.findall(text)))[:MOST_MENTIONS]
    if not names:
        return []
    return list(session().scalars(select(Person.id).where(Person.username_key.in_(names))))


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return f"{line[:EXCERPT]}…" if len(line) > EXCERPT else line
