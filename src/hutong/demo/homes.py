"""The demo's homes: invented, in real districts, with drawn pictures."""

import json
from importlib.resources import files
from typing import Any

from hutong.demo.draw import scene
from hutong.media import actions as media
from hutong.media.actions import Prepared
from hutong.stays import actions as stays
from hutong.stays.schemas import HomeIn

SAME = ("title", "address", "kind", "rooms", "beds", "capacity", "min_nights", "instant", "policy", "facilities")


def seeds() -> list[dict[str, Any]]:
    """The homes as their hosts would enter them; money in yuan."""
    text = files("hutong.demo").joinpath("homes.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def draw(seed: dict[str, Any], number: int) -> list[Prepared]:
    """Draw and store the pictures of a home, before the transaction."""
    return [media.prepare(scene(number * 10 + at, kind)) for at, kind in enumerate(seed["scenes"])]


def publish(seed: dict[str, Any], pictures: list[Prepared], host_id: int) -> int:
    """Make a home and publish it, in the running transaction; its id."""
    kept = [media.keep(host_id, picture, alt=f"{seed['title']} {at}") for at, picture in enumerate(pictures, 1)]
    home = stays.create(
        host_id,
        HomeIn(
            **{name: seed[name] for name in SAME},
            district=seed["region"],
            description=seed["description"],
            lat=seed["place"][0],
            lng=seed["place"][1],
            price=seed["price"] * 100,
            weekend_price=seed["weekend"] and seed["weekend"] * 100,
            cleaning_fee=seed["cleaning"] * 100,
            deposit=seed["deposit"] * 100,
            weekly_discount=seed["weekly"],
            size=seed["area"],
            max_nights=30,
        ),
    )
    stays.arrange(home.id, host_id, [picture.id for picture in kept])
    return stays.publish(home.id, host_id, True).id
