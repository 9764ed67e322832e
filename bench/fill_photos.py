"""Fills a database with photos of some people, for measurements."""

import random
from typing import Any

from sqlalchemy import Connection, Table, insert

from hutong.kernel import clock, ids
from hutong.kernel.db import Base, Database
from hutong.kernel.text import column
from hutong.media.models import Picture
from hutong.photos import heat
from hutong.photos.models import Follow, Photo, PhotoTag, PhotoWords, Tag

BATCH = 5_000
WORDS = ("lane", "lantern", "snow", "door", "lake", "胡同", "灯笼", "小院", "石榴", "清晨")


def fill(database: Database, photos: int, people: list[int], seed: int = 1) -> None:
    """Add so many public photos of these people; the first of them follows fifty of the others."""
    dice = random.Random(seed)
    with database.writer.begin() as connection:
        tags = [{"id": ids.new_id(), "key": f"t{seed}x{at}", "name": f"t{seed}x{at}", "count": 1} for at in range(200)]
        _put(connection, Tag, tags)
        if seed == 1:
            followed = people[1:51]
            _put(connection, Follow, [_follow(people[0], one) for one in followed])
    for start in range(0, photos, BATCH):
        made = [_photo(dice, people) for _ in range(min(BATCH, photos - start))]
        with database.writer.begin() as connection:
            _put(connection, Picture, [_picture(row) for row in made])
            _put(connection, Photo, made)
            _put(connection, PhotoTag, [_tag(row, dice.choice(tags)) for row in made])
            _put(connection, PhotoWords, [{"rowid": row["id"], "words": column(row["caption"])} for row in made])


def _put(connection: Connection, model: type[Base], rows: list[dict[str, Any]]) -> None:
    table: Table = model.__table__  # type: ignore[assignment]
    if rows:
        connection.execute(insert(table), rows)


def _photo(dice: random.Random, people: list[int]) -> dict[str, Any]:
    at = clock.now() - dice.randrange(365 * clock.DAY)
    views, likes = int(dice.paretovariate(1)) % 5_000, int(dice.paretovariate(1)) % 500
    number = ids.new_id()
    return {
        "id": number, "owner_id": dice.choice(people), "picture_id": ids.new_id(), "digest": f"{number:064x}",
        "caption": " ".join(dice.sample(WORDS, 3)), "place": "", "alt": "", "visibility": "public", "state": "live",
        "was": "", "listed": 1, "comments_open": True, "made_at": at, "shown_at": at, "reason": "",
        "heat": heat.heat(at, heat.points(views, likes, 0)), "views": views, "likes": likes, "comments": 0,
        "talkers": 0, "likes_told": 0, "source_url": "", "author": "", "licence": "",
    }  # fmt: skip


def _picture(photo: dict[str, Any]) -> dict[str, Any]:
    shape = {
        "digest": photo["digest"],
        "kind": "jpeg",
        "width": 1600,
        "height": 1200,
        "size": 1,
        "alt": "",
        "withheld": False,
    }
    return {"id": photo["picture_id"], "owner_id": photo["owner_id"], "made_at": photo["made_at"], **shape}


def _tag(photo: dict[str, Any], tag: dict[str, Any]) -> dict[str, Any]:
    listed = {"listed": 1, "shown_at": photo["shown_at"], "position": 0}
    return {"photo_id": photo["id"], "tag_id": tag["id"], **listed}


def _follow(follower: int, followed: int) -> dict[str, Any]:
    return {"follower_id": follower, "followed_id": followed, "id": ids.new_id(), "at": clock.now()}
