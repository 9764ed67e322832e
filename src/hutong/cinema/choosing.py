"""Choosing seats for people: the best so many together, and what a typed wish ("2 together, aisle, ≤ ¥60") asks for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hutong.cinema import gaps
from hutong.cinema.models import GapRule, SeatKind
from hutong.cinema.seating import Place, runs

MOST = 6  # seats one person takes of one screening
FRONT, MIDDLE, BACK = "front", "middle", "back"
_NUMBERS: dict[str, int] = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COUNT = re.compile(r"(?<![¥￥\d.,])(\d{1,3})\s*(?:张|个|座|位|人|连座|together|seats?|tickets?|people|places?)", re.I)
_COUNT_ZH = re.compile(r"([一二两三四五六])\s*(?:张|个|座|位|人|连座)")
_COUNT_EN = re.compile(r"\b(one|two|three|four|five|six)\b", re.I)
_PRICE = re.compile(
    r"(?:≤|<=?|不超过|最多|低于|under|below|up to|at most|max\.?)\s*[¥￥]?\s*(\d{1,6})(?:\.(\d{1,2}))?"
    r"|[¥￥]?\s*(\d{1,6})(?:\.(\d{1,2}))?\s*(?:元|块)?\s*(?:以下|以内|or less)",
    re.I,
)
_BARE = re.compile(r"^\s*(\d{1,3})\s*(?:$|[,，、;\s])")


@dataclass(frozen=True)
class Wish:
    """What somebody asks for."""

    count: int = 1
    aisle: bool = False
    wheelchair: bool = False
    couple: bool = False
    most: int | None = None  # minor units, each seat
    where: str = MIDDLE


def read_wish(text: str, places: int = 2) -> Wish:
    """What a typed wish asks for, in Chinese or English; what is not understood asks for nothing."""
    low = text.lower()
    wheelchair = "轮椅" in low or "wheelchair" in low
    couple = "情侣" in low or "couple" in low
    where = MIDDLE
    if re.search(r"后排|靠后|\bback\b|\brear\b", low):
        where = BACK
    elif re.search(r"前排|靠前|\bfront\b", low):
        where = FRONT
    return Wish(
        count=_count(low) or (2 if couple else 1),
        aisle="过道" in low or "走道" in low or "aisle" in low,
        wheelchair=wheelchair,
        couple=couple,
        most=_most(low, places),
        where=where,
    )


def best(places: Sequence[Place], wish: Wish, mode: str = GapRule.STRICT) -> list[Place]:
    """The best free seats side by side that fit a wish and leave no single seat; none where there are none."""
    if not 1 <= wish.count <= MOST:
        return []
    spot = _sweet_spot(places, wish.where)
    offered = [block for block in _blocks(places, wish) if _fits(block, wish)]
    offered.sort(key=lambda block: (_distance(block, spot), block[0].slot))
    for block in offered:
        if gaps.gap_of(places, {seat.slot for seat in block}, mode) is None:
            return block
    return []


def _count(text: str) -> int | None:
    figure, chinese, english = _COUNT.search(text), _COUNT_ZH.search(text), _COUNT_EN.search(text)
    if figure:
        return int(figure[1])
    if chinese:
        return int(_NUMBERS[chinese[1]])
    if english:
        word: str = english[1].lower()
        return _WORDS[word]
    bare = _BARE.match(text)
    return int(bare[1]) if bare else None


def _most(text: str, places: int) -> int | None:
    found = _PRICE.search(text)
    if found is None:
        return None
    whole, part = (found[1], found[2]) if found[1] else (found[3], found[4])
    return int(whole + (part or "").ljust(places, "0")[:places])


def _blocks(places: Sequence[Place], wish: Wish) -> Iterator[list[Place]]:
    """As many free seats side by side as are wished, in all ways."""
    for run in runs(places):
        for start in range(len(run) - wish.count + 1):
            block = run[start : start + wish.count]
            if all(seat.free for seat in block) and _whole_pairs(block):
                yield block


def _whole_pairs(block: Sequence[Place]) -> bool:
    """Whether no couple seat is torn apart."""
    here = {place.slot for place in block}
    return all(place.seat.mate is None or place.seat.mate in here for place in block)


def _fits(block: Sequence[Place], wish: Wish) -> bool:
    kinds = {seat.kind for seat in block}
    if wish.wheelchair:
        if SeatKind.WHEELCHAIR not in kinds:
            return False
    elif kinds & {SeatKind.WHEELCHAIR, SeatKind.COMPANION}:
        return False
    if wish.couple != (SeatKind.COUPLE in kinds) and (wish.couple or wish.count != 2):
        return False
    if wish.most is not None and any(seat.price > wish.most for seat in block):
        return False
    return not wish.aisle or any(place.seat.aisle for place in block)


def _sweet_spot(places: Sequence[Place], where: str) -> tuple[float, float]:
    columns, lines = [place.seat.x for place in places], [place.seat.y for place in places]
    share = {FRONT: 0.15, MIDDLE: 0.62, BACK: 0.95}[where]
    return (min(columns) + max(columns)) / 2, min(lines) + (max(lines) - min(lines)) * share


def _distance(block: Sequence[Place], spot: tuple[float, float]) -> float:
    column = sum(place.seat.x for place in block) / len(block)
    return abs(column - spot[0]) + 1.5 * abs(block[0].seat.y - spot[1])
