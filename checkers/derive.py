"""Values that a source does not print but that follow from what it prints.

Tried where no printed value fits: the quantities of a passage are searched for
those from which :mod:`checkers.arithmetic` works the claim's value out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

from checkers.arithmetic import (
    BESIDE,
    DOUBLE,
    GIVES,
    MEAN,
    RATES,
    SINGLE,
    Result,
    exact_value,
    is_percent,
    number_text,
    over_course,
    part_of,
    product,
    share_of,
    told_of,
)
from checkers.commensurable import conversion
from checkers.compare import Tolerance, compare_exact, spoken_share, step
from checkers.relation import FITS, ValueRelation
from claims.quantity import Dimension, Quantity, Relation


@dataclass(frozen=True, slots=True)
class Derivation:
    """A claim's value worked out from quantities of one passage.

    Attributes:
        name: which arithmetic it is ("share", "complement", …).
        relation: how the claim relates to the result.
        arithmetic: the calculation as text ("120/345 = 34.8%").
        inputs: the quantities that it starts from.
        ways: how many calculations were open to the passage: the more, the likelier is chance.
        rises: whether it makes a value more or less, None where it does not tell.
        value: what was worked out, in the claim's unit.
    """

    name: str
    relation: ValueRelation
    arithmetic: str
    inputs: tuple[Quantity, ...]
    ways: int = 1
    rises: bool | None = None
    value: float | None = None


#: The passages that are searched pair by pair are short; longer ones are cut.
MAX_INPUTS = 40
Work = TypeVar("Work")


def derivations(
    claim: Quantity,
    stated: Sequence[Quantity],
    tolerance: Tolerance | None = None,
    wholes: Sequence[Decimal | None] = (),
    told: Sequence[Quantity] = (),
    *,
    compares: bool = True,
    rest: bool = True,
    shares: bool = True,
    adds_up: bool = True,
) -> Iterator[Derivation]:
    """The ways in which a claim's value follows from the quantities of a passage.

    Args:
        claim: the quantity that no printed one fits.
        stated: the passage's quantities, nearest first; those past
            :data:`MAX_INPUTS` are not looked at.
        tolerance: as for :func:`checkers.compare.compare`.
        wholes: for each of these quantities the size of the group that its
            column is about, None where the headings do not say.
        told: the other quantities of the claim's sentence: "of the 283, 101 left" follows
            from a passage that says that 182 stayed.
        compares: whether the claim tells of a change or a difference; nothing else is
            worked out as one.
        rest: whether the claim may tell of those whom the passage leaves out.
        shares: whether the claim may tell of a part of a group: "fell by 12%" does not.
        adds_up: whether values may be added up: of a table's row only counts may.
    """
    claim = spoken_share(claim) or claim
    near = [_centred(spoken_share(one) or one) for one in stated[:MAX_INPUTS]]
    given = [_centred(spoken_share(one) or one) for one in told]
    barred = _barred(claim, compares=compares, rest=rest, shares=shares, adds_up=adds_up)
    ways = len(near) * (len(near) + 2 * len(given) + 1) // 2
    results = itertools.chain(
        _of_one(claim, near, wholes, barred),
        _of_neighbours(claim, near, barred),
        _of_two(claim, near, given, barred, _reach(claim, tolerance)),
    )
    for name, inputs, result in results:
        yield from _fitting(name, claim, result, inputs, tolerance, ways)


#: The name of a piece of arithmetic, what it starts from, and what it gives.
_Given = tuple[str, tuple[Quantity, ...], Result]


def _of_one(
    claim: Quantity,
    near: Sequence[Quantity],
    wholes: Sequence[Decimal | None],
    barred: Set[str],
) -> Iterator[_Given]:
    """What single quantities give."""
    for one, whole in zip(near, wholes, strict=False) if "part" not in barred else ():
        if whole and (result := part_of(claim, one, whole)):
            yield "part", (one,), result
    for name, work in _without(SINGLE, barred).items():
        for one in near:
            if result := work(claim, one):
                yield name, (one,), result


def _of_neighbours(claim: Quantity, near: Sequence[Quantity], barred: Set[str]) -> Iterator[_Given]:
    """What quantities give that stand side by side, or belong to each other."""
    works = _without(BESIDE, barred)
    for two in itertools.chain(itertools.pairwise(near), _like_neighbours(near)):
        for name, work in works.items():
            if result := work(claim, *two):
                yield name, two, result
    for inputs, result in _products(claim, near) if "product" not in barred else ():
        if result:
            yield "product", inputs, result


def _of_two(
    claim: Quantity,
    near: Sequence[Quantity],
    given: Sequence[Quantity],
    barred: Set[str],
    reach: tuple[float, float],
) -> Iterator[_Given]:
    """What any two quantities give."""
    works = _without(DOUBLE, barred)
    for pair in _promising(claim, near, given, reach) if works else ():
        for name, work in works.items():
            if result := work(claim, *pair):
                yield name, pair, result


def gaps(
    claim: Quantity,
    pairs: Iterable[tuple[Quantity, Quantity]],
    tolerance: Tolerance | None = None,
    ways: int = 1,
) -> Iterator[Derivation]:
    """By how much quantities of two passages differ, where that is a claim's value.

    Args:
        claim: the quantity that no printed one fits.
        pairs: the quantities that are held against each other.
        tolerance: as for :func:`checkers.compare.compare`.
        ways: how many pairs there were to choose from.
    """
    for one, two in pairs:
        pair = _centred(one), _centred(two)
        result = DOUBLE["difference"](claim, *pair)
        for found in _fitting("difference", claim, result, pair, tolerance, ways):
            if found.relation in _PRINTED:
                yield found


def _barred(
    claim: Quantity, *, compares: bool, rest: bool, shares: bool, adds_up: bool
) -> frozenset[str]:
    """The arithmetic that a claim does not ask for; what is left of a count is no change.

    Nor what cannot give such a claim, whatever it starts from.
    """
    changes = _CHANGES if claim.unit else _CHANGES - {"difference"}
    asked = {
        changes: compares,
        frozenset({"left"}): rest,
        _SHARES: shares,
        frozenset({"sum"}): adds_up or not claim.unit,
    }
    never = (name for name, may in GIVES.items() if not may(claim))
    return frozenset(never).union(*(names for names, may in asked.items() if not may))


def _without(works: Mapping[str, Work], barred: Set[str]) -> Mapping[str, Work]:
    return {name: work for name, work in works.items() if name not in barred}


#: Arithmetic that gives a change or a difference.
_CHANGES = frozenset({"difference", "course", "change", "relative"})
#: Arithmetic that gives a part of a group.
_SHARES = frozenset({"share", "count", "part", "quotient", "left"})


class _Rough(NamedTuple):
    """An exact quantity as a quick look sees it: its size and its unit."""

    quantity: Quantity
    size: float
    unit: str


def _promising(
    claim: Quantity,
    near: Sequence[Quantity],
    given: Sequence[Quantity],
    reach: tuple[float, float],
) -> Iterator[tuple[Quantity, Quantity]]:
    """The pairs that may give a claim's value: neighbours first, then with the claim's own."""
    rough, own = _roughly(near), _roughly(given)
    told_per = not is_percent(claim) and told_of(claim)[0] > 0
    apart = (pair for by in range(1, len(rough)) for pair in zip(rough, rough[by:], strict=False))
    for one, two in itertools.chain(apart, itertools.product(rough, own)):
        if one is None or two is None or not (one.size or two.size):
            continue
        if told_per or _may_give(reach, one.size, two.size, _scale(claim, one, two)):
            yield one.quantity, two.quantity


def _roughly(stated: Iterable[Quantity]) -> list[_Rough | None]:
    """Quantities for a quick look, None for each that is no exact one."""
    return [
        _Rough(one, abs(float(one.low or 0)), one.unit) if one.relation is Relation.EXACT else None
        for one in stated
    ]


def _scale(claim: Quantity, one: _Rough, two: _Rough) -> float:
    """What two values of one unit are multiplied by to be in the claim's."""
    if one.unit == claim.unit or one.unit != two.unit:
        return 1.0
    factor = conversion(one.unit, claim.unit) if one.unit and claim.unit else None
    return float(factor[0]) if factor else 1.0


def _may_give(reach: tuple[float, float], one: float, two: float, scale: float) -> bool:
    """A quick look in floating point, since nearly no two numbers give what is wanted."""
    low, high = reach
    less, more = (one, two) if one <= two else (two, one)
    share = less / more
    return (
        low <= (more - less) * scale <= high
        or low <= (more + less) * scale <= high
        or low <= share <= high
        or low <= share * 100 <= high
        or low <= share * 1000 <= high
        or low <= 100 - share * 100 <= high
        or (less > 0 and low <= more / less <= high)
    )


def _reach(claim: Quantity, tolerance: Tolerance | None) -> tuple[float, float]:
    """From where to where a worked-out value may lie at all."""
    ends = [float(end) for end in (claim.low, claim.high) if end is not None]
    if not ends:
        return 1.0, 0.0
    settings = tolerance or Tolerance()
    wide = float(settings.approximation) if claim.approximate else float(settings.spoken)
    slack = abs(ends[0]) * wide + float(step(claim))
    low, high = min(ends) - slack, max(ends) + slack
    if claim.relation in BOUNDS:
        low, high = low / FARTHEST, high * FARTHEST
    return low, high


BOUNDS = frozenset({Relation.AT_LEAST, Relation.AT_MOST, Relation.GREATER_THAN, Relation.LESS_THAN})
#: A value worked out may lie so many times past a bound: nobody says "more than twice" of nine.
FARTHEST = 1.6


def _like_neighbours(near: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Quantities that stand side by side but for others of another sort."""
    sorts: dict[tuple[str, Dimension], list[int]] = {}
    for at, one in enumerate(near):
        sorts.setdefault((one.unit, one.dimension), []).append(at)
    for alike in sorts.values():
        for first, second in itertools.pairwise(alike):
            if second > first + 1:
                yield near[first], near[second]


def _products(
    claim: Quantity, near: Sequence[Quantity]
) -> Iterator[tuple[tuple[Quantity, ...], Result | None]]:
    """Amounts times how often, and times how long, with what they are worked out from."""
    for two in _with_rates(near):
        yield two, product(claim, *two)
    for three in _with_courses(near):
        yield three, over_course(claim, *three)


def _with_rates(near: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    """Amounts with the next rate behind them: "5 mg (half a tablet) or placebo twice daily"."""
    ordered = sorted(near, key=lambda one: one.start)
    rate: Quantity | None = None
    for one in reversed(ordered):
        if one.dimension is Dimension.RATE and one.unit in RATES:
            rate = one
        elif rate is not None and one.unit and rate.start - one.end <= _RATE_WITHIN:
            yield one, rate


def _with_courses(near: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity, Quantity]]:
    """Amounts with how often and the next time, which may say how long."""
    times = sorted((one for one in near if one.dimension is Dimension.DURATION), key=_start)
    for amount, rate in _with_rates(near):
        for course in times:
            if rate.end <= course.start <= rate.end + _RATE_WITHIN:
                yield amount, rate, course
                break


def _start(one: Quantity) -> int:
    return one.start


#: How many characters behind an amount it may be told how often it is taken.
_RATE_WITHIN = 100


def _centred(quantity: Quantity) -> Quantity:
    """The centre of "5.2 ± 1.1", which is no count."""
    low, high = quantity.low, quantity.high
    if quantity.relation is not Relation.PLUS_MINUS or low is None or high is None:
        return quantity
    centre = (low + high) / 2
    return replace(quantity, relation=Relation.EXACT, low=centre, high=centre, statistic=MEAN)


def of_groups(
    claim: Quantity,
    part: Quantity,
    wholes: Sequence[Decimal],
    tolerance: Tolerance | None = None,
) -> Derivation | None:
    """A percentage as a count in one of the groups that a source tells the size of.

    Args:
        claim: the percentage.
        part: the count, of the source or of the claim's own sentence.
        wholes: the sizes of the groups.
        tolerance: as for :func:`checkers.compare.compare`.
    """
    ways, count = len(wholes), float(part.low or 0)
    low, high = _reach(claim, tolerance)
    for whole in wholes:
        if not low <= count / float(whole) * 100 <= high:
            continue
        result = part_of(claim, part, whole)
        found = next(_fitting("group", claim, result, (part,), tolerance, ways), None)
        if found is not None and found.relation in _PRINTED:
            return found
    return None


#: Any source has groups enough to meet a looser figure.
_PRINTED = frozenset({ValueRelation.EQUAL, ValueRelation.ROUNDED})


def _fitting(
    name: str,
    claim: Quantity,
    result: Result | None,
    inputs: tuple[Quantity, ...],
    tolerance: Tolerance | None,
    ways: int = 1,
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
    if relation is ValueRelation.SATISFIES and not _is_near(asked, result.value):
        return
    meant = abs(result.value) < _PAST_MEANING
    if meant and relation in FITS and relation not in _CHANCES:
        value = float(result.value)
        yield Derivation(name, relation, result.arithmetic, inputs, ways, result.rises, value)


_PAST_MEANING = 10**300
#: That a number which is worked out is one end of a range, or lies inside it, is met by chance.
_CHANCES = frozenset({ValueRelation.ONE_END, ValueRelation.CONTAINED})


def _is_near(claim: Quantity, value: Fraction) -> bool:
    """Whether a value lies near a bound."""
    bound = claim.low if claim.high is None else claim.high
    less, more = sorted((abs(Fraction(bound or 0)), abs(value)))
    return more <= less * Fraction(FARTHEST)


def complement(
    claim: Quantity, one: Quantity, tolerance: Tolerance | None = None
) -> Derivation | None:
    """What is left of 100%; only where the texts name the opposite of each other."""
    given = exact_value(one)
    if given is None or not (is_percent(claim) and is_percent(one)) or not 0 < given < 100:
        return None
    told = f"100% − {number_text(given)}% = {number_text(100 - given)}%"
    result = Result(100 - given, told)
    return next(_fitting("complement", claim, result, (one,), tolerance), None)
