"""Comments on photos."""

from flask_babel import lazy_gettext as _l

from hutong.kernel import limits
from hutong.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.web import me
from hutong.photos import actions
from hutong.photos.api.base import COMMENTS, api
from hutong.photos.queries import seeing, talk
from hutong.photos.readers import moderates, reader
from hutong.photos.schemas import CommentIn, CommentOut
from hutong.photos.showing import comment_out


@api.get("/photos/<id:photo_id>/comments", public=True, raises=(NotFound,))
def list_comments(photo_id: int, query: PageQuery) -> Page[CommentOut]:
    """What is said about a photo: threads in the order in which they began, answers below what they answer."""
    seeing.seen(photo_id, reader(), moderates())
    found = talk.page(photo_id, reader(), query.limit, query.cursor)
    return Page(items=[comment_out(said, reader()) for said in found.comments], next=found.next)


def count_comment(photo_id: int, body: CommentIn) -> None:  # noqa: ARG001 - every comment counts alike
    """Count the comment."""
    limits.spend(COMMENTS, me().id)


@api.post(
    "/photos/<id:photo_id>/comments",
    before=count_comment,
    raises=(Invalid, NotFound, Conflict, Forbidden, TooMany),
    done=_l("Your comment was added."),
)
def add_comment(photo_id: int, body: CommentIn) -> CommentOut:
    """Say something about a photo, or answer; people named by @username are told."""
    return comment_out(talk.said(actions.comment(photo_id, me().id, body)), me().id)


@api.patch("/comments/<id:comment_id>", raises=(Invalid, NotFound), done=_l("Saved."))
def edit_comment(comment_id: int, body: CommentIn) -> CommentOut:
    """Correct a comment of yours."""
    return comment_out(talk.said(actions.reword(comment_id, me().id, body.text)), me().id)


@api.delete("/comments/<id:comment_id>", raises=(NotFound,), done=_l("The comment was removed."))
def remove_comment(comment_id: int) -> None:
    """Remove a comment: your own, one on a photo of yours, or as a moderator."""
    actions.remove_comment(comment_id, me().id, moderates())
