"""Sentences about seats, tickets and cards."""

from flask_babel import gettext as _

from hutong.cinema.choosing import BACK, FRONT, Wish
from hutong.kernel.pages import show_money


def hall(name: str) -> str:
    """A hall as people call it: "Hall 2" for one that is only a number."""
    return _("Hall %(name)s", name=name) if name.isdigit() else name


def understood(wish: Wish, currency: str) -> str:
    """What was understood of a wish."""
    parts = [_("1 seat") if wish.count == 1 else _("%(count)s seats together", count=wish.count)]
    if wish.aisle:
        parts.append(_("at an aisle"))
    if wish.couple:
        parts.append(_("couple seats"))
    if wish.wheelchair:
        parts.append(_("with a wheelchair place"))
    if wish.most is not None:
        parts.append(_("at most %(price)s each", price=show_money(wish.most, currency)))
    if wish.where == BACK:
        parts.append(_("far back"))
    elif wish.where == FRONT:
        parts.append(_("near the screen"))
    return ", ".join(parts)
