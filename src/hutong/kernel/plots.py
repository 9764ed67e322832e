"""Figures as plots: drawn from a table that is on the page anyway, for those who cannot see the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Series:
    """One row of figures: counts, per cents, or amounts in the currency's minor unit."""

    label: str
    values: Sequence[float]
    unit: Literal["count", "percent", "money"] = "count"


@dataclass(frozen=True)
class Plot:
    """What `plots.html` draws: as many values in each series as there are labels along the bottom."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    across: str = ""  # what the labels are: "Day"
    kind: Literal["bars", "line"] = "bars"
