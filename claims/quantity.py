"""Quantities: a number as the text means it.

A quantity keeps what is printed.  ``low`` and ``high`` are exact decimals in
the printed unit, never converted and never averaged, so that "80-90%" stays
the range from 80 to 90 and "0.50" keeps its two decimals.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from claims.nouns import singular

#: The statistic of a confidence level: the "95%" of "95% CI 1.2 to 3.4".
LEVEL = "CI level"


class Relation(StrEnum):
    """How the bounds of a quantity are to be read."""

    EXACT = "exact"  #: low = high
    RANGE = "range"  #: "5-7 years": every value from low to high occurs
    INTERVAL = "interval"  #: "(95% CI 0.45-0.86)": uncertainty of one estimate
    PLUS_MINUS = "plus-minus"  #: "5.2 ± 1.1": low and high are centre ∓ spread
    AT_LEAST = "at-least"  #: low only, included
    AT_MOST = "at-most"  #: high only, included
    GREATER_THAN = "greater-than"  #: low only, excluded
    LESS_THAN = "less-than"  #: high only, excluded
    RATIO = "ratio"  #: "120 of 345", "1:1000", "120/80": low is the first number, high the second


class Dimension(StrEnum):
    """What kind of thing the unit counts in."""

    PROPORTION = "proportion"
    COUNT = "count"
    DURATION = "duration"
    LENGTH = "length"
    MASS = "mass"
    VOLUME = "volume"
    CONCENTRATION = "concentration"
    DOSE = "dose"
    RATE = "rate"
    RATIO = "ratio"
    CURRENCY = "currency"
    TEMPERATURE = "temperature"
    PRESSURE = "pressure"
    ENERGY = "energy"
    SCORE = "score"
    P_VALUE = "p-value"
    STATISTIC = "statistic"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text with its unit and its modifier.

    Attributes:
        text: the exact characters ``document.text[start:end]``, with unit and
            modifier ("about 82%", "> 2 cm", "120 of 345").
        start, end: code point offsets in the document's text, end exclusive.
        low, high: bounds in the printed unit, scaled ("3.2 million" is
            3200000, 80% is 80); None where a bound is open.  A fall ("from 8 to
            7") keeps the printed order, a ratio has its two numbers as printed.
        relation: how low and high are to be read.
        approximate: the text says "about", "~", "nearly", …
        decimals: digits after the decimal point as printed (of the finer
            bound), before any scale word is applied.
        unit_text: the unit as printed, "" when there is none.
        unit: canonical unit name of :mod:`claims.units`, "" for a bare number.
        dimension: what the unit counts in.
        statistic: the statistic that the number is printed as ("HR", "p",
            "n", "SD", "95% CI", "CI level"), "" for a plain quantity.
        counted: the noun that a plain count counts, as printed ("people"), where it
            is one of the table ``tallied``; no part of the span.
        scale: power of ten by which the printed digits were multiplied
            ("3.2 million": 6), so that printed precision is
            ``decimals - scale`` digits.
    """

    text: str
    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    relation: Relation
    approximate: bool = False
    decimals: int = 0
    unit_text: str = ""
    unit: str = ""
    dimension: Dimension = Dimension.OTHER
    statistic: str = ""
    scale: int = 0
    counted: str = ""

    def shifted(self, by: int) -> Quantity:
        """The same with its offsets moved."""
        return replace(self, start=self.start + by, end=self.end + by)

    @property
    def is_level(self) -> bool:
        """Whether it is the confidence level of an interval, "95%" of "95% CI"."""
        return self.statistic == LEVEL

    @property
    def is_in_words(self) -> bool:
        """Whether it is printed without a digit: "half", "twelve"."""
        return not any(map(str.isdigit, self.text))

    @property
    def told_unit_text(self) -> str:
        """The unit as printed, or the counted noun: "1,200 jobs" is told in "jobs"."""
        return self.unit_text or self.counted

    @property
    def told_unit(self) -> str:
        """The canonical unit, or the counted noun in the singular."""
        return self.unit or singular(self.counted)

    def as_dict(self) -> dict[str, object]:
        """The quantity in the keys of the JSON interface (decimals as strings)."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "low": None if self.low is None else format(self.low, "f"),
            "high": None if self.high is None else format(self.high, "f"),
            "relation": self.relation.value,
            "approximate": self.approximate,
            "decimals": self.decimals,
            "unit_text": self.told_unit_text,
            "unit": self.told_unit,
            "dimension": self.dimension.value,
        }


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number that is no quantity, or no claim, and why.

    Attributes:
        text, start, end: the refused characters and their offsets.
        reason: a short stable phrase of :mod:`claims.refusals`
            ("date", "citation marker", "name with digits", …).
        quantity: the reading that was refused, where there was one.
    """

    text: str
    start: int
    end: int
    reason: str
    quantity: Quantity | None = None
