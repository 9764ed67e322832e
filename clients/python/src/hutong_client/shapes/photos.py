"""Shapes of photos. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from hutong_client.wire import Upload


class AskedReasonIn(TypedDict):
    """Why a moderator takes a photo away; owners need no reason."""

    reason: NotRequired[str]


class AskedReviewIn(TypedDict):
    """Whether a photo that waits may be shown, and why not."""

    accept: bool
    reason: NotRequired[str]


class CollectionIn(TypedDict):
    """A new collection."""

    title: str
    note: NotRequired[str]
    public: NotRequired[bool]


class CollectionOut(TypedDict):
    """A collection."""

    id: str
    title: str
    note: str
    public: bool
    owner: OwnerOut
    count: int


class CollectionPatch(TypedDict):
    """An edit: only the fields that are sent change."""

    title: NotRequired[str]
    note: NotRequired[str]
    public: NotRequired[bool]


class CommentIn(TypedDict):
    """What is said about a photo; `answers` is the comment that it answers."""

    text: str
    answers: NotRequired[str | None]


class CommentOut(TypedDict):
    """A comment; one that was removed and has answers stays as a gap."""

    id: str
    thread: str
    author: OwnerOut | None
    text: str
    at: str
    edited_at: str | None
    removed: bool
    mine: bool


class FollowOut(TypedDict):
    """How you stand to a person."""

    following: bool
    muted: bool
    followers: int


class HeatOut(TypedDict):
    """Why a photo stands where it does among the hot ones."""

    views: int
    likes: int
    talkers: int
    points: int
    lead_hours: float


class LikeOut(TypedDict):
    """Whether you like a photo, and how many do."""

    liked: bool
    likes: int


class OwnerOut(TypedDict):
    """Whose a photo is, or who says something."""

    id: str
    name: str
    avatar_url: str | None


class PhotoCard(TypedDict):
    """A photo as it stands in a list."""

    id: str
    owner: OwnerOut
    caption: str
    place: str
    alt: str
    visibility: str
    state: str
    url: str
    sizes: list[SizeOut]
    width: int
    height: int
    views: int
    likes: int
    comments: int
    liked: bool
    at: str


class PhotoIn(TypedDict):
    """A photo to be shared: a picture uploaded before, or the file itself in a form."""

    picture_id: NotRequired[str | None]
    file: NotRequired[Upload | None]
    caption: NotRequired[str]
    tags: NotRequired[list[str]]
    place: NotRequired[str]
    alt: NotRequired[str]
    visibility: NotRequired[Literal["public", "followers", "link", "private"]]
    comments_open: NotRequired[bool]
    tail: NotRequired[str]
    anyway: NotRequired[bool]


class PhotoOut(TypedDict):
    """A photo with all that its page shows."""

    id: str
    owner: OwnerOut
    caption: str
    place: str
    alt: str
    visibility: str
    state: str
    url: str
    sizes: list[SizeOut]
    width: int
    height: int
    views: int
    likes: int
    comments: int
    liked: bool
    at: str
    tags: list[str]
    comments_open: bool
    mine: bool
    reason: str
    trashed_at: str | None
    purged_at: str | None
    source_url: str
    author: str
    licence: str
    tail: TailCardOut | None
    heat: HeatOut


class PhotoPatch(TypedDict):
    """An edit: only the fields that are sent change."""

    caption: NotRequired[str]
    tags: NotRequired[list[str]]
    place: NotRequired[str]
    alt: NotRequired[str]
    visibility: NotRequired[Literal["public", "followers", "link", "private"]]
    comments_open: NotRequired[bool]
    tail: NotRequired[str]


class PickIn(TypedDict):
    """A photo for the top of today; `instead_of` is the pick that goes, where three are there already."""

    photo_id: str
    instead_of: NotRequired[str | None]


class PicksOut(TypedDict):
    """The photos on top of today."""

    items: list[PhotoCard]
    until: str


class SizeOut(TypedDict):
    """The picture in one width; addresses of pictures that not everybody may see work only for those who may."""

    url: str
    width: int


class TagOut(TypedDict):
    """A tag and how many photos carry it."""

    name: str
    count: int


class TailCardOut(TypedDict):
    """Where a photo leads to, as it is now."""

    title: str
    href: str
    note: str
    price: str
    left: int | None
    left_text: str
    state: str
    outside: bool


class TailFiguresOut(TypedDict):
    """What came of a photo's tail, for its owner."""

    views: int
    taps: int
    paid: int


class TailIn(TypedDict):
    """Where a photo leads to."""

    to: str
    label: NotRequired[str]
