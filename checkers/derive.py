"""Values that a source does not print but that follow from what it prints.

Tried where no printed value fits.  Every derivation carries its arithmetic as
text, because a verdict that rests on it has to show it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from checkers.compare import FITS, Tolerance, ValueRelation, compare_exact, step
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
    claim: Quantity, stated: Sequence[Quantity], tolerance: Tolerance | None = None
) -> Iterator[Derivation]:
    """The ways in which a claim's value follows from the quantities of a passage.

    Args:
        claim: the quantity that no printed one fits.
        stated: the passage's quantities, nearest first; those past
            :data:`MAX_INPUTS` are not looked at.
        tolerance: as for :func:`checkers.compare.compare`.
    """
    near = stated[:MAX_INPUTS]
    for name, single in SINGLE.items():
        for one in near:
            yield from _fitting(name, claim, single(claim, one), (one,), tolerance)
    for name, double in DOUBLE.items():
        for pair in itertools.combinations(near, 2):
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


def complement(claim: Quantity, one: Quantity) -> _Result | None:
    """What is left of 100%; only where the texts say the opposite of each other."""
    given = _exact(one)
    if given is None or not (_is_percent(claim) and _is_percent(one)) or not 0 < given < 100:
        return None
    return _Result(100 - given, f"100% − {number_text(given)}% = {number_text(100 - given)}%")


Single = Callable[[Quantity, Quantity], "_Result | None"]
Double = Callable[[Quantity, Quantity, Quantity], "_Result | None"]

#: Arithmetic on one quantity, tried first.
SINGLE: dict[str, Single] = {"share": _share, "count": _count_of, "of-one": _of_one}

#: Arithmetic on two quantities of one passage.
DOUBLE: dict[str, Double] = {"quotient": _quotient, "difference": _difference, "fold": _fold}
