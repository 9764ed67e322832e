"""A refund line by line, as it was typed into a page's address: amounts, what is wrong with each, and their sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from hutong.booking import policies
from hutong.booking.models import DEPOSIT, Booking, Case, Line
from hutong.kernel import ids, money

MOST_TYPED = 20


@dataclass(frozen=True)
class LineWise:
    """What was typed for each line that can still give something back, and what it comes to."""

    lines: Sequence[Line]
    typed: Mapping[int, str]
    amounts: Mapping[int, int]
    wrong: Mapping[int, str]

    @property
    def began(self) -> bool:
        """Whether anything was typed."""
        return any(self.typed.values())

    @property
    def ready(self) -> bool:
        """Whether it can be offered or decided like this."""
        return bool(self.amounts) and not self.wrong

    @property
    def sum(self) -> int:
        """All of it."""
        return sum(self.amounts.values())


def linewise(booking: Booking, lines: Sequence[Line]) -> LineWise:
    """What this request's address says (`of-<line>=12.50`)."""
    giving = [line for line in lines if line.kind != DEPOSIT and line.net > line.refund]
    typed = {line.id: request.args.get(f"of-{ids.show(line.id)}", "").strip()[:MOST_TYPED] for line in giving}
    amounts, wrong = {}, {}
    for line in giving:
        if not typed[line.id]:
            continue
        try:
            amounts[line.id] = money.parse(typed[line.id], booking.currency)
        except ValueError:
            wrong[line.id] = _("This is no amount.")
            continue
        if not 0 <= amounts[line.id] <= line.net - line.refund:
            wrong[line.id] = _("A line gives back what was paid for it at most.")
    return LineWise(giving, typed, {line_id: amount for line_id, amount in amounts.items() if amount}, wrong)


def offered(case: Case, lines: Sequence[Line]) -> dict[int, int]:
    """What the offer on the table gives back of each line: as it says, or by what each can still give."""
    said = case.offer_by_line
    return said if said else policies.spread(lines, case.offer_refund)
