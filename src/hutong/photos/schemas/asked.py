"""What is sent about photos."""

import re
from typing import Annotated, Any, Literal

from flask_babel import lazy_gettext as _l
from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from hutong.kernel.paging import PageQuery
from hutong.kernel.schemas import In, Line, ShownId, Text
from hutong.kernel.text import fold
from hutong.media.schemas import Upload
from hutong.photos.models.photo import LONGEST_TAG, MOST_CAPTION, MOST_TAGS
from hutong.photos.models.talk import MOST_COMMENT

BETWEEN = re.compile(r"[\s,，、;；#＃]+")
UNSAID: Any = None
VisibilityCode = Literal["public", "followers", "link", "private"]


def _said(text: str) -> str:
    if not text.strip():
        raise ValueError(_l("Please fill this in."))
    return text


def _apart(value: Any) -> Any:
    """Tags may come as one text: divided by spaces, commas and #."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return value
    return [tag for one in value for tag in BETWEEN.split(one) if tag]


def _once(tags: list[str]) -> list[str]:
    """Each tag once, however it is written; at most 20, none too long."""
    found: dict[str, str] = {}
    for tag in tags:
        if len(tag) > LONGEST_TAG:
            raise ValueError(_l("A tag may have at most %(most)s characters.", most=LONGEST_TAG))
        found.setdefault(fold(tag), tag)
    if len(found) > MOST_TAGS:
        raise ValueError(_l("At most 20 tags."))
    return list(found.values())


Said = Annotated[Text, AfterValidator(_said)]
TagName = Annotated[Line, Field(min_length=1, json_schema_extra={"maxLength": LONGEST_TAG})]
Tags = Annotated[list[TagName], BeforeValidator(_apart), AfterValidator(_once), Field(max_length=100)]
_CAPTION: Any = {"max_length": MOST_CAPTION}
_PLACE: Any = {"max_length": 100, "description": "where it was taken, in words"}
_ALT: Any = {"max_length": 300, "description": "what is to be seen, for those who cannot"}
_TAIL: Any = {
    "max_length": 500,
    "description": "where the photo leads to: `home:…`, the address of a home or film here, or an allowed site",
}


class PhotoIn(In):
    """A photo to be shared: a picture uploaded before, or the file itself in a form."""

    picture_id: ShownId | None = None
    file: Upload | None = Field(None, description="instead of `picture_id`, as multipart/form-data")
    caption: Text = Field("", **_CAPTION)
    tags: Tags = []
    place: Line = Field("", **_PLACE)
    alt: Line = Field("", **_ALT)
    visibility: VisibilityCode = "public"
    comments_open: bool = True
    tail: Line = Field("", **_TAIL)
    anyway: bool = Field(False, description="although it looks like another photo")


class PhotoPatch(In):
    """An edit: only the fields that are sent change."""

    caption: Text = Field(UNSAID, **_CAPTION)
    tags: Tags = UNSAID
    place: Line = Field(UNSAID, **_PLACE)
    alt: Line = Field(UNSAID, **_ALT)
    visibility: VisibilityCode = UNSAID
    comments_open: bool = UNSAID
    tail: Line = Field(UNSAID, **_TAIL)


class PhotosQuery(PageQuery):
    """Which photos, in which order."""

    stream: Literal["newest", "hot", "following"] = "newest"
    tag: Line = Field("", max_length=LONGEST_TAG)
    q: Line = Field("", max_length=100, description="words of captions, tags, places and descriptions")


class CommentIn(In):
    """What is said about a photo; `answers` is the comment that it answers."""

    text: Said = Field(max_length=MOST_COMMENT)
    answers: ShownId | None = None


class ReasonIn(In):
    """Why a moderator takes a photo away; owners need no reason."""

    reason: Text = Field("", max_length=500)


class ReviewIn(In):
    """Whether a photo that waits may be shown, and why not."""

    accept: bool
    reason: Text = Field("", max_length=500)

    @model_validator(mode="after")
    def explained(self) -> "ReviewIn":
        """A refusal needs a reason."""
        if not self.accept and not self.reason:
            raise ValueError(_l("Please say why: the owner reads it."))
        return self


class PickIn(In):
    """A photo for the top of today; `instead_of` is the pick that goes, where three are there already."""

    photo_id: ShownId
    instead_of: ShownId | None = None


class CollectionIn(In):
    """A new collection."""

    title: Annotated[Line, AfterValidator(_said)] = Field(max_length=80)
    note: Text = Field("", max_length=500)
    public: bool = True


class CollectionPatch(In):
    """An edit: only the fields that are sent change."""

    title: Annotated[Line, AfterValidator(_said)] = Field(UNSAID, max_length=80)
    note: Text = Field(UNSAID, max_length=500)
    public: bool = UNSAID


class TailIn(In):
    """Where a photo leads to."""

    to: Annotated[Line, AfterValidator(_said)] = Field(**_TAIL)
    label: Line = Field("", max_length=80, description="what stands on the card of an outside address")
