"""The same done to several at once."""

from collections.abc import Callable, Iterable

from pydantic import Field

from hutong.kernel.db import session
from hutong.kernel.errors import Problem
from hutong.kernel.schemas import In, Line, Out, ShownId

MOST_AT_ONCE = 100


class Several(In):
    """What a bulk action takes: the ids that were ticked, and where it is asked for, why."""

    ids: list[ShownId] = Field(min_length=1, max_length=MOST_AT_ONCE)
    reason: Line = Field("", max_length=500)


class EachOut(Out):
    """What became of one of several."""

    id: ShownId
    done: bool
    problem: str | None = None
    detail: str | None = None


class SeveralOut(Out):
    """What became of each of several: how many were done, how many refused, and which."""

    done: int
    refused: int
    items: list[EachOut]


def each(wanted: Iterable[int], verb: Callable[[int], object]) -> SeveralOut:
    """Do something to each of several; those that refuse stay as they are and say why."""
    items = [_one(one, verb) for one in sorted(set(wanted))]
    done = sum(item.done for item in items)
    return SeveralOut(done=done, refused=len(items) - done, items=items)


def _one(one: int, verb: Callable[[int], object]) -> EachOut:
    try:
        with session().begin_nested():
            verb(one)
    except Problem as problem:
        return EachOut(id=one, done=False, problem=problem.code, detail=str(problem.detail))
    return EachOut(id=one, done=True)
