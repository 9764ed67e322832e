"""What slices contribute to the staff's frame."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntFlag
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from flask_babel import lazy_gettext as _l

from hutong.kernel import ids
from hutong.kernel.contribute import Point
from hutong.kernel.desk.days import Period, midnight
from hutong.kernel.paging import Page
from hutong.kernel.plots import Plot
from hutong.kernel.sheets import Cell
from hutong.kernel.web import viewer

R = TypeVar("R")
Needs = IntFlag | tuple[IntFlag, ...]  # a permission, or alternatives
Look = Literal["text", "number", "money", "moment", "id", "tag", "code"]
NOTHING = _l("Nothing here yet.")
GROUPS: dict[str, Any] = {  # of the frame's menu, in this order
    "people": _l("People"),
    "trade": _l("Trade"),
    "money": _l("Money"),
    "content": _l("Content"),
    "site": _l("Site"),
}


@dataclass(frozen=True)
class Asked:
    """How a list is asked for: `asked["state"]` is "" where nothing was picked."""

    words: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    cursor: str | None = None
    limit: int = 30

    def __getitem__(self, name: str) -> str:
        return self.filters.get(name, "")

    def since(self, name: str) -> int | None:
        """The instant at which the day of a date filter begins at the site's place."""
        return midnight(date.fromisoformat(self[name])) if self[name] else None

    def until(self, name: str) -> int | None:
        """The instant at which the day of a date filter is over."""
        return midnight(date.fromisoformat(self[name]) + timedelta(days=1)) if self[name] else None


if TYPE_CHECKING:
    Rows = Page  # a page of the API, whose model cannot hold rows of any kind
else:

    @dataclass(frozen=True)
    class Rows(Generic[R]):
        """A page of a list: rows of any kind, and the cursor of the page that follows."""

        items: Sequence[R]
        next: str | None = None


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column. `value` gives a text, an amount in minor units (or `money.Money`), an instant, an id, by `look`.

    `note` is a quiet second line; `tone` colours a tag ("", free, waiting, bad, over); `file` is what a download
    holds instead, `only` keeps a column to the page or to the file.
    """

    label: Any
    value: Callable[[R], Any]
    look: Look = "text"
    href: Callable[[R], str | None] | None = None
    note: Callable[[R], Any] | None = None
    tone: Callable[[R], str] | None = None
    file: Callable[[R], Cell] | None = None
    only: Literal["page", "file"] | None = None


@dataclass(frozen=True)
class Filter:
    """What a list can be narrowed by: one of its options (or what a callable gives), a day, or a text."""

    name: str
    label: Any
    options: Sequence[tuple[str, Any]] | Callable[[], Sequence[tuple[str, Any]]] = ()
    kind: Literal["choice", "day", "text"] = "choice"

    def choices(self) -> Sequence[tuple[str, Any]]:
        """The options as they are now."""
        return self.options() if callable(self.options) else self.options


@dataclass(frozen=True)
class Act(Generic[R]):
    """A button that calls the API. A path with `{id}` stands beside each row it is `offered` for; one without is for
    all that are ticked and gets their `ids`. `reason` asks for one; `fields` are sent along."""

    label: Any
    path: str
    method: Literal["POST", "PUT", "PATCH", "DELETE"] = "POST"
    needs: IntFlag | None = None
    reason: bool = False
    kind: Literal["still", "danger", "act"] = "still"
    fields: Mapping[str, str] = field(default_factory=dict)
    offered: Callable[[R], bool] = lambda _row: True

    @property
    def allowed(self) -> bool:
        """Whether whoever looks may press it."""
        return may(self.needs)


@dataclass(frozen=True)
class StaffList(Generic[R]):
    """A list of the staff's frame, at `/staff/<name>`; see the head of this module."""

    name: str
    label: Any
    icon: str
    group: str
    needs: Needs
    rows: Callable[[Asked], Rows[R]]
    columns: Sequence[Column[R]]
    key: Callable[[R], str] = lambda row: ids.show(row.id)  # type: ignore[attr-defined]
    href: Callable[[R], str | None] | None = None
    search: Any = ""  # what the search box says; without it there is none
    filters: Sequence[Filter] = ()
    sorts: Sequence[tuple[str, Any]] = ()  # the first is taken where nothing is said
    acts: Sequence[Act[R]] = ()
    bulk: Sequence[Act[R]] = ()
    links: Sequence[tuple[Any, str]] = ()  # further pages: (label, address)
    about: Any = ""  # a sentence under the heading
    empty: Any = NOTHING
    order: int = 50
    exports: bool = True

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/staff/{self.name}"


@dataclass(frozen=True)
class Link:
    """A page of the frame that is no list."""

    group: str
    label: Any
    href: str
    icon: str
    needs: Needs
    order: int = 50


@dataclass(frozen=True)
class Figures:
    """A plot of the dashboard: `draw` gives it for a period, in a fixed number of statements."""

    needs: IntFlag
    draw: Callable[[Period], Plot]
    order: int = 50


@dataclass(frozen=True)
class Waiting:
    """What waits for a decision: how much, and where it is decided."""

    label: Any
    icon: str
    href: str
    needs: Needs
    count: Callable[[], int]
    order: int = 50


LISTS: Point[StaffList[Any]] = Point("staff_lists")
LINKS: Point[Link] = Point("staff_links")
PLOTS: Point[Figures] = Point("staff_plots")
WAITING: Point[Waiting] = Point("staff_waiting")


def named(needs: Needs) -> str:
    """The permissions by their names."""
    return " | ".join(str(one.name) for one in (needs if isinstance(needs, tuple) else (needs,)))


def may(needs: Needs | None) -> bool:
    """Whether whoever looks holds these permissions, or one of several alternatives."""
    person = viewer()
    ways = needs if isinstance(needs, tuple) else (needs,)
    return person is not None and any(one is None or person.can(one) for one in ways)
