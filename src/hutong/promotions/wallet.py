"""What lies in the wallet beside coupons and points: floors above put in what is coming up, and cards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from hutong.kernel.contribute import Point
from hutong.media.queries import Shown


@dataclass(frozen=True)
class Pass:
    """What is shown at a door: `code` is what stands in its picture."""

    label: str
    href: str
    code: str
    picture: Markup


@dataclass(frozen=True)
class Coming:
    """Something that one has booked and that is still to come, or going on."""

    id: int
    starts_at: int
    ends_at: int
    title: str
    when: str
    href: str
    state: str
    said: tuple[Any, str, str]  # the state in words, the kind of its tag, its icon
    note: str = ""
    image: Shown | None = None
    passes: Sequence[Pass] = field(default=())


@dataclass(frozen=True)
class Held:
    """A card that its holder saves with."""

    title: str
    note: str
    href: str
    until: int


COMING: Point[Callable[[int], Sequence[Coming]]] = Point("wallet_coming")
CARDS: Point[Callable[[int], Sequence[Held]]] = Point("wallet_cards")


def coming(person_id: int) -> list[Coming]:
    """What is coming up for a person, the soonest first."""
    return sorted((one for ask in COMING.all() for one in ask(person_id)), key=lambda one: (one.starts_at, one.id))


def cards(person_id: int) -> list[Held]:
    """The cards that a person holds now."""
    return [card for ask in CARDS.all() for card in ask(person_id)]
