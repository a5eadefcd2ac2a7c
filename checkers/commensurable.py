"""How the units of two quantities relate, and what turns one into the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from checkers.relation import ONE, ZERO
from claims.quantity import Dimension, Quantity, Relation
from claims.units import convert, lookup


class Units(StrEnum):
    """How the units of two quantities relate."""

    SAME = "same"
    CONVERTED = "converted"
    UNSTATED = "unstated"  #: one of the two is printed without a unit
    INCOMPARABLE = "incomparable"


_BARE = frozenset({"", "count"})
_OF_ONE = "of one"
_PER = " per "
_PERIODS = (" per day", " per week", " per month", " per year")
_POINT = "percentage point"
#: Units that pint does not hold against each other.
_SHARES = {
    (_OF_ONE, "%"): Decimal(100),
    ("%", _OF_ONE): Decimal("0.01"),
    **{
        pair: ONE
        for one, other in (
            (_POINT, "%"),
            ("time", "fold"),
            ("point", "millimetre of mercury"),
            ("degree", "degree celsius"),
            ("unit", "international unit"),
        )
        for pair in ((one, other), (other, one))
    },
}
#: What is printed as a ratio of two risks, odds or rates is so many times as much.
RATIOS = frozenset({"OR", "HR", "RR", "IRR", "aOR", "aHR", "aRR", "SHR", "PR"})


@lru_cache(maxsize=4096)
def conversion(from_unit: str, to_unit: str) -> tuple[Decimal, Decimal] | None:
    """The factor and the offset that turn one unit into another, None if nothing does."""
    if (from_unit, to_unit) in _SHARES:
        return _SHARES[from_unit, to_unit], ZERO
    zero, one = convert(ZERO, from_unit, to_unit), convert(ONE, from_unit, to_unit)
    return None if zero is None or one is None else (one - zero, zero)


def factor(unit: str, wanted: str) -> Fraction | None:
    """What a value is multiplied by to be told in another unit, None where nothing does it."""
    if unit == wanted:
        return Fraction(1)
    scale = conversion(unit, wanted)
    return Fraction(scale[0]) if scale and not scale[1] else None


def units_of(claim: Quantity, source: Quantity) -> Units:
    """How the units of two quantities relate."""
    wanted, given = unit_of(claim), unit_of(source)
    if source.dimension is Dimension.P_VALUE and claim.dimension is not Dimension.P_VALUE:
        return Units.INCOMPARABLE
    if wanted == given or (wanted == "fold" and source.statistic in RATIOS):
        return Units.SAME
    if (given, wanted) in _SHARES:
        return Units.CONVERTED
    given, wanted = in_common(given, wanted)
    if given == wanted:
        return Units.SAME
    if claim.unit in _BARE or source.unit in _BARE:
        return Units.UNSTATED
    return Units.CONVERTED if conversion(given, wanted) else Units.INCOMPARABLE


@lru_cache(maxsize=4096)
def in_common(one: str, other: str) -> tuple[str, str]:
    """Two units without what only one of them tells besides.

    "2 g" is told of "2 g per day", "$50" of "$50 per family", "3 per 1000" of "3 deaths
    per 1000 births".
    """
    one, other = _without_one(_without_counted, one, other)
    for without in (_without_period, _without_bearer):
        parted = _without_one(without, one, other)
        if parted != (one, other):
            return parted  # "$5 per day" is not told of "$5 per patient"
    return one, other


def _without_one(without: Callable[[str], str], one: str, other: str) -> tuple[str, str]:
    """Two units, the one that alone tells something besides without it."""
    parted = without(one), without(other)
    return parted if (parted[0] == one) != (parted[1] == other) else (one, other)


def _without_period(unit: str) -> str:
    for period in _PERIODS:
        unit = unit.removesuffix(period)
    return unit


def _without_bearer(unit: str) -> str:
    """A unit without what it is told of: "per patient", the births of "per 1000 births"."""
    before, _, bearer = f" {unit}".rpartition(_PER)
    measure = before.removeprefix(" ")
    number, _, noun = bearer.partition(" ")
    if number[:1].isdigit():
        told = number.isdigit() and noun and lookup(noun) is None
        return f"{measure}{_PER}{number}".lstrip() if told else unit
    return measure if measure and bearer and lookup(bearer) is None else unit


def _without_counted(unit: str) -> str:
    """A unit without what it counts: the deaths of "death per 1000"."""
    counted, per, rest = unit.partition(_PER)
    return f"per {rest}" if per and counted and lookup(counted) is None else unit


def unit_of(quantity: Quantity) -> str:
    """The unit, "of one" for a share in words ("half", "a third")."""
    bare = quantity.dimension is Dimension.PROPORTION and not quantity.unit
    part = bare and quantity.decimals > 0 and quantity.relation is not Relation.RATIO
    return _OF_ONE if part else _AT_RISK.sub(r"\1 person-year", quantity.unit)


#: "Per 1,000 people a year" is "per 1,000 person-years".
_AT_RISK = re.compile(r"\b(per 10{2,6})(?: [a-z]+)? per year$")
