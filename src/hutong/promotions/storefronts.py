"""The storefronts that coupons can be limited to: each contributes the kind of its bookings and its name."""

from typing import Any

from hutong.kernel.contribute import Point

STOREFRONTS: Point[tuple[str, Any]] = Point("storefronts")  # ("stay", _l("Stays"))


def name_of(kind: str) -> str:
    """The name of the storefront whose bookings are of this kind."""
    return str(dict(STOREFRONTS.all()).get(kind, kind))
