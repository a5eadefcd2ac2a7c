"""Values that a source does not print but that follow from what it prints.

Tried where no printed value fits.  Every derivation carries its arithmetic as
text, because a verdict that rests on it has to show it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from checkers.compare import FITS, Tolerance, ValueRelation, compare_exact, conversion, step
from claims.quantity import Dimension, Quantity, Relation


@dataclass(frozen=True, slots=True)
class Derivation:
    """A claim's value worked out from quantities of one passage.

    Attributes:
        name: which arithmetic it is ("share", "complement", …).
        relation: how the claim relates to the result.
        arithmetic: the calculation as text ("120/345 = 34.8%").
        inputs: the quantities that it starts from.
    """

    name: str
    relation: ValueRelation
    arithmetic: str
    inputs: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class _Result:
    value: Fraction
    arithmetic: str


#: The passages that are searched pair by pair are short; longer ones are cut.
MAX_INPUTS = 40

_COUNTED = frozenset({Dimension.COUNT, Dimension.OTHER})


def derivations(
    claim: Quantity,
    stated: Sequence[Quantity],
    tolerance: Tolerance | None = None,
    wholes: Sequence[Decimal | None] = (),
) -> Iterator[Derivation]:
    """The ways in which a claim's value follows from the quantities of a passage.

    Args:
        claim: the quantity that no printed one fits.
        stated: the passage's quantities, nearest first; those past
            :data:`MAX_INPUTS` are not looked at.
        tolerance: as for :func:`checkers.compare.compare`.
        wholes: for each of these quantities the size of the group that its
            column is about, None where the headings do not say.
    """
    claim = _in_percent(claim)
    near = [_in_percent(one) for one in stated[:MAX_INPUTS]]
    for one, whole in zip(near, wholes, strict=False):
        if whole:
            yield from _fitting("part", claim, part_of(claim, one, whole), (one,), tolerance)
    for name, single in SINGLE.items():
        for one in near:
            yield from _fitting(name, claim, single(claim, one), (one,), tolerance)
    for name, double in DOUBLE.items():
        for pair in itertools.combinations(near, 2):
            yield from _fitting(name, claim, double(claim, *pair), pair, tolerance)
    for name, double in BESIDE.items():
        for pair in itertools.pairwise(near):
            yield from _fitting(name, claim, double(claim, *pair), pair, tolerance)


def _fitting(
    name: str,
    claim: Quantity,
    result: _Result | None,
    inputs: tuple[Quantity, ...],
    tolerance: Tolerance | None,
) -> Iterator[Derivation]:
    if result is None:
        return
    # A share is worked out as its first number, the second being the claim's own.
    asked = (
        claim
        if share_of(claim) is None
        else replace(claim, relation=Relation.EXACT, high=claim.low)
    )
    relation = compare_exact(asked, result.value, tolerance)
    if relation in FITS:
        yield Derivation(name, relation, result.arithmetic, inputs)


def share_of(quantity: Quantity) -> Fraction | None:
    """The share that "n of N" names, None for anything else."""
    if quantity.relation is not Relation.RATIO or not quantity.high or quantity.low is None:
        return None
    return Fraction(quantity.low) / Fraction(quantity.high)


def number_text(value: Fraction, digits: int = 2) -> str:
    """A number as people print it, rounded to some decimals, without trailing zeros."""
    text = f"{float(value):.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _in_percent(quantity: Quantity) -> Quantity:
    """A share in words ("half", "a third") as a percentage without decimals."""
    bare = quantity.dimension is Dimension.PROPORTION and not quantity.unit
    if not bare or quantity.relation is not Relation.EXACT or quantity.low is None:
        return quantity
    if quantity.text[:1].isdigit():
        return quantity
    value = quantity.low * 100
    return replace(quantity, low=value, high=value, unit="%", decimals=0, scale=0)


def _is_percent(quantity: Quantity) -> bool:
    return quantity.unit == "%"


def _is_count(quantity: Quantity) -> bool:
    exact = quantity.relation is Relation.EXACT and quantity.low is not None
    return exact and quantity.dimension in _COUNTED and not quantity.decimals and not quantity.unit


def _exact(quantity: Quantity) -> Fraction | None:
    if quantity.relation is not Relation.EXACT or quantity.low is None:
        return None
    return Fraction(quantity.low)


def _share(claim: Quantity, one: Quantity) -> _Result | None:
    """A percentage from "n of N"."""
    share = share_of(one)
    if share is None or not _is_percent(claim):
        return None
    value = share * 100
    return _Result(value, f"{one.low}/{one.high} = {number_text(value)}%")


def _count_of(claim: Quantity, one: Quantity) -> _Result | None:
    """A count "n of N" from a percentage that rounds to it, told as the claim's first number."""
    share, given = share_of(claim), _exact(one)
    if share is None or given is None or not _is_percent(one) or claim.low is None:
        return None
    if abs(share * 100 - given) * 2 > Fraction(step(one)):
        return None
    told = f"{claim.low}/{claim.high} = {number_text(share * 100)}%, printed as {one.text}"
    return _Result(Fraction(claim.low), told)


def _of_one(claim: Quantity, one: Quantity) -> _Result | None:
    """A percentage from a share of one, or the other way round."""
    given = _exact(one)
    if given is None:
        return None
    if _is_percent(claim) and not one.unit and one.decimals >= 2 and abs(given) <= 1:
        return _Result(given * 100, f"{one.text} of 1 = {number_text(given * 100)}%")
    if _is_percent(one) and not claim.unit and claim.decimals >= 2:
        return _Result(given / 100, f"{one.text} = {number_text(given / 100, 4)} of 1")
    return None


def _quotient(claim: Quantity, one: Quantity, two: Quantity) -> _Result | None:
    """A percentage from two counts, the smaller of the greater."""
    if not (_is_percent(claim) and _is_count(one) and _is_count(two)):
        return None
    part, whole = sorted((Fraction(one.low or 0), Fraction(two.low or 0)))
    if whole < 5 or part == whole:
        return None
    value = part / whole * 100
    return _Result(value, f"{number_text(part)}/{number_text(whole)} = {number_text(value)}%")


def _comparable(claim: Quantity, one: Quantity, two: Quantity) -> tuple[Fraction, Fraction] | None:
    """Two exact values in the claim's unit, the greater first."""
    if not claim.unit == one.unit == two.unit or not claim.unit:
        return None
    low, high = _exact(one), _exact(two)
    if low is None or high is None or low == high:
        return None
    return max(low, high), min(low, high)


def _difference(claim: Quantity, one: Quantity, two: Quantity) -> _Result | None:
    """The difference of two values in one unit."""
    pair = _comparable(claim, one, two)
    if pair is None:
        return None
    value = pair[0] - pair[1]
    text = f"{number_text(pair[0])} − {number_text(pair[1])} = {number_text(value)}"
    return _Result(value, f"{text} {claim.unit}")


def _fold(claim: Quantity, one: Quantity, two: Quantity) -> _Result | None:
    """How many times the greater value is the smaller one."""
    greater, smaller = _exact(one), _exact(two)
    if claim.dimension is not Dimension.RATIO or not greater or not smaller:
        return None
    if one.unit != two.unit or min(greater, smaller) <= 0:
        return None
    greater, smaller = max(greater, smaller), min(greater, smaller)
    value = greater / smaller
    return _Result(value, f"{number_text(greater)}/{number_text(smaller)} = {number_text(value)}")


def complement(
    claim: Quantity, one: Quantity, tolerance: Tolerance | None = None
) -> Derivation | None:
    """What is left of 100%; only where the texts name the opposite of each other."""
    given = _exact(one)
    if given is None or not (_is_percent(claim) and _is_percent(one)) or not 0 < given < 100:
        return None
    told = f"100% − {number_text(given)}% = {number_text(100 - given)}%"
    result = _Result(100 - given, told)
    return next(_fitting("complement", claim, result, (one,), tolerance), None)


_PER = " per "


def _product(claim: Quantity, one: Quantity, two: Quantity) -> _Result | None:
    """An amount times how often ("45 minutes on five days": 3.75 hours a week)."""
    for amount, often in ((one, two), (two, one)):
        value = _times(claim.unit, amount, often)
        if value is not None:
            told = f"{amount.text} × {often.text} = {number_text(value)} {claim.unit}"
            return _Result(value, told)
    return None


def _times(unit: str, amount: Quantity, often: Quantity) -> Fraction | None:
    """The product in a unit, None where the units do not allow it."""
    given, times = _exact(amount), _exact(often)
    if given is None or times is None or not amount.unit or amount.unit == "%" or not unit:
        return None
    wanted, _, period = unit.partition(_PER)
    measure, _, each = amount.unit.partition(_PER)
    if each:  # "2 hours a day for 5 days" are 10 hours
        counted = not period and often.unit == each
    else:  # "40 mg twice daily" are 80 mg a day, "5 days a week" are five times
        counted = often.unit in _OFTEN.get(period, frozenset({"", "per day"}))
        counted = counted and often.dimension in (Dimension.COUNT, Dimension.RATE)
    scale = conversion(measure, wanted) if counted else None
    return given * times * Fraction(scale[0]) if scale and not scale[1] else None


#: In which units it may be told how often something happens in a period.
_OFTEN: dict[str, frozenset[str]] = {
    "day": frozenset({"per day", ""}),
    "week": frozenset({"per week", "day per week", ""}),
    "month": frozenset({"per month", "day per month", "week per month", ""}),
    "year": frozenset({"per year", "day per year", "week per year", "month per year", ""}),
}


def _sum(claim: Quantity, one: Quantity, two: Quantity) -> _Result | None:
    """The sum of two parts that stand side by side."""
    if claim.unit != one.unit or one.unit != two.unit or one.dimension != two.dimension:
        return None
    first, second = _exact(one), _exact(two)
    if first is None or second is None or first + second < _LEAST_SUM:
        return None
    value = first + second
    told = f"{number_text(first)} + {number_text(second)} = {number_text(value)} {claim.unit}"
    return _Result(value, told.rstrip())


#: Smaller sums are met by chance.
_LEAST_SUM = 10


def _course(claim: Quantity, one: Quantity) -> _Result | None:
    """The difference, or the change in percent, of "from 8.1 to 5.4"."""
    if one.relation is not Relation.RANGE or not one.text.lower().startswith("from"):
        return None
    if one.low is None or one.high is None:
        return None
    before = replace(one, relation=Relation.EXACT, high=one.low)
    after = replace(one, relation=Relation.EXACT, low=one.high)
    return _change(claim, before, after) or _difference(claim, before, after)


def _change(claim: Quantity, one: Quantity, two: Quantity) -> _Result | None:
    """By how many percent the first of two values that stand side by side became the second."""
    before, after = _exact(one), _exact(two)
    if not _is_percent(claim) or one.unit != two.unit or not before or after is None:
        return None
    if before <= 0 or after < 0 or before == after:
        return None
    value = abs(after - before) / before * 100
    told = f"from {number_text(before)} to {number_text(after)}: {number_text(value)}%"
    return _Result(value, told)


def part_of(claim: Quantity, part: Quantity, whole: Decimal) -> _Result | None:
    """A percentage from a cell's count and the size of its column's group."""
    count = _exact(part)
    if not (_is_percent(claim) and _is_count(part)) or count is None or not 0 <= count <= whole:
        return None
    value = count / Fraction(whole) * 100
    return _Result(value, f"{number_text(count)}/{whole} = {number_text(value)}%")


Single = Callable[[Quantity, Quantity], "_Result | None"]
Double = Callable[[Quantity, Quantity, Quantity], "_Result | None"]

#: Arithmetic on one quantity, tried first.
SINGLE: dict[str, Single] = {
    "share": _share,
    "count": _count_of,
    "of-one": _of_one,
    "course": _course,
}

#: Arithmetic on two quantities of one passage.
DOUBLE: dict[str, Double] = {"quotient": _quotient, "difference": _difference, "fold": _fold}

#: Arithmetic on two quantities that stand side by side.
BESIDE: dict[str, Double] = {"product": _product, "sum": _sum, "change": _change}
