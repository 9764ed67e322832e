"""What queries found, as JSON."""

from typing import Any

from hutong.media import queries as media
from hutong.photos import addresses
from hutong.photos.queries.cards import Card, Owner
from hutong.photos.queries.leads import TailCard
from hutong.photos.queries.people import Gathered
from hutong.photos.queries.photos import Detail
from hutong.photos.queries.talk import Said
from hutong.photos.schemas import (
    CollectionOut,
    CommentOut,
    HeatOut,
    OwnerOut,
    PhotoCard,
    PhotoOut,
    SizeOut,
    TailCardOut,
)

AVATAR = 320  # pixels
WHOLE = 1280


def owner_out(owner: Owner) -> OwnerOut:
    """Whose something is."""
    return OwnerOut(id=owner.id, name=owner.name, avatar_url=media.url(owner.face, AVATAR) if owner.face else None)


def card_out(card: Card) -> PhotoCard:
    """A photo as it stands in a list."""
    return PhotoCard(**_card(card))


def photo_out(found: Detail) -> PhotoOut:
    """A photo with all that its page shows."""
    photo = found.photo
    facts = _card(found.card) | {"likes": found.likes}
    return PhotoOut(
        **facts,
        tags=found.tags,
        comments_open=photo.comments_open,
        mine=found.mine,
        reason=photo.reason if found.mine else "",
        trashed_at=photo.trashed_at,
        purged_at=found.purged_at,
        source_url=photo.source_url,
        author=photo.author,
        licence=photo.licence,
        tail=tail_out(found.tail) if found.tail else None,
        heat=HeatOut.model_validate(found.heat),
    )


def tail_out(card: TailCard) -> TailCardOut:
    """Where a photo leads to."""
    return TailCardOut.model_validate(card)


def comment_out(said: Said, reader_id: int | None) -> CommentOut:
    """A comment."""
    return CommentOut(
        id=said.id,
        thread=said.thread_id,
        author=owner_out(said.author) if said.author else None,
        text=said.text,
        at=said.at,
        edited_at=said.edited_at,
        removed=said.removed,
        mine=said.author is not None and said.author.id == reader_id,
    )


def collection_out(found: Gathered) -> CollectionOut:
    """A collection."""
    one = found.collection
    return CollectionOut(
        id=one.id, title=one.title, note=one.note, public=one.public, owner=owner_out(found.owner), count=found.count
    )


def _card(card: Card) -> dict[str, Any]:
    guarded = card.guarded
    return {
        "id": card.id,
        "owner": owner_out(card.owner),
        "caption": card.caption,
        "place": card.place,
        "alt": card.picture.alt,
        "visibility": card.visibility,
        "state": card.state,
        "url": addresses.url(card.id, card.picture, guarded, WHOLE),
        "sizes": [
            SizeOut(url=address, width=width) for address, width in addresses.sizes(card.id, card.picture, guarded)
        ],
        "width": card.picture.width,
        "height": card.picture.height,
        "views": card.views,
        "likes": card.likes,
        "comments": card.comments,
        "liked": card.liked,
        "at": card.shown_at,
    }
