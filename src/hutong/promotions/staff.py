"""What staff see: every coupon with how it does, and making one for the platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from hutong.accounts.models import Permission, Person
from hutong.accounts.queries import login_is, organisations, people
from hutong.kernel import clock, desk, ids
from hutong.kernel.desk import Asked, Column, Filter, StaffList
from hutong.kernel.paging import Page
from hutong.kernel.state import settings
from hutong.kernel.web import Pages
from hutong.promotions import queries
from hutong.promotions.models import OPEN, STOPPED, Coupon, PointEntry
from hutong.promotions.queries import Figures, saying
from hutong.promotions.schemas import MOST_POINTS
from hutong.promotions.storefronts import STOREFRONTS
from hutong.promotions.words import CHANGES

staff = Pages("promotions")
staff.name = "promotions_staff"
MAKES = Permission.MANAGE_COUPONS


@dataclass(frozen=True)
class Row:
    """A coupon, whose it is, and how it does."""

    coupon: Coupon
    seller: str
    figures: Figures

    @property
    def id(self) -> int:
        """The coupon's."""
        return self.coupon.id


@dataclass(frozen=True)
class Change:
    """A change of somebody's points."""

    entry: PointEntry
    name: str

    @property
    def id(self) -> int:
        """The entry's."""
        return self.entry.id


def coupons(asked: Asked) -> Page[Any]:
    """All coupons, those of sellers too."""
    query = select(Coupon)
    if asked.words:
        query = query.where(desk.begins(Coupon.code, asked.words))
    if asked["state"] == "over":
        query = query.where(Coupon.ends_at <= clock.now())
    elif asked["state"]:
        query = query.where(Coupon.state == asked["state"], Coupon.ends_at > clock.now())
    if asked["of"]:
        query = query.where(Coupon.seller_id == 0 if asked["of"] == "platform" else Coupon.seller_id != 0)
    sorts = {"newest": [(Coupon.id, True)], "ends": [(Coupon.ends_at, False), (Coupon.id, False)]}
    return desk.keyset(query, asked, sorts, _rows)


def _rows(found: Sequence[Any]) -> list[Row]:
    sellers = {row.seller_id for row in found if row.seller_id}
    names = {one: card.name for one, card in people(sellers).items()} | organisations.named(sellers)
    figures = queries.figures([row.id for row in found])
    return [Row(row, names.get(row.seller_id, ""), figures[row.id]) for row in found]


def state_of(row: Row) -> Any:
    """A coupon's state in a word."""
    if row.coupon.state == STOPPED:
        return _l("stopped")
    return _l("over") if row.coupon.ends_at <= clock.now() else _l("given")


COUPONS = StaffList[Row](
    "coupons",
    _l("Coupons"),
    "tags",
    group="money",
    needs=MAKES,
    rows=coupons,
    search=_l("Coupon code"),
    href=lambda row: f"/coupons/{ids.show(row.id)}",
    columns=(
        Column(_l("Coupon code"), lambda row: row.coupon.code, note=lambda row: row.coupon.title),
        Column(_l("What it gives"), lambda row: saying(row.coupon)),
        Column(_l("Of"), lambda row: row.seller or _l("the platform")),
        Column(_l("Until"), lambda row: row.coupon.ends_at, "moment"),
        Column(_l("Used"), lambda row: row.figures.uses, "number"),
        Column(_l("Stock"), lambda row: row.coupon.stock if row.coupon.stock is not None else "∞"),
        Column(_l("Taken off"), lambda row: row.figures.amount, "money"),
        Column(
            _l("State"),
            state_of,
            "tag",
            tone=lambda row: "free" if row.coupon.state == OPEN and row.coupon.ends_at > clock.now() else "over",
        ),
    ),
    filters=(
        Filter("state", _l("State"), ((OPEN, _l("Being given out")), (STOPPED, _l("Stopped")), ("over", _l("Over")))),
        Filter("of", _l("Of"), (("platform", _l("The platform")), ("sellers", _l("Sellers")))),
    ),
    sorts=(("newest", _l("Newest")), ("ends", _l("Ends first"))),
    links=((_l("Make a coupon"), "/staff/new-coupon"),),
    empty=_l("No coupons yet."),
)


def points(asked: Asked) -> Page[Any]:
    """Every change of anybody's points."""
    query = select(PointEntry)
    if asked["kind"]:
        query = query.where(PointEntry.kind == asked["kind"])
    if asked.words:
        query = query.where(PointEntry.person_id.in_(select(Person.id).where(login_is(asked.words))))
    return desk.keyset(query, asked, {"newest": [(PointEntry.id, True)]}, _changes)


def _changes(found: Sequence[Any]) -> list[Change]:
    cards = people({row.person_id for row in found})
    return [Change(row, cards[row.person_id].name if row.person_id in cards else "") for row in found]


POINTS = StaffList[Change](
    "points",
    _l("Points"),
    "star",
    group="money",
    needs=MAKES,
    rows=points,
    search=_l("Mobile number, mail address or user name"),
    href=lambda row: f"/staff/people/{ids.show(row.entry.person_id)}",
    columns=(
        Column(_l("Person"), lambda row: row.name or ids.show(row.entry.person_id)),
        Column(_l("What"), lambda row: CHANGES[row.entry.kind]),
        Column(_l("Points"), lambda row: row.entry.amount, "number"),
        Column(_l("When"), lambda row: row.entry.at, "moment"),
    ),
    filters=(Filter("kind", _l("What"), tuple(CHANGES.items())),),
    sorts=(("newest", _l("Newest")),),
    links=((_l("Give points"), "/staff/new-points"),),
    empty=_l("Nobody has had points yet."),
)


@staff.page("/staff/new-points", needs=MAKES)
def new_points() -> str:
    """Giving points at the platform's cost."""
    here = settings()
    worth = queries.worth_of(1_000, here.currency)
    return render_template("promotions/points.html", most=MOST_POINTS, worth=worth, currency=here.currency)


@staff.page("/staff/new-coupon", needs=MAKES)
def new_coupon() -> str:
    """Making a coupon that the platform bears."""
    return render_template("promotions/new.html", kinds=STOREFRONTS.all())
