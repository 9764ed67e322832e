"""What can be reviewed, kept as a favourite or reported: anything with a name like "home:42".

The storefronts say what stands behind such a name; this floor asks them. Inside, a subject is "<kind>:<number>"; in the
API and in addresses the number is an id of 13 characters.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from hutong.booking.models import NOBODY, Booking
from hutong.kernel import ids
from hutong.kernel.contribute import Point
from hutong.kernel.errors import NotFound
from hutong.kernel.schemas import SENT
from hutong.media.queries import Shown


@dataclass(frozen=True)
class Aspect:
    """One thing that is scored by itself: cleanliness, location."""

    code: str
    label: Any


@dataclass(frozen=True)
class Card:
    """What a list shows of a subject; `live` says whether everybody may see it now."""

    title: str
    href: str = ""
    picture: Shown | None = None
    note: str = ""  # a quiet line: where it is, what it costs
    owner_id: int | None = None
    live: bool = True


@dataclass(frozen=True)
class Offer:
    """What can be booked of a subject now: how many nights or seats are free, where that is known."""

    price: str = ""
    free: int | None = None
    unit: str = "nights"  # or "seats"


@dataclass(frozen=True)
class Kind:
    """A kind of subject. `cards` gives the cards of numbers, those that exist, in a fixed number of statements.

    `hide(number, reason)` takes one out of sight and `restore(number)` undoes that; both must not mind when there is
    nothing to do. Without them it can be reported, but not hidden.
    """

    prefix: str
    label: Any
    cards: Callable[[Collection[int]], dict[int, Card]]
    aspects: tuple[Aspect, ...] = ()
    favourite: bool = False
    hide: Callable[[int, str], None] | None = None
    restore: Callable[[int], None] | None = None
    offers: Callable[[Collection[int]], dict[int, Offer]] | None = None  # of those of them that can be booked


@dataclass(frozen=True)
class Reviewable:
    """As what the two sides of a booking are reviewed; None where that side is not."""

    host: str | None = None  # what the guest reviews: "home:42"
    guest: str | None = None  # what the host reviews: "person:7"


SUBJECTS: Point[Kind] = Point("subjects")
REVIEWABLE: Point[Callable[[Booking], Reviewable | None]] = Point("reviewable")


def name(prefix: str, number: int) -> str:
    """The name of a subject."""
    return f"{prefix}:{number}"


def number(subject: str) -> int:
    """The number in a subject's name."""
    return int(subject.partition(":")[2])


def kind(subject: str) -> Kind | None:
    """The kind of a subject, while its slice is installed."""
    prefix = subject.partition(":")[0]
    return next((each for each in SUBJECTS.all() if each.prefix == prefix), None)


def read(text: str) -> str:
    """The name inside of a subject as the world writes it; raises NotFound."""
    prefix, _, shown = text.partition(":")
    try:
        found = name(prefix, ids.read(shown))
    except ValueError:
        raise NotFound from None
    if kind(found) is None:
        raise NotFound
    return found


def show(subject: str) -> str:
    """How the world writes a subject."""
    prefix, _, inside = subject.partition(":")
    return f"{prefix}:{ids.show(int(inside))}"


def cards(subjects: Iterable[str]) -> dict[str, Card]:
    """The cards of subjects, those that exist; one question to each of their kinds."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        wanted[subject.partition(":")[0]].add(number(subject))
    found: dict[str, Card] = {}
    for each in SUBJECTS.all():
        if each.prefix in wanted:
            found |= {name(each.prefix, key): card for key, card in each.cards(wanted[each.prefix]).items()}
    return found


def card(subject: str) -> Card | None:
    """The card of one subject, if it exists."""
    return cards([subject]).get(subject)


def offer(subject: str) -> Offer | None:
    """What can be booked of a subject now, where its kind says so."""
    found = kind(subject)
    return found.offers([number(subject)]).get(number(subject)) if found and found.offers else None


def reviewable(booking: Booking) -> Reviewable | None:
    """As what the sides of a booking are reviewed; None where no storefront knows it."""
    answers = (ask(booking) for ask in REVIEWABLE.all() if booking.customer_id != NOBODY)
    return next((answer for answer in answers if answer is not None), None)


def aspects(subject: str) -> tuple[Aspect, ...]:
    """What of a subject is scored by itself."""
    found = kind(subject)
    return found.aspects if found else ()


def _taken_in(value: Any, info: ValidationInfo) -> str:
    if isinstance(value, str):
        if info.context is not SENT:
            return value
        try:
            return read(value)
        except NotFound:
            pass
    raise PydanticCustomError("subject", "not a subject")


SubjectName = Annotated[
    str,
    BeforeValidator(_taken_in),
    PlainSerializer(show, return_type=str),
    WithJsonSchema(
        {"type": "string", "pattern": f"^[a-z]+:{ids.PATTERN}$", "description": "such as home:0123456789ABC"}
    ),
]
