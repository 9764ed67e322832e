"""What seats and combos cost whom: the lines of a booking, and the sentences when they cannot be had."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from hutong.booking.orders import OrderLine
from hutong.cinema import gaps
from hutong.cinema.choosing import MOST
from hutong.cinema.models import SeatKind
from hutong.cinema.models.tickets import COMBO, SEAT, Card, Combo
from hutong.cinema.seating import FREE, Place
from hutong.kernel import i18n, money
from hutong.kernel.errors import Conflict, invalid


class SingleLeft(Conflict):
    """A choice that leaves a single seat; `left` names it, `fix` are as many seats that do not."""

    code = "single_left"
    detail = _l("A single seat would be left over.")


def chosen(places: Mapping[str, Place], labels: Sequence[str], most: int = MOST) -> list[Place]:
    """The places of these labels, of all by their labels; raises Invalid with what is wrong with them.

    Whether somebody else has them is not asked here: whoever claims first has them.
    """
    if not labels:
        raise invalid("seats", _l("Choose at least one seat."))
    if len(labels) > most:
        raise invalid("seats", ngettext("At most %(num)s seat.", "At most %(num)s seats.", most))
    wanted = [label.upper().replace(" ", "") for label in labels]
    doubled = sorted({label for label in wanted if wanted.count(label) > 1})
    if doubled:
        raise invalid("seats", _("Seat %(seat)s is named twice.", seat=doubled[0]))
    for label in wanted:
        if label not in places:
            raise invalid("seats", _("There is no seat %(seat)s in this hall.", seat=label[:12]))
        if not places[label].seat.sellable:
            raise invalid("seats", _("Seat %(seat)s is out of order.", seat=label))
    found = [places[label] for label in wanted]
    _keep_pairs(places.values(), found)
    return found


def leave_no_single(places: Sequence[Place], found: Sequence[Place], gap_rule: str) -> None:
    """See that what was chosen, and is claimed by now, leaves no single seat in its rows; raises SingleLeft."""
    mine = {place.slot for place in found}
    before = [replace(place, state=FREE) if place.slot in mine else place for place in places]
    gap = gaps.gap_of(before, mine, gap_rule)
    if gap is not None:
        left, fix = ", ".join(gap.left), ", ".join(gap.fix)
        text = _("This would leave seat %(left)s single. Take %(fix)s instead.", left=left, fix=fix)
        raise SingleLeft(text, left=list(gap.left), fix=list(gap.fix))


def seat_lines(places: Sequence[Place], card: Card | None = None) -> list[OrderLine]:
    """A line for every seat, at the member's price for whoever holds a card."""
    off = card.percent if card else 0
    return [
        OrderLine(
            kind=SEAT,
            title_zh=f"{place.seat.row} 排 {place.seat.place} 座{_member('zh', off)}",
            title_en=f"Row {place.seat.row}, seat {place.seat.place}{_member('en', off)}",
            price=place.price - money.percent(place.price, off),
            slot=place.slot,
            label=place.label,
        )
        for place in places
    ]


def combo_lines(wishes: Mapping[int, int], offered: Sequence[Combo]) -> tuple[list[OrderLine], list[int]]:
    """A line for every combo that is wanted, and which combo each is; raises Invalid for one that is not sold here."""
    known = {combo.id: combo for combo in offered}
    if any(combo_id not in known for combo_id in wishes):
        raise invalid("combos", _l("This is not sold here, or no longer."))
    lines = [
        OrderLine(
            kind=COMBO,
            title_zh=known[combo_id].title_zh,
            title_en=known[combo_id].title_en or known[combo_id].title_zh,
            price=known[combo_id].price,
            label=f"×{number}" if count > 1 else "",
            picture_id=known[combo_id].picture_id,
        )
        for combo_id, count in wishes.items()
        for number in range(1, count + 1)
    ]
    return lines, [combo_id for combo_id, count in wishes.items() for _number in range(count)]


def policy(refund_until: int) -> dict[str, Any]:
    """All comes back until an instant, nothing after it."""
    return {"*": [(refund_until, 100)]}


def in_both(text: Any) -> tuple[str, str]:
    """A text in Chinese and in English, for what a booking keeps for ever."""
    shown = []
    for language in ("zh", "en"):
        with i18n.speaking(language):
            shown.append(str(text()))
    return shown[0], shown[1]


def _keep_pairs(places: Iterable[Place], found: Sequence[Place]) -> None:
    """Both halves of a couple seat, or neither; raises Invalid."""
    here = {place.slot for place in found}
    for place in found:
        mate = place.seat.mate
        if place.kind != SeatKind.COUPLE or mate is None or mate in here:
            continue
        other = next((one.label for one in places if one.slot == mate), None)
        if other is not None:
            raise invalid("seats", _("%(seat)s and %(other)s are one couple seat.", seat=place.label, other=other))


def _member(language: str, percent: int) -> str:
    if not percent:
        return ""
    return "（会员价）" if language == "zh" else " (member's price)"
