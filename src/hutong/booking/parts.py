"""Calling off some lines of a booking, as its pages show it before it is done: chosen first, then confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import Field

from hutong.booking import policies
from hutong.booking.models import DEPOSIT, LIVE, PAID, Booking, Line
from hutong.booking.schemas import CancellationOut
from hutong.kernel.errors import Problem
from hutong.kernel.schemas import In, ShownId


class PartQuery(In):
    """Which lines of a booking somebody would like to call off; staff may wish for all of their price."""

    line: list[ShownId] = Field([], max_length=100)
    whole: bool = False


@dataclass(frozen=True)
class Part:
    """The lines that can be called off alone, those that were chosen, and what they give back or why they cannot."""

    lines: Sequence[Line]
    chosen: Sequence[int] = ()
    whole: bool = False
    quote: CancellationOut | None = None
    problem: str = field(default="")


def part_of(booking: Booking, lines: Sequence[Line], asked: PartQuery, whole: bool) -> Part | None:
    """What calling off the lines that are asked for would do; None where they only go together."""
    living = [line for line in lines if line.state == LIVE and line.kind != DEPOSIT]
    if booking.state != PAID or len(living) < 2 or not policies.divisible(living):
        return None
    if not asked.line:
        return Part(living)
    try:
        chosen = policies.chosen(booking, lines, asked.line)
        for keeper in policies.KEPT.all():
            keeper(booking, chosen)
    except Problem as problem:
        return Part(living, asked.line, whole, problem=str(problem.detail))
    return Part(living, asked.line, whole, CancellationOut.of(booking, chosen, whole))
