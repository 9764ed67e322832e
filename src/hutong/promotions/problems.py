"""What can be wrong with a coupon or with points: each refusal says it beside its field."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l

from hutong.kernel.errors import FieldError, Problem


class PromotionRefused(Problem):
    """A coupon or points that cannot be used for this; `total` is the price without them, where it is known."""

    status = 422
    code = "promotion"
    detail = _l("This coupon cannot be used here.")
    field: ClassVar[str] = "coupon"

    def __init__(self, detail: Any = None, **extra: Any) -> None:
        super().__init__(detail, **extra)
        self.errors = [FieldError(self.field, self.detail)]


class CouponUnknown(PromotionRefused):
    """No such code."""

    code = "coupon_unknown"
    detail = _l("There is no coupon with this code.")


class CouponNotYours(PromotionRefused):
    """It was handed out to others."""

    code = "coupon_not_yours"
    detail = _l("This coupon was given to other people.")


class CouponStopped(PromotionRefused):
    """Whoever made it has stopped it."""

    code = "coupon_stopped"
    detail = _l("This coupon is no longer given.")


class CouponEarly(PromotionRefused):
    """Its time has not begun."""

    code = "coupon_early"
    detail = _l("This coupon cannot be used yet.")


class CouponExpired(PromotionRefused):
    """Its time is over."""

    code = "coupon_expired"
    detail = _l("This coupon has expired.")


class CouponElsewhere(PromotionRefused):
    """It is for another storefront or another seller."""

    code = "coupon_elsewhere"
    detail = _l("This coupon is for something else, or of another seller.")


class CouponMinimum(PromotionRefused):
    """The price is below what it needs; `minimum` says how much."""

    code = "coupon_minimum"
    detail = _l("The price is below the minimum of this coupon.")


class CouponUsed(PromotionRefused):
    """This person has used it as often as one may."""

    status = 409
    code = "coupon_used"
    detail = _l("You have used this coupon already.")


class CouponGone(PromotionRefused):
    """All of its stock is used."""

    status = 409
    code = "coupon_gone"
    detail = _l("This coupon has been used up by others.")


class PointsRefused(PromotionRefused):
    """Not so many points, or more than the price is; `most` is how many can be used."""

    code = "points"
    detail = _l("You cannot use so many points here.")
    field = "points"


REFUSALS: tuple[type[Problem], ...] = (
    PromotionRefused,
    CouponUnknown,
    CouponNotYours,
    CouponStopped,
    CouponEarly,
    CouponExpired,
    CouponElsewhere,
    CouponMinimum,
    CouponUsed,
    CouponGone,
    PointsRefused,
)
