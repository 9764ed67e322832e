"""What is told about photos."""

from pydantic import Field

from hutong.kernel.schemas import At, Out, ShownId


class OwnerOut(Out):
    """Whose a photo is, or who says something."""

    id: ShownId
    name: str
    avatar_url: str | None


class SizeOut(Out):
    """The picture in one width; addresses of pictures that not everybody may see work only for those who may."""

    url: str
    width: int


class PhotoCard(Out):
    """A photo as it stands in a list."""

    id: ShownId
    owner: OwnerOut
    caption: str
    place: str
    alt: str
    visibility: str
    state: str
    url: str = Field(description="the picture 1280 wide, or as wide as it is")
    sizes: list[SizeOut]
    width: int
    height: int
    views: int
    likes: int
    comments: int
    liked: bool = Field(description="whether you like it")
    at: At = Field(description="when it was published")


class TailCardOut(Out):
    """Where a photo leads to, as it is now."""

    title: str
    href: str = Field(description="counts the tap and goes on; empty where it is gone")
    note: str
    price: str
    left: int | None = Field(description="how much is free: nights or seats")
    left_text: str
    state: str = Field(description="live, sold_out or gone")
    outside: bool


class HeatOut(Out):
    """Why a photo stands where it does among the hot ones."""

    views: int
    likes: int
    talkers: int = Field(description="how many others have commented")
    points: int = Field(description="views + 5 · likes + 8 · talkers")
    lead_hours: float = Field(description="how many hours younger it seems: 8 · log₂(1 + points)")


class PhotoOut(PhotoCard):
    """A photo with all that its page shows."""

    tags: list[str]
    comments_open: bool
    mine: bool
    reason: str = Field(description="why somebody else took it away; for its owner")
    trashed_at: At | None
    purged_at: At | None = Field(description="when it is removed for good")
    source_url: str
    author: str
    licence: str
    tail: TailCardOut | None
    heat: HeatOut


class LikeOut(Out):
    """Whether you like a photo, and how many do."""

    liked: bool
    likes: int


class CommentOut(Out):
    """A comment; one that was removed and has answers stays as a gap."""

    id: ShownId
    thread: ShownId = Field(description="the comment that it answers, or itself")
    author: OwnerOut | None
    text: str
    at: At
    edited_at: At | None
    removed: bool
    mine: bool


class FollowOut(Out):
    """How you stand to a person."""

    following: bool
    muted: bool
    followers: int


class TagOut(Out):
    """A tag and how many photos carry it."""

    name: str
    count: int


class CollectionOut(Out):
    """A collection."""

    id: ShownId
    title: str
    note: str
    public: bool
    owner: OwnerOut
    count: int


class PicksOut(Out):
    """The photos on top of today."""

    items: list[PhotoCard]
    until: At = Field(description="midnight of the site")


class TailFiguresOut(Out):
    """What came of a photo's tail, for its owner."""

    views: int
    taps: int
    paid: int = Field(description="bookings paid within seven days after a tap")
