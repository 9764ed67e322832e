"""Coupons for everybody, one's wallet and points, and coupons of those who make them."""

from typing import cast

from flask_babel import lazy_gettext as _l

from hutong.accounts.models import Permission
from hutong.kernel import paging
from hutong.kernel.errors import Forbidden, Invalid, NotFound
from hutong.kernel.paging import Page, PageQuery
from hutong.kernel.state import settings
from hutong.kernel.web import Api, me
from hutong.promotions import actions, queries
from hutong.promotions.actions.coupons import CodeTaken
from hutong.promotions.problems import (
    CouponExpired,
    CouponGone,
    CouponNotYours,
    CouponStopped,
    CouponUnknown,
)
from hutong.promotions.schemas import (
    CodeIn,
    CouponIn,
    CouponOut,
    EverythingOut,
    GrantIn,
    HandedOut,
    HandOutIn,
    HeldOut,
    MadeOut,
    MadeQuery,
    PointEntryOut,
    PointsOut,
    WalletOut,
)
from hutong.promotions.scopes import Member, may_make, may_see
from hutong.promotions.wallet import cards, coming

api = Api("promotions")


@api.get("/coupons", public=True)
def list_coupons(query: PageQuery) -> Page[CouponOut]:
    """Coupons that anybody can use now, newest first."""
    rows = queries.listed(query.limit, query.cursor)
    return paging.page(rows, query.limit, lambda row: paging.encode(row.id), CouponOut.of)


@api.get("/me/coupons")
def list_my_coupons() -> WalletOut:
    """Your coupons: those that can be used first."""
    return WalletOut(items=[HeldOut.held(one) for one in queries.wallet(me().id)])


@api.post(
    "/me/coupons",
    raises=(CouponUnknown, CouponNotYours, CouponStopped, CouponExpired, CouponGone),
    done=_l("The coupon is in your wallet."),
)
def take_coupon(body: CodeIn) -> CouponOut:
    """Put a coupon into your wallet by its code; twice is once."""
    return CouponOut.of(actions.take(body.code, me().id))


@api.get("/me/wallet")
def show_my_wallet() -> EverythingOut:
    """What you have booked and is still to come, the soonest first, with its tickets; and the cards you hold."""
    return EverythingOut.model_validate({"coming": coming(me().id), "cards": cards(me().id)})


@api.get("/me/points")
def show_my_points() -> PointsOut:
    """Your points, what they are worth, and how many expire soon."""
    return points_of(me().id)


@api.post(
    "/points",
    needs=Permission.MANAGE_COUPONS,
    idempotent=True,
    raises=(Forbidden, Invalid),
    done=_l("The points were given, they are told."),
)
def grant_points(body: GrantIn) -> HandedOut:
    """Give points to people at the platform's cost, and say why."""
    return HandedOut(people=actions.grant(body.logins, body.points, body.reason, me().id))


@api.get("/me/points/entries")
def list_my_points(query: PageQuery) -> Page[PointEntryOut]:
    """Every change of your points, newest first."""
    rows = queries.entries(me().id, query.limit, query.cursor)
    return paging.page(rows, query.limit, lambda row: paging.encode(row.id), PointEntryOut.of)


@api.get("/coupons/made", raises=(Forbidden, NotFound))
def list_made_coupons(query: MadeQuery) -> Page[MadeOut]:
    """Coupons of the platform, or with `seller` those that this seller made, with how they do; newest first."""
    may_make(_member(), query.seller)
    rows = queries.made_by([query.seller or 0], query.limit, query.cursor)
    figures = queries.figures([row.id for row in rows])
    return paging.page(
        rows, query.limit, lambda row: paging.encode(row.id), lambda row: MadeOut.made(row, figures[row.id])
    )


@api.post("/coupons", raises=(Forbidden, Invalid, NotFound, CodeTaken), done=_l("The coupon was made."))
def make_coupon(body: CouponIn) -> MadeOut:
    """Make a coupon: the platform's, or with `seller` one that this seller bears."""
    may_make(_member(), body.seller)
    made = actions.make(body.checked(), me().id, body.seller or 0)
    return MadeOut.made(made, queries.figures([made.id])[made.id])


@api.get("/coupons/<id:coupon_id>", raises=(NotFound,))
def show_coupon(coupon_id: int) -> MadeOut:
    """A coupon of those that you make, with how it does."""
    found = may_see(_member(), queries.coupon(coupon_id))
    return MadeOut.made(found, queries.figures([found.id])[found.id])


@api.delete("/coupons/<id:coupon_id>", raises=(NotFound,), done=_l("The coupon was stopped."))
def stop_coupon(coupon_id: int) -> None:
    """Stop a coupon: nobody can use it from now on; what was bought with it stays as it is."""
    actions.stop(may_see(_member(), queries.coupon(coupon_id)).id)


@api.post(
    "/coupons/<id:coupon_id>/holders", raises=(Invalid, NotFound), done=_l("The coupon was handed out, they are told.")
)
def hand_out_coupon(coupon_id: int, body: HandOutIn) -> HandedOut:
    """Hand a coupon out to people; those who have it already keep it."""
    return HandedOut(people=actions.hand_out(may_see(_member(), queries.coupon(coupon_id)), body.logins))


def points_of(person_id: int) -> PointsOut:
    """A person's points at the site's rates."""
    balance, here = queries.balance(person_id), settings()
    worth = queries.worth_of(balance.points, here.currency)
    return PointsOut.of(balance, worth, here.currency, here.points_spent, here.points_earned)


def _member() -> Member:
    return cast(Member, me())
