"""In whose name somebody makes coupons: the platform's, their own as a verified person, or an organisation's."""

from typing import Protocol

from hutong.accounts import queries as accounts
from hutong.accounts.models import Permission
from hutong.kernel.errors import Forbidden, NotFound
from hutong.promotions.models import Coupon


class Member(Protocol):
    """Somebody signed in, who may hold permissions in organisations."""

    @property
    def id(self) -> int:
        """The person's id."""

    def can(self, permission: Permission, organisation_id: int = 0) -> bool:
        """Whether the person holds a permission, everywhere or in this organisation."""


def may_make(person: Member, seller_id: int | None) -> None:
    """Refuse whoever may not make coupons in this name: Forbidden, NotFound for strangers' names."""
    if seller_id is not None and seller_id == person.id:
        if accounts.is_verified(person.id):
            return
        raise Forbidden(permission="verified")
    if person.can(Permission.MANAGE_COUPONS, seller_id or 0):
        return
    if seller_id is not None:
        raise NotFound
    raise Forbidden(permission=Permission.MANAGE_COUPONS.name)


def may_see(person: Member, coupon: Coupon | None) -> Coupon:
    """A coupon for those who may manage it; raises NotFound for others."""
    if coupon is None:
        raise NotFound
    own = coupon.seller_id != 0 and coupon.seller_id == person.id
    if not own and not person.can(Permission.MANAGE_COUPONS, coupon.seller_id):
        raise NotFound
    return coupon
