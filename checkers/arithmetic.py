"""Arithmetic on one or two quantities: what they give in the terms of a claim's own.

Every result carries its calculation as text, because a verdict that rests on
it has to show it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from checkers.commensurable import RATIOS, conversion, in_common
from checkers.compare import step
from claims.quantity import Dimension, Quantity, Relation


@dataclass(frozen=True, slots=True)
class Result:
    """What a piece of arithmetic gives.

    Attributes:
        value: the number, in the claim's unit.
        arithmetic: the calculation as text ("120/345 = 34.8%").
        rises: whether it makes a value more or less, None where it does not tell.
    """

    value: Fraction
    arithmetic: str
    rises: bool | None = None


_COUNTED = frozenset({Dimension.COUNT, Dimension.OTHER})
#: What the centre of a spread is called here, and what is known to count things.
MEAN, TALLY = "mean", "n"
#: Bare numbers that are rather years than counts.
_YEARS = (1900, 2099)


def share_of(quantity: Quantity) -> Fraction | None:
    """The share that "n of N" names, None for anything else."""
    if quantity.relation is not Relation.RATIO or not quantity.high or quantity.low is None:
        return None
    return Fraction(quantity.low) / Fraction(quantity.high)


def number_text(value: Fraction, digits: int = 2) -> str:
    """A number as people print it, rounded to some decimals, without trailing zeros."""
    try:
        text = f"{float(value):.{digits}f}"
    except OverflowError:  # past any meaning
        return "over 10^308" if value > 0 else "under −10^308"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_percent(quantity: Quantity) -> bool:
    """Whether a quantity is a percentage; percentage points are none."""
    return quantity.unit == "%"


def told_of(claim: Quantity) -> tuple[int, str]:
    """Of how many of what a claim's share is told: 100 for a percentage, 0 for what is no share."""
    if is_percent(claim):
        return _HUNDRED, ""
    _, per, bearer = f" {claim.unit}".rpartition(_PER)
    number, _, noun = bearer.partition(" ")
    return (int(number), noun) if per and number.isdigit() else (0, "")


def _is_count(quantity: Quantity) -> bool:
    exact = quantity.relation is Relation.EXACT and quantity.low is not None
    plain = exact and not quantity.decimals and not quantity.unit
    if not plain or quantity.statistic == MEAN or quantity.dimension not in _COUNTED:
        return False
    first, last = _YEARS
    return quantity.statistic != "" or not first <= (quantity.low or 0) <= last


def exact_value(quantity: Quantity) -> Fraction | None:
    """The number of a quantity that is one, None for ranges, bounds and all else."""
    if quantity.relation is not Relation.EXACT or quantity.low is None:
        return None
    return Fraction(quantity.low)


def _share(claim: Quantity, one: Quantity) -> Result | None:
    """A percentage from "n of N"."""
    share = share_of(one)
    if share is None or not is_percent(claim):
        return None
    value = share * 100
    return Result(value, f"{one.low}/{one.high} = {number_text(value)}%")


def _count_of(claim: Quantity, one: Quantity) -> Result | None:
    """A count "n of N" from a percentage that rounds to it, told as the claim's first number."""
    share, given = share_of(claim), exact_value(one)
    if share is None or given is None or not is_percent(one) or claim.low is None:
        return None
    if abs(share * 100 - given) * 2 > Fraction(step(one)):
        return None
    told = f"{claim.low}/{claim.high} = {number_text(share * 100)}%, printed as {one.text}"
    return Result(Fraction(claim.low), told)


def _of_one(claim: Quantity, one: Quantity) -> Result | None:
    """A percentage from a share of one, or the other way round."""
    if claim.statistic or one.statistic or Dimension.P_VALUE in (claim.dimension, one.dimension):
        return None
    given = exact_value(one)
    if given is None:
        return None
    if is_percent(claim) and not one.unit and one.decimals >= 2 and abs(given) <= 1:
        return Result(given * 100, f"{one.text} of 1 = {number_text(given * 100)}%")
    if is_percent(one) and not claim.unit and claim.decimals >= 2:
        return Result(given / 100, f"{one.text} = {number_text(given / 100, 4)} of 1")
    return None


def _quotient(claim: Quantity, one: Quantity, two: Quantity) -> Result | None:
    """A percentage from two counts, the smaller of the greater; a rate also of a time at risk."""
    of, noun = told_of(claim)
    if not of:
        return None
    counts = [one for one in (one, two) if _is_count(one)]
    at_risk = [one for one in (one, two) if noun and one.unit == noun and exact_value(one)]
    if not counts or len(counts) + len(at_risk) < _TWO:
        return None
    part, whole = sorted((Fraction(one.low or 0), Fraction(two.low or 0)))
    if whole < 5 or part == whole or part < 0:
        return None
    value = part / whole * of
    told = f"{number_text(value)}%" if of == _HUNDRED else f"{number_text(value)} per {of}"
    return Result(value, f"{number_text(part)}/{number_text(whole)} = {told}")


_HUNDRED, _TWO = 100, 2


def _left(claim: Quantity, one: Quantity, two: Quantity) -> Result | None:
    """A percentage of those who are left: (139 − 12)/139."""
    quotient = _quotient(claim, one, two)
    if quotient is None or not is_percent(claim) or quotient.value <= 0:
        return None
    return Result(100 - quotient.value, f"100% − {quotient.arithmetic}")


def _comparable(claim: Quantity, one: Quantity, two: Quantity) -> tuple[Fraction, Fraction] | None:
    """Two exact values in the claim's unit, the greater first.

    Counts have no unit, and a cell may print none where the claim does: scores, or
    numbers that are no counts, since they have decimals.
    """
    if not claim.unit and not _is_count(claim):
        return None
    one, two = _alike(one, two)
    if one.unit != two.unit:
        return None
    low, high = exact_value(one), exact_value(two)
    if low is None or high is None or low == high:
        return None
    if not {one.statistic, two.statistic} <= _PLAIN:
        return None
    if not one.unit and claim.dimension is Dimension.DURATION:
        return None  # whoever prints times prints their unit
    if not one.unit:
        counted = _is_count(one) and _is_count(two)
        scored = bool(one.decimals) or claim.unit in _SCORES
        printed = claim.unit != "%" and one.decimals == two.decimals
        fits = scored and printed if claim.unit else counted
        return (max(low, high), min(low, high)) if fits else None
    wanted = POINTS if claim.unit == "point" and one.unit == "%" else claim.unit
    factor = conversion(*in_common(one.unit, wanted)) if claim.unit else None
    if factor is None or factor[0] <= 0:
        return None
    if one.decimals != two.decimals or claim.dimension is Dimension.RATIO:
        return None
    low, high = low * Fraction(factor[0]), high * Fraction(factor[0])
    return max(low, high), min(low, high)


def _alike(one: Quantity, two: Quantity) -> tuple[Quantity, Quantity]:
    """Two values of which only the last prints the unit: "5.6 (4–8) against 6.4 (4–9) minutes"."""
    printed_once = bool(two.unit) and not one.unit and one.start < two.start
    if printed_once and one.decimals and one.decimals == two.decimals and not one.statistic:
        return replace(one, unit=two.unit, dimension=two.dimension), two
    return one, two


#: What a value is called that can be subtracted: no p value and no odds ratio.
_PLAIN = frozenset({"", MEAN, TALLY, "N", "median"})
#: What "down 5 points" means of percentages.
POINTS = "percentage point"
#: Units that are mostly left out.
_SCORES = frozenset({"point", "point score", "unit"})


def _difference(claim: Quantity, one: Quantity, two: Quantity) -> Result | None:
    """The difference of two values in one unit, or of two counts."""
    pair = _comparable(claim, one, two)
    if pair is None:
        return None
    value = pair[0] - pair[1]
    if not claim.unit and value < _LEAST_SUM:
        return None
    text = f"{number_text(pair[0])} − {number_text(pair[1])} = {number_text(value)}"
    return Result(value, f"{text} {claim.unit}".rstrip())


def _fold(claim: Quantity, one: Quantity, two: Quantity) -> Result | None:
    """How many times the greater value is the smaller one, or the smaller one the greater."""
    if claim.dimension is not Dimension.RATIO or len(set(in_common(one.unit, two.unit))) > 1:
        return None
    greater, smaller = exact_value(one), exact_value(two)
    if not greater or not smaller or min(greater, smaller) <= 0:
        return None
    first, second = max(greater, smaller), min(greater, smaller)
    told = claim.high if claim.low is None else claim.low
    if told is not None and told < 1:
        first, second = second, first
    value = first / second
    return Result(value, f"{number_text(first)}/{number_text(second)} = {number_text(value)}")


_PER = " per "


def product(claim: Quantity, one: Quantity, two: Quantity) -> Result | None:
    """An amount times how often ("45 minutes on five days": 3.75 hours a week)."""
    for amount, often in ((one, two), (two, one)):
        value = _times(claim.unit, amount, often)
        if value is not None:
            told = f"{amount.text} × {often.text} = {number_text(value)} {claim.unit}"
            return Result(value, told)
    return None


def over_course(
    claim: Quantity, amount: Quantity, often: Quantity, course: Quantity
) -> Result | None:
    """What adds up: 2 Gy on 5 days a week for 6 weeks are 60 Gy."""
    period = often.unit.rpartition(_PER.lstrip())[2]
    lasts = exact_value(course) if course.unit == period else None
    each = _times(f"{claim.unit}{_PER}{period}", amount, often) if lasts and claim.unit else None
    if lasts is None or each is None:
        return None
    printed = " × ".join(one.text for one in (amount, often, course))
    return Result(each * lasts, f"{printed} = {number_text(each * lasts)} {claim.unit}")


def _times(unit: str, amount: Quantity, often: Quantity) -> Fraction | None:
    """The product in a unit, None where the units do not allow it."""
    if not amount.unit or amount.unit == "%" or not unit:
        return None
    given, times = exact_value(amount), exact_value(often)
    if given is None or times is None:
        return None
    wanted, _, period = unit.partition(_PER)
    measure, _, each = amount.unit.partition(_PER)
    if each:  # "2 hours a day for 5 days" are 10 hours
        counted = not period and often.unit == each
    else:  # "40 mg twice daily" are 80 mg a day, "5 days a week" are five times
        times = _how_often(often, period)
        counted = times > 0
    if measure != wanted and amount.dimension is Dimension.DURATION:
        counted = counted and {measure, wanted} <= _CLOCK
    scale = conversion(measure, wanted) if counted else None
    return given * times * Fraction(scale[0]) if scale and not scale[1] else None


def _how_often(often: Quantity, period: str) -> Fraction:
    """How many times a period, 0 where a quantity does not tell it."""
    told = Fraction(often.low or 0)
    if often.decimals or often.statistic in (MEAN, TALLY) or told <= 0:
        return Fraction(0)
    if often.unit == "hour" and period == "day":  # "every 8 hours"
        return 24 / told if told in _EVERY else Fraction(0)
    if often.unit == "day" and period == "week":  # "on 5 days of the week"
        return told if told <= _WEEK else Fraction(0)
    counted = often.unit in _OFTEN.get(period, frozenset({"", "per day"}))
    counted = counted and often.dimension in (Dimension.COUNT, Dimension.RATE)
    return told if counted else Fraction(0)


_EVERY, _WEEK = frozenset((4, 6, 8, 12)), 7
#: Nobody adds up months to years.
_CLOCK = frozenset({"second", "minute", "hour"})
#: In which units it may be told how often something happens in a period.
_OFTEN: dict[str, frozenset[str]] = {
    "day": frozenset({"per day", ""}),
    "week": frozenset({"per week", "day per week", ""}),
    "month": frozenset({"per month", "day per month", "week per month", ""}),
    "year": frozenset({"per year", "day per year", "week per year", "month per year", ""}),
}
RATES = frozenset(unit for units in _OFTEN.values() for unit in units if unit)


def _sum(claim: Quantity, one: Quantity, two: Quantity) -> Result | None:
    """The sum of two parts that stand side by side."""
    if share_of(one) is not None and share_of(two) is not None:
        return _pooled(claim, one, two)
    if claim.unit != one.unit or one.unit != two.unit or one.dimension != two.dimension:
        return None
    first, second = exact_value(one), exact_value(two)
    if first is None or second is None or first + second < _LEAST_SUM:
        return None
    if one.decimals != two.decimals or MEAN in (one.statistic, two.statistic):
        return None
    value = first + second
    told = f"{number_text(first)} + {number_text(second)} = {number_text(value)} {claim.unit}"
    return Result(value, told.rstrip())


def _pooled(claim: Quantity, one: Quantity, two: Quantity) -> Result | None:
    """Two groups taken together: "5 of 146" and "4 of 122" are 9 of 268."""
    part, whole = (one.low or 0) + (two.low or 0), (one.high or 0) + (two.high or 0)
    told = f"{one.low} + {two.low} of {one.high} + {two.high} = {part} of {whole}"
    if is_percent(claim):
        value = Fraction(part) / Fraction(whole) * 100
        return Result(value, f"{told} = {number_text(value)}%")
    same = (claim.low, claim.high) == (part, whole)
    counts = _is_count(claim) and part >= _LEAST_SUM
    return Result(Fraction(part), told) if same or counts else None


#: Smaller sums are met by chance.
_LEAST_SUM = 10


def _relative(claim: Quantity, one: Quantity) -> Result | None:
    """By how many percent a ratio changes what it is about: 42% less at a ratio of 0.58."""
    is_ratio = one.statistic in RATIOS or one.dimension is Dimension.RATIO
    given = exact_value(one) if is_ratio and is_percent(claim) else None
    if given is None or not 0 < given < _LARGEST_RATIO:
        return None
    value = abs(1 - given) * 100
    way = "less" if given < 1 else "more"
    told = f"{number_text(given)} times is {number_text(value)}% {way}"
    return Result(value, told, given > 1)


def relative_interval(claim: Quantity, one: Quantity) -> Quantity | None:
    """The interval of a ratio in percent more or less; None where it holds 1 or is none."""
    low, high = one.low, one.high
    if claim.relation not in _TWO_ENDED or not is_percent(claim):
        return None
    if one.relation not in _TWO_ENDED or one.unit or low is None or high is None:
        return None
    if not one.decimals or not 0 < low < high < _LARGEST_RATIO or low <= 1 <= high:
        return None
    ends = sorted((abs(1 - low) * 100, abs(1 - high) * 100))
    decimals = max(one.decimals - 2, 0)
    return replace(
        one,
        low=ends[0],
        high=ends[1],
        unit="%",
        dimension=Dimension.PROPORTION,
        decimals=decimals,
        relation=claim.relation,
    )


_TWO_ENDED = frozenset({Relation.RANGE, Relation.INTERVAL})
_LARGEST_RATIO = 4


def _course(claim: Quantity, one: Quantity) -> Result | None:
    """The difference of "from 8.1 to 5.4", its change in percent, or how many times it is."""
    if one.relation is not Relation.RANGE or not one.text.lower().startswith("from"):
        return None
    if one.low is None or one.high is None:
        return None
    before = replace(one, relation=Relation.EXACT, high=one.low)
    after = replace(one, relation=Relation.EXACT, low=one.high)
    works = (_change, _difference, _fold_of)
    found = next((found for work in works if (found := work(claim, before, after))), None)
    return replace(found, rises=one.high > one.low) if found else None


def _fold_of(claim: Quantity, before: Quantity, after: Quantity) -> Result | None:
    """How many times what it was a value became; a fall may be told "threefold", too."""
    found = _fold(claim, before, after)
    told = claim.high if claim.low is None else claim.low
    if found is None or told is None or before.low is None or after.low is None:
        return None
    falls = after.low < before.low
    return found if falls == (told < 1) or (falls and "fold" in claim.text) else None


def _change(claim: Quantity, one: Quantity, two: Quantity) -> Result | None:
    """By how many percent the first of two values that stand side by side became the second."""
    if not is_percent(claim) or one.unit != two.unit:
        return None
    before, after = exact_value(one), exact_value(two)
    if not before or after is None:
        return None
    if before <= 0 or after < 0 or before == after or not _may_change(one, two):
        return None
    value = abs(after - before) / before * 100
    told = f"from {number_text(before)} to {number_text(after)}: {number_text(value)}%"
    return Result(value, told)


def _may_change(one: Quantity, two: Quantity) -> bool:
    """Whether one of two values may have become the other: no two counts of things may."""
    if Dimension.P_VALUE in (one.dimension, two.dimension):
        return False
    if not (_is_count(one) and _is_count(two)):
        return True
    return TALLY not in (one.statistic, two.statistic) and max(one.low or 0, two.low or 0) >= _MANY


#: Counts whose change is told in percent are no smaller.
_MANY = 10


def _needed(claim: Quantity, one: Quantity) -> Result | None:
    """How many have to be treated that one gains: 100 by the percentage points gained."""
    points = exact_value(one) if one.unit == POINTS and claim.statistic in NEEDED else None
    return _of_points(claim, points) if points else None


def _needed_between(claim: Quantity, one: Quantity, two: Quantity) -> Result | None:
    """The same of two percentages that stand side by side."""
    if claim.statistic not in NEEDED or not (is_percent(one) and is_percent(two)):
        return None
    first, second = exact_value(one), exact_value(two)
    if first is None or second is None or first == second or one.decimals != two.decimals:
        return None
    return _of_points(claim, abs(first - second))


def _of_points(claim: Quantity, points: Fraction) -> Result:
    """A number needed from percentage points, rounded up where the claim's is."""
    value, whole = 100 / points, Fraction(math.ceil(100 / points))
    told = f"100/{number_text(points)} = {number_text(value)}"
    return Result(whole if claim.low == whole else value, told)


#: Numbers needed to treat, and to harm.
NEEDED = frozenset({"NNT", "NNH"})


def part_of(claim: Quantity, part: Quantity, whole: Decimal) -> Result | None:
    """A percentage from a cell's count and the size of its column's group."""
    count = exact_value(part)
    if not (is_percent(claim) and _is_count(part)) or count is None or not 0 <= count <= whole:
        return None
    value = count / Fraction(whole) * 100
    return Result(value, f"{number_text(count)}/{whole} = {number_text(value)}%")


#: Arithmetic for a claim, on one quantity or on two.
Single = Callable[[Quantity, Quantity], "Result | None"]
Double = Callable[[Quantity, Quantity, Quantity], "Result | None"]
#: Arithmetic on one quantity, tried first.
SINGLE: dict[str, Single] = {
    "share": _share,
    "count": _count_of,
    "of-one": _of_one,
    "course": _course,
    "relative": _relative,
    "needed": _needed,
}
#: Arithmetic on two quantities of one passage.
DOUBLE: dict[str, Double] = {
    "quotient": _quotient,
    "difference": _difference,
    "fold": _fold,
}
#: Arithmetic on two quantities that stand side by side.
BESIDE: dict[str, Double] = {
    "left": _left,
    "product": product,
    "sum": _sum,
    "change": _change,
    "needed": _needed_between,
}
#: What a claim has to be that some arithmetic can give it at all; the rest may give any.
GIVES: dict[str, Callable[[Quantity], bool]] = {
    "share": is_percent,
    "count": lambda claim: claim.relation is Relation.RATIO,
    "of-one": lambda claim: is_percent(claim) or not claim.unit,
    "relative": is_percent,
    "needed": lambda claim: claim.statistic in NEEDED,
    "quotient": lambda claim: told_of(claim)[0] > 0,
    "difference": lambda claim: claim.unit != "" or _is_count(claim),
    "fold": lambda claim: claim.dimension is Dimension.RATIO,
    "left": is_percent,
    "product": lambda claim: claim.unit != "",
    "change": is_percent,
    "part": is_percent,
}
