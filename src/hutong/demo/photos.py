"""The demo's photos: drawn, shared by the photographer and others, liked, talked about, some leading to homes."""

import json
import random
from importlib.resources import files

from hutong.demo.draw import scene
from hutong.kernel import clock, ids
from hutong.kernel.db import session
from hutong.media import actions as media
from hutong.media.actions import Prepared
from hutong.notices import actions as notices
from hutong.photos import actions as photos
from hutong.photos import heat
from hutong.photos.actions import listing
from hutong.photos.models import Photo
from hutong.photos.schemas import CollectionIn, CommentIn, PhotoIn
from hutong.photos.schemas.asked import BETWEEN

SIZES = {"wide": (1080, 720), "tall": (800, 1080), "square": (900, 900)}
WORDS = (
    "好看！",
    "这是哪里？",
    "光真好。",
    "想去。",
    "门口那只猫我也见过。",
    "Lovely light.",
    "下次一起去拍。",
    "像小时候的巷子。",
)
EVERY = 5 * clock.HOUR
FIRST_SEED = 500


def seeds() -> list[list[str]]:
    """What is drawn and said: scene, shape, caption, tags, place, description."""
    text = files("hutong.demo").joinpath("photos.json").read_text(encoding="utf-8")
    found: list[list[str]] = json.loads(text)
    return found


def draw(number: int) -> Prepared:
    """Draw and store one of them, before the transaction."""
    kind, shape, *_ = seeds()[number]
    return media.prepare(scene(FIRST_SEED + number, kind, SIZES[shape]))


def share(drawn: list[Prepared], known: dict[str, int], homes: list[int]) -> None:
    """Share them all, in the running transaction, the first of the list last."""
    dice = random.Random(7)  # noqa: S311 - a demo is the same every time
    others = [known["guest"], known["host"], known["cinema manager"]]
    shared = []
    for number, (seed, picture) in enumerate(zip(seeds(), drawn, strict=True)):
        owner = known["photographer"] if number % 4 else others[number // 4 % len(others)]
        shared.append(_share(seed, picture, owner, clock.now() - number * EVERY - clock.HOUR))
    for photo in shared:
        _talk(photo, [person for person in known.values() if person != photo.owner_id], dice)
    for number, home_id in zip((1, 3, 6, 9), homes, strict=False):
        photos.lead(shared[number].id, shared[number].owner_id, f"home:{ids.show(home_id)}")
    for follower, followed in (("guest", "photographer"), ("host", "photographer"), ("photographer", "guest")):
        photos.follow(known[follower], known[followed])
    for number in (0, 1, 5):
        photos.pick(shared[number].id, known["administrator"])
    notices.mark_read(known["photographer"], None)
    collection = photos.collect(known["photographer"], CollectionIn(title="胡同一年", note="从雪到柿子。"))
    for photo in shared[:9]:
        photos.add_item(collection.id, known["photographer"], photo.id)


def _share(seed: list[str], picture: Prepared, owner_id: int, at: int) -> Photo:
    _kind, _shape, caption, tags, place, alt = seed
    kept = media.keep(owner_id, picture, alt, swept=True)
    wanted = PhotoIn(picture_id=kept.id, caption=caption, tags=BETWEEN.split(tags), place=place, alt=alt, anyway=True)
    photo = photos.post(owner_id, wanted)
    photo.shown_at = photo.made_at = at
    photo.heat = heat.heat(at, 0)
    listing.settle(photo)
    return photo


def _talk(photo: Photo, others: list[int], dice: random.Random) -> None:
    photo.views = dice.randrange(3, 90)
    for person in others:
        if dice.random() < 0.5:
            photos.like(photo.id, person)
    for person in dice.sample(others, dice.choice((0, 0, 1, 1, 2))):
        said = photos.comment(photo.id, person, CommentIn(text=dice.choice(WORDS)))
        if dice.random() < 0.4:
            photos.comment(photo.id, photo.owner_id, CommentIn(text="谢谢！", answers=said.id))
    listing.uncounted(photo.id)
    session().flush()
