"""Money: an integer of minor units and its currency; shares by largest remainder."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from babel.numbers import format_currency, get_currency_precision

MOST = 10**13  # minor units; far above any real price, far below 63 bits
_TYPED = re.compile(r"[+-]?(\d{1,20}|\d{1,3}(,\d{3}){1,6})(\.\d{0,20})?")  # 1,5 is no amount: it would become 15


class Money(NamedTuple):
    """An amount of minor units in an ISO 4217 currency."""

    amount: int
    currency: str


@lru_cache(4096)  # a calendar shows the same few amounts, and each costs Babel a walk through its locales
def show(amount: int, currency: str, locale: str = "zh_CN") -> str:
    """Human text such as ¥1,240, ¥1,240.50 or −¥5, without zeros that say nothing; money.js writes alike."""
    value = units(amount, currency)
    whole = value == value.to_integral_value()
    pattern = "¤#,##0" if whole else f"¤#,##0.{'0' * places(currency)}"
    symbol_locale = "zh_CN" if currency == "CNY" else locale
    shown = format_currency(abs(value), currency, pattern, locale=symbol_locale, currency_digits=False)
    return f"−{shown}" if amount < 0 else shown


def places(currency: str) -> int:
    """How many decimals a currency has: 2 for CNY, 0 for JPY (ISO 4217, by way of CLDR)."""
    return get_currency_precision(currency)


def units(amount: int, currency: str) -> Decimal:
    """An amount of minor units in the currency's main unit: 12.50 of 1250 fen, 1250 of 1250 yen."""
    return Decimal(amount).scaleb(-places(currency))


def number(amount: int, currency: str) -> float | int:
    """The same as a number for a spreadsheet."""
    value = units(amount, currency)
    return int(value) if value == value.to_integral_value() else float(value)


def typed(amount: int, currency: str) -> str:
    """The same as a person would type it, what `parse` reads: 300 or 300.50."""
    value = units(amount, currency)
    return str(int(value)) if value == value.to_integral_value() else str(value)


def sign(currency: str) -> str:
    """What stands before amounts of a currency: ¥."""
    return show(0, currency).removesuffix("0").strip()


def parse(text: str, currency: str) -> int:
    """Minor units of what a person typed ("300", "300.50"); raises ValueError."""
    if not _TYPED.fullmatch(text.strip()):
        raise ValueError("not an amount")
    value = Decimal(text.strip().replace(",", "")).scaleb(places(currency))
    if value != value.to_integral_value():
        raise ValueError("not an amount")
    return int(value)


def percent(amount: int, per_cent: int) -> int:
    """So many per cent of an amount, halves rounded away from zero."""
    doubled = amount * per_cent * 2
    sign = -1 if doubled < 0 else 1
    return sign * ((abs(doubled) + 100) // 200)


def share(total: int, weights: Sequence[int]) -> list[int]:
    """Split a total by weights so that the parts sum to it (largest remainder, earlier parts first)."""
    whole = sum(weights)
    if whole <= 0:
        raise ValueError("weights must sum to more than zero")
    sign = -1 if total < 0 else 1
    parts = [divmod(abs(total) * weight, whole) for weight in weights]
    left = abs(total) - sum(part for part, _ in parts)
    order = sorted(range(len(parts)), key=lambda index: (-parts[index][1], index))
    extra = set(order[:left])
    return [sign * (part + (index in extra)) for index, (part, _) in enumerate(parts)]
