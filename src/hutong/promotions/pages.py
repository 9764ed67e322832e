"""The wallet, coupons for everybody, and the coupons of those who make them. They only read."""

from typing import cast

from flask import Flask, render_template
from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.accounts.queries import organisations
from hutong.kernel import clock, i18n, ids, paging
from hutong.kernel.input import read_page_query
from hutong.kernel.pages import MENU, Entry, show_moment, show_money
from hutong.kernel.paging import PageQuery
from hutong.kernel.state import settings
from hutong.kernel.web import Pages, me, viewer
from hutong.promotions import queries, words
from hutong.promotions.queries.coupons import saying
from hutong.promotions.queries.points import unit
from hutong.promotions.schemas import MadeQuery
from hutong.promotions.scopes import Member, may_make, may_see
from hutong.promotions.storefronts import STOREFRONTS, name_of
from hutong.promotions.wallet import cards, coming

pages = Pages("promotions")


@pages.page("/wallet")
def wallet() -> str:
    """What is coming up with its tickets, my coupons, points and cards."""
    query = read_page_query(PageQuery)
    rows = queries.entries(me().id, query.limit, query.cursor)
    held = queries.wallet(me().id)
    balance, here = queries.balance(me().id), settings()
    return render_template(
        "promotions/wallet.html",
        usable=[one for one in held if not one.why_not],
        over=[one for one in held if one.why_not],
        balance=balance,
        worth=queries.worth_of(balance.points, here.currency),
        spent=here.points_spent,
        earned=here.points_earned,
        currency=here.currency,
        entries=rows[: query.limit],
        coming=coming(me().id) if query.cursor is None else [],
        cards=cards(me().id),
        now=clock.now(),
        next=f"/wallet?cursor={paging.encode(rows[query.limit - 1].id)}#history" if len(rows) > query.limit else None,
    )


@pages.page("/coupons", public=True)
def coupons() -> str:
    """Coupons for everybody."""
    query = read_page_query(PageQuery)
    rows = queries.listed(query.limit, query.cursor)
    following = f"/coupons?cursor={paging.encode(rows[query.limit - 1].id)}" if len(rows) > query.limit else None
    person = viewer()
    held = {one.coupon.id for one in queries.wallet(person.id)} if person else set()
    return render_template("promotions/coupons.html", coupons=rows[: query.limit], next=following, held=held)


@pages.page("/coupons/made")
def made() -> str:
    """The coupons that one makes: in one's own name, or an organisation's."""
    query = read_page_query(MadeQuery)
    seller = query.seller or me().id
    person = cast(Member, me())
    firms = [firm for firm, _role in organisations.of_person(me().id) if person.can(Permission.MANAGE_COUPONS, firm.id)]
    if seller != me().id:
        may_make(person, seller)
    rows = queries.made_by([seller], query.limit, query.cursor)
    here = f"/coupons/made?seller={ids.show(seller)}"
    return render_template(
        "promotions/made.html",
        coupons=rows[: query.limit],
        figures=queries.figures([row.id for row in rows]),
        next=f"{here}&cursor={paging.encode(rows[query.limit - 1].id)}" if len(rows) > query.limit else None,
        seller=seller,
        firms=firms,
        kinds=STOREFRONTS.all(),
        verified=getattr(me(), "verified", False),
    )


@pages.page("/coupons/<id:coupon_id>")
def coupon(coupon_id: int) -> str:
    """A coupon for those who manage it: figures, handing out, stopping."""
    found = may_see(cast(Member, me()), queries.coupon(coupon_id))
    return render_template("promotions/coupon.html", coupon=found, figures=queries.figures([found.id])[found.id])


def makes_coupons() -> bool:
    """Whether the menu leads to making coupons: for verified people and those who do it for an organisation."""
    person = viewer()
    if person is None:
        return False
    masks = getattr(person, "masks", {})
    here = any(mask & int(Permission.MANAGE_COUPONS) for firm, mask in masks.items() if firm)
    return bool(getattr(person, "verified", False)) or here


def coupon_day(at: int) -> str:
    """The day of an instant, with its year."""
    return show_moment(at, "y年M月d日" if i18n.language() == "zh" else "d MMM y")


def one_of(currency: str) -> str:
    """One unit of a currency in words: ¥1."""
    return show_money(unit(currency), currency)


def install(app: Flask) -> None:
    """Serve the pages and stand in the menu."""
    app.register_blueprint(pages)
    app.jinja_env.globals.update(
        coupon_says=saying,
        coupon_for=name_of,
        coupon_why_not=words.WHY_NOT,
        point_changes=words.CHANGES,
        coupon_day=coupon_day,
        now_at=clock.now,
        one_of=one_of,
    )
    signed_in = lambda: viewer() is not None  # noqa: E731
    MENU.add(app, Entry("account", "wallet", _l("Wallet"), "/wallet", "wallet2", order=19, shown=signed_in))
    entry = Entry("account", "coupons", _l("Coupons I give"), "/coupons/made", "tags", order=48, shown=makes_coupons)
    MENU.add(app, entry)
