"""Calls of photos. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal

from hutong_client.shapes.photos import (
    AskedReasonIn,
    AskedReviewIn,
    CollectionIn,
    CollectionOut,
    CollectionPatch,
    CommentIn,
    CommentOut,
    FollowOut,
    LikeOut,
    OwnerOut,
    PhotoCard,
    PhotoIn,
    PhotoOut,
    PhotoPatch,
    PickIn,
    PicksOut,
    TagOut,
    TailCardOut,
    TailFiguresOut,
    TailIn,
)
from hutong_client.wire import Listing, Wire, at


class Photos:
    """Calls of photos."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def list_photos(
        self,
        *,
        limit: int | None = None,
        stream: Literal["newest", "hot", "following"] | None = None,
        tag: str | None = None,
        q: str | None = None,
    ) -> Listing[PhotoCard]:
        """A stream of photos: newest, hot, of those you follow, of a tag, or found by words."""
        return self._wire.listing(PhotoCard, "/photos", query={"limit": limit, "stream": stream, "tag": tag, "q": q})

    def share_photo(self, body: PhotoIn) -> PhotoOut:
        """Share a picture. 409 `already_uploaded` names the same photo, 409 `looks_alike` similar ones: send
        `anyway`.
        """
        return self._wire.json(PhotoOut, "POST", "/photos", form=body)

    def show_photo(self, photo_id: str) -> PhotoOut:
        """One photo, with where it leads to and why it is hot. Counts a view."""
        return self._wire.json(PhotoOut, "GET", at("/photos/{}", photo_id))

    def edit_photo(self, photo_id: str, body: PhotoPatch) -> PhotoOut:
        """Change what is said about a photo of yours, and who may see it."""
        return self._wire.json(PhotoOut, "PATCH", at("/photos/{}", photo_id), body=body)

    def trash_photo(self, photo_id: str, body: AskedReasonIn) -> None:
        """Lay a photo into the trash: your own, or as a moderator with a reason that its owner reads."""
        self._wire.nothing("DELETE", at("/photos/{}", photo_id), body=body)

    def list_trash(self, *, limit: int | None = None) -> Listing[PhotoCard]:
        """What lies in your trash."""
        return self._wire.listing(PhotoCard, "/me/photos/trash", query={"limit": limit})

    def bring_back_photo(self, photo_id: str) -> PhotoOut:
        """Take a photo out of the trash."""
        return self._wire.json(PhotoOut, "PUT", at("/photos/{}/restoration", photo_id))

    def purge_photo(self, photo_id: str) -> None:
        """Remove a photo from your trash for good."""
        self._wire.nothing("DELETE", at("/me/photos/trash/{}", photo_id))

    def review_photo(self, photo_id: str, body: AskedReviewIn) -> PhotoOut:
        """Let a photo be shown that waits for it, or not."""
        return self._wire.json(PhotoOut, "PUT", at("/photos/{}/review", photo_id), body=body)

    def like_photo(self, photo_id: str) -> LikeOut:
        """Like a photo; it counts once."""
        return self._wire.json(LikeOut, "PUT", at("/photos/{}/like", photo_id))

    def unlike_photo(self, photo_id: str) -> LikeOut:
        """Take that back."""
        return self._wire.json(LikeOut, "DELETE", at("/photos/{}/like", photo_id))

    def lead_photo(self, photo_id: str, body: TailIn) -> TailCardOut:
        """Let a photo of yours lead to a home, a film, or an address that the operator allows."""
        return self._wire.json(TailCardOut, "PUT", at("/photos/{}/tail", photo_id), body=body)

    def cut_tail(self, photo_id: str) -> None:
        """Let a photo of yours lead nowhere."""
        self._wire.nothing("DELETE", at("/photos/{}/tail", photo_id))

    def show_figures(self, photo_id: str) -> TailFiguresOut:
        """What came of the tail of a photo of yours."""
        return self._wire.json(TailFiguresOut, "GET", at("/photos/{}/tail", photo_id))

    def list_tags(
        self,
        *,
        limit: int | None = None,
        stream: Literal["newest", "hot", "following"] | None = None,
        tag: str | None = None,
        q: str | None = None,
    ) -> Listing[TagOut]:
        """The most used tags, or those that begin with `q`."""
        return self._wire.listing(TagOut, "/tags", query={"limit": limit, "stream": stream, "tag": tag, "q": q})

    def list_collections(self, person_id: str) -> Listing[CollectionOut]:
        """The collections of a person that you may see."""
        return self._wire.listing(CollectionOut, at("/people/{}/collections", person_id))

    def make_collection(self, body: CollectionIn) -> CollectionOut:
        """Make a collection."""
        return self._wire.json(CollectionOut, "POST", "/collections", body=body)

    def show_collection(self, collection_id: str) -> CollectionOut:
        """A collection; its photos are at /collections/{id}/photos."""
        return self._wire.json(CollectionOut, "GET", at("/collections/{}", collection_id))

    def edit_collection(self, collection_id: str, body: CollectionPatch) -> CollectionOut:
        """Change a collection of yours."""
        return self._wire.json(CollectionOut, "PATCH", at("/collections/{}", collection_id), body=body)

    def remove_collection(self, collection_id: str) -> None:
        """Remove a collection of yours; its photos stay where they are."""
        self._wire.nothing("DELETE", at("/collections/{}", collection_id))

    def list_collected(self, collection_id: str, *, limit: int | None = None) -> Listing[PhotoCard]:
        """The photos of a collection that you may see, the latest added first."""
        return self._wire.listing(PhotoCard, at("/collections/{}/photos", collection_id), query={"limit": limit})

    def collect_photo(self, collection_id: str, photo_id: str) -> CollectionOut:
        """Put a photo into a collection of yours."""
        return self._wire.json(CollectionOut, "PUT", at("/collections/{}/photos/{}", collection_id, photo_id))

    def uncollect_photo(self, collection_id: str, photo_id: str) -> None:
        """Take a photo out of a collection of yours."""
        self._wire.nothing("DELETE", at("/collections/{}/photos/{}", collection_id, photo_id))

    def list_photos_of_person(self, person_id: str, *, limit: int | None = None) -> Listing[PhotoCard]:
        """The photos of a person that you may see, the newest first."""
        return self._wire.listing(PhotoCard, at("/people/{}/photos", person_id), query={"limit": limit})

    def list_followers(self, person_id: str, *, limit: int | None = None) -> Listing[OwnerOut]:
        """Who follows a person, the latest first."""
        return self._wire.listing(OwnerOut, at("/people/{}/followers", person_id), query={"limit": limit})

    def list_following(self, person_id: str, *, limit: int | None = None) -> Listing[OwnerOut]:
        """Whom a person follows, the latest first."""
        return self._wire.listing(OwnerOut, at("/people/{}/following", person_id), query={"limit": limit})

    def follow_person(self, person_id: str) -> FollowOut:
        """See a person's photos in your own stream."""
        return self._wire.json(FollowOut, "PUT", at("/people/{}/follow", person_id))

    def unfollow_person(self, person_id: str) -> FollowOut:
        """No longer."""
        return self._wire.json(FollowOut, "DELETE", at("/people/{}/follow", person_id))

    def mute_person(self, person_id: str) -> FollowOut:
        """Meet a person's photos and comments nowhere but at their own addresses; they do not learn of it."""
        return self._wire.json(FollowOut, "PUT", at("/people/{}/mute", person_id))

    def unmute_person(self, person_id: str) -> FollowOut:
        """Meet them again."""
        return self._wire.json(FollowOut, "DELETE", at("/people/{}/mute", person_id))

    def list_picks(self) -> PicksOut:
        """Today's picks, until midnight of the site."""
        return self._wire.json(PicksOut, "GET", "/picks")

    def pick_photo(self, body: PickIn) -> PicksOut:
        """Put a photo on top of today; 409 `picks_full` names the three that are there: send one as `instead_of`."""
        return self._wire.json(PicksOut, "POST", "/picks", body=body)

    def unpick_photo(self, photo_id: str) -> None:
        """Take a photo from the top of today."""
        self._wire.nothing("DELETE", at("/picks/{}", photo_id))

    def list_comments(self, photo_id: str, *, limit: int | None = None) -> Listing[CommentOut]:
        """What is said about a photo: threads in the order in which they began, answers below what they answer."""
        return self._wire.listing(CommentOut, at("/photos/{}/comments", photo_id), query={"limit": limit})

    def add_comment(self, photo_id: str, body: CommentIn) -> CommentOut:
        """Say something about a photo, or answer; people named by @username are told."""
        return self._wire.json(CommentOut, "POST", at("/photos/{}/comments", photo_id), body=body)

    def edit_comment(self, comment_id: str, body: CommentIn) -> CommentOut:
        """Correct a comment of yours."""
        return self._wire.json(CommentOut, "PATCH", at("/comments/{}", comment_id), body=body)

    def remove_comment(self, comment_id: str) -> None:
        """Remove a comment: your own, one on a photo of yours, or as a moderator."""
        self._wire.nothing("DELETE", at("/comments/{}", comment_id))
