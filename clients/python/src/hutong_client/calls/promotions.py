"""Calls of promotions. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from hutong_client.shapes.promotions import (
    CodeIn,
    CouponIn,
    CouponOut,
    EverythingOut,
    GrantIn,
    HandOutIn,
    HandedOut,
    MadeOut,
    PointEntryOut,
    PointsOut,
    WalletOut,
)
from hutong_client.wire import Listing, Wire, at


class Promotions:
    """Calls of promotions."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def list_coupons(self, *, limit: int | None = None) -> Listing[CouponOut]:
        """Coupons that anybody can use now, newest first."""
        return self._wire.listing(CouponOut, "/coupons", query={"limit": limit})

    def make_coupon(self, body: CouponIn) -> MadeOut:
        """Make a coupon: the platform's, or with `seller` one that this seller bears."""
        return self._wire.json(MadeOut, "POST", "/coupons", body=body)

    def list_my_coupons(self) -> WalletOut:
        """Your coupons: those that can be used first."""
        return self._wire.json(WalletOut, "GET", "/me/coupons")

    def take_coupon(self, body: CodeIn) -> CouponOut:
        """Put a coupon into your wallet by its code; twice is once."""
        return self._wire.json(CouponOut, "POST", "/me/coupons", body=body)

    def show_my_wallet(self) -> EverythingOut:
        """What you have booked and is still to come, the soonest first, with its tickets; and the cards you hold."""
        return self._wire.json(EverythingOut, "GET", "/me/wallet")

    def show_my_points(self) -> PointsOut:
        """Your points, what they are worth, and how many expire soon."""
        return self._wire.json(PointsOut, "GET", "/me/points")

    def grant_points(self, body: GrantIn, *, idempotency_key: str | None = None) -> HandedOut:
        """Give points to people at the platform's cost, and say why."""
        return self._wire.json(HandedOut, "POST", "/points", body=body, key=idempotency_key, repeatable=True)

    def list_my_points(self, *, limit: int | None = None) -> Listing[PointEntryOut]:
        """Every change of your points, newest first."""
        return self._wire.listing(PointEntryOut, "/me/points/entries", query={"limit": limit})

    def list_made_coupons(self, *, limit: int | None = None, seller: str | None = None) -> Listing[MadeOut]:
        """Coupons of the platform, or with `seller` those that this seller made, with how they do; newest first."""
        return self._wire.listing(MadeOut, "/coupons/made", query={"limit": limit, "seller": seller})

    def show_coupon(self, coupon_id: str) -> MadeOut:
        """A coupon of those that you make, with how it does."""
        return self._wire.json(MadeOut, "GET", at("/coupons/{}", coupon_id))

    def stop_coupon(self, coupon_id: str) -> None:
        """Stop a coupon: nobody can use it from now on; what was bought with it stays as it is."""
        self._wire.nothing("DELETE", at("/coupons/{}", coupon_id))

    def hand_out_coupon(self, coupon_id: str, body: HandOutIn) -> HandedOut:
        """Hand a coupon out to people; those who have it already keep it."""
        return self._wire.json(HandedOut, "POST", at("/coupons/{}/holders", coupon_id), body=body)
