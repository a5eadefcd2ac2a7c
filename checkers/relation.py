"""How two exact values relate, whatever they measure.

A printed number stands for every value that rounds to it, so that the digits as
printed, trailing zeros too, say how closely the source has to agree.  Which question
is asked of two values depends on their shapes alone: see :data:`COMPARISONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from claims.quantity import Relation

ZERO = Decimal(0)
ONE = Decimal(1)


class ValueRelation(StrEnum):
    """What the source's quantity says of the claim's."""

    EQUAL = "equal"
    ROUNDED = "within-rounding"  #: the source rounds to the claim's digits
    APPROXIMATE = "within-approximation"  #: within what "about" allows the claim
    CONTAINED = "contained"  #: the source lies inside the claim's range
    SATISFIES = "satisfies-bound"  #: the source satisfies the claim's bound
    FINER = "finer"  #: the claim prints more than the source does
    ONE_END = "one-end"  #: the source states one end of the claim's range
    OVERLAPPING = "overlapping"  #: a range or interval with another end
    DISJOINT = "disjoint"
    INCOMPARABLE = "incomparable"


#: The relations with which a source bears a claim out, at least in part.
FITS = frozenset(
    {
        ValueRelation.EQUAL,
        ValueRelation.ROUNDED,
        ValueRelation.APPROXIMATE,
        ValueRelation.CONTAINED,
        ValueRelation.SATISFIES,
        ValueRelation.FINER,
        ValueRelation.ONE_END,
    }
)

#: The relations of two values that are the same as far as the claim prints them.
AGREES = frozenset({ValueRelation.EQUAL, ValueRelation.ROUNDED, ValueRelation.APPROXIMATE})


class Shape(StrEnum):
    """What the numbers of a quantity bound."""

    POINT = "point"
    SPAN = "span"  # a range: every value of it occurs
    INTERVAL = "interval"  # uncertainty of one estimate
    CENTRED = "centred"  # 5.2 ± 1.1
    LOWER = "lower"
    UPPER = "upper"
    PAIR = "pair"  # 120 of 345


SHAPES = {
    Relation.EXACT: Shape.POINT,
    Relation.RANGE: Shape.SPAN,
    Relation.INTERVAL: Shape.INTERVAL,
    Relation.PLUS_MINUS: Shape.CENTRED,
    Relation.AT_LEAST: Shape.LOWER,
    Relation.GREATER_THAN: Shape.LOWER,
    Relation.AT_MOST: Shape.UPPER,
    Relation.LESS_THAN: Shape.UPPER,
    Relation.RATIO: Shape.PAIR,
}


class Value(NamedTuple):
    """A quantity as exact numbers in the claim's unit.

    ``low`` and ``high`` are equal for a point; a bound holds its number in
    both, and is strict where the number itself is left out; ``step`` is one
    unit of the last printed digit, and ``most`` the farthest that it may round;
    ``widening`` and ``slack`` are what "about" and a calendar add at each side,
    as shares.
    """

    shape: Shape
    low: Decimal
    high: Decimal
    step: Decimal
    widening: Decimal = ZERO
    slack: Decimal = ZERO
    is_spread: bool = False
    is_p_value: bool = False
    is_strict: bool = False
    most: Decimal = Decimal("Infinity")
    is_converted: bool = False

    @property
    def centre(self) -> Decimal:
        """The number in the middle."""
        return (self.low + self.high) / 2

    @property
    def spread(self) -> Decimal:
        """How far an end is from the middle."""
        return (self.high - self.low) / 2

    def end(self, number: Decimal) -> Value:
        """One of its ends, as finely as this end is printed: the 223 of "0.56 to 223"."""
        return self.at(number)._replace(step=end_step(number, self.step))

    def at(self, number: Decimal) -> Value:
        """This value narrowed to one of its numbers."""
        return self._replace(shape=Shape.POINT, low=number, high=number)


def end_step(number: Decimal, step: Decimal) -> Decimal:
    """One unit of the last digit that one end of a range prints, given that of both."""
    printed = Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))
    return max(step, printed) if abs(number) >= _LARGE else step


#: From here on an end without decimals is rounded, and not merely round ("0.5 to 1").
_LARGE = 10

_R = ValueRelation
Compare = Callable[[Value, Value], ValueRelation]


def _points(claim: Value, source: Value) -> ValueRelation:
    """One printed number against another."""
    wanted, given = claim.low, source.low
    gap = abs(wanted - given)
    if gap == 0:
        # "6,000" is no finer than "6 thousand", but "5.00" than "5"
        pads = claim.step < min(source.step, ONE) and not source.is_converted
        return _R.FINER if pads else _R.EQUAL
    if gap <= min(claim.step / 2, claim.most) or gap <= abs(wanted) * claim.slack:
        return _R.ROUNDED
    if gap <= abs(wanted) * claim.widening:
        return _R.APPROXIMATE
    if gap * 2 <= source.step and claim.step < source.step:
        return _R.FINER
    return _R.DISJOINT


def _numbers_agree(claim: Value, source: Value, wanted: Decimal, given: Decimal) -> bool:
    return _points(claim.end(wanted), source.at(given)) in (_R.EQUAL, _R.ROUNDED)


#: From the closest agreement to the loosest: two ends agree as their worse one does.
_CLOSENESS = (_R.EQUAL, _R.ROUNDED, _R.APPROXIMATE, _R.FINER)


def _spans(claim: Value, source: Value) -> ValueRelation:
    """Two ranges or two intervals, end by end."""
    low = _points(claim.end(claim.low), source.at(source.low))
    high = _points(claim.end(claim.high), source.at(source.high))
    if low in FITS and high in FITS:
        return max(low, high, key=_CLOSENESS.index)
    is_range = claim.shape is Shape.SPAN and source.shape is not Shape.INTERVAL
    if is_range and claim.low < source.low and source.high < claim.high:
        return _R.CONTAINED
    if source.high < claim.low or claim.high < source.low:
        return _R.DISJOINT
    return _R.OVERLAPPING


def _span_point(claim: Value, source: Value) -> ValueRelation:
    """A claimed range against one stated number."""
    ends = (claim.low, claim.high)
    if any(_numbers_agree(claim, source, end, source.low) for end in ends):
        return _R.ONE_END
    margin = claim.widening
    inside = ends[0] - abs(ends[0]) * margin <= source.low <= ends[1] + abs(ends[1]) * margin
    return _R.CONTAINED if inside else _R.DISJOINT


def _point_span(claim: Value, source: Value) -> ValueRelation:
    """A claimed number against a stated range: the range is coarser than the claim."""
    return _R.FINER if source.low <= claim.low <= source.high else _R.DISJOINT


def _point_interval(claim: Value, source: Value) -> ValueRelation:
    """A number against an interval: only its ends are stated numbers, and nobody rounds them."""
    ends = (_points(claim, source.at(end)) for end in (source.low, source.high))
    return _R.EQUAL if _R.EQUAL in ends else _R.INCOMPARABLE


def _centred(claim: Value, source: Value) -> ValueRelation:
    """Two centres with their spreads."""
    centre = _points(claim.at(claim.centre), source.at(source.centre))
    if centre not in FITS:
        return _R.DISJOINT
    spread = _points(claim.at(claim.spread), source.at(source.spread))
    return max(centre, spread, key=_CLOSENESS.index) if spread in FITS else _R.OVERLAPPING


def _centre_point(claim: Value, source: Value) -> ValueRelation:
    """A claimed centre with spread against a number, which is no spread itself."""
    return _R.DISJOINT if source.is_spread else _points(claim.at(claim.centre), source)


def _point_centre(claim: Value, source: Value) -> ValueRelation:
    """A claimed number against a centre with its spread, whichever it is."""
    if claim.is_spread:
        return _points(claim, source.at(source.spread))
    return _points(claim, source.at(source.centre))


def _lower_upward(claim: Value, source: Value) -> ValueRelation:
    """A lower bound against a number or a range; "up to 76" is what 76.4 rounds to."""
    if source.low >= claim.low - abs(claim.low) * claim.widening:
        return _R.SATISFIES
    if not claim.is_strict and _points(claim, source.at(source.low)) is _R.ROUNDED:
        return _R.ROUNDED
    return _R.DISJOINT if source.high < claim.low else _R.OVERLAPPING


def _bounds(claim: Value, source: Value) -> ValueRelation:
    """Two bounds that point the same way: the stricter one implies the other."""
    relation = _points(claim, source)
    if relation in FITS:
        return relation
    stricter = source.low > claim.low if claim.shape is Shape.LOWER else source.low < claim.low
    return _R.SATISFIES if stricter else _R.OVERLAPPING


def _point_lower(claim: Value, source: Value) -> ValueRelation:
    """A claimed number against a lower bound, which is coarser than the claim.

    Of a p value ("p = 0.03" under "p < 0.05") the bound says what is wanted to
    know; of anything else it says too little, but for its own number.
    """
    if _numbers_agree(claim, source, claim.high, source.low):
        return _R.FINER
    if not claim.is_p_value:
        return _R.INCOMPARABLE
    return _R.FINER if claim.high > source.low else _R.DISJOINT


def _span_lower(claim: Value, source: Value) -> ValueRelation:
    """A claimed range against "at least"."""
    if _numbers_agree(claim, source, claim.low, source.low):
        return _R.ONE_END
    return _R.DISJOINT if claim.high < source.low else _R.OVERLAPPING


def _lower_upper(claim: Value, source: Value) -> ValueRelation:
    """A lower bound against an upper one."""
    return _R.DISJOINT if source.low <= claim.low else _R.OVERLAPPING


def _pairs(claim: Value, source: Value) -> ValueRelation:
    """Two of "n of N": both numbers have to agree."""
    both = (claim.low == source.low, claim.high == source.high)
    if all(both):
        return _R.EQUAL
    return _R.OVERLAPPING if any(both) else _R.DISJOINT


def _point_pair(claim: Value, source: Value) -> ValueRelation:
    """A bare number against "n of N": it may be either of the two."""
    for number in (source.low, source.high):
        relation = _points(claim, source.at(number))
        if relation in FITS:
            return relation
    return _R.DISJOINT


def _pair_point(claim: Value, source: Value) -> ValueRelation:
    """One "n of N" against a bare number: one of the two is stated."""
    numbers = (claim.low, claim.high)
    return _R.ONE_END if source.low in numbers else _R.DISJOINT


def _mirrored(compare: Compare) -> Compare:
    """The same comparison with every number's sign turned, for "at most"."""

    def mirror(claim: Value, source: Value) -> ValueRelation:
        return compare(_negated(claim), _negated(source))

    return mirror


_OPPOSITE = {Shape.LOWER: Shape.UPPER, Shape.UPPER: Shape.LOWER}


def _negated(value: Value) -> Value:
    shape = _OPPOSITE.get(value.shape, value.shape)
    return value._replace(shape=shape, low=-value.high, high=-value.low)


def _incomparable(claim: Value, source: Value) -> ValueRelation:  # noqa: ARG001
    return _R.INCOMPARABLE


_S = Shape

#: Claim's shape, source's shape, and the question that is asked of the two.
#: Shapes that do not stand here together are incomparable.
#:
#: ==================  =========================  =====================
#: claim               source                     relation
#: ==================  =========================  =====================
#: 35%                 34.8%                      within-rounding
#: 34.8%               35%                        finer
#: 50.0%               50%                        finer
#: about 80%           74%                        within-approximation
#: about 90%           about 80%                  disjoint
#: over 75%            about 80%                  satisfies-bound
#: 80-90%              85%                        contained
#: 80-90%              80%                        one-end
#: 80-90%              82-85%                     contained
#: 80-90%              80-95%                     overlapping
#: 85%                 80-90%                     finer
#: p < 0.05            p = 0.03                   satisfies-bound
#: p = 0.03            p < 0.05                   finer
#: 80%                 over 75%                   incomparable
#: 12 of 48            12 of 50                   overlapping
#: ==================  =========================  =====================
COMPARISONS: dict[tuple[Shape, Shape], Compare] = {
    (_S.POINT, _S.POINT): _points,
    (_S.POINT, _S.SPAN): _point_span,
    (_S.POINT, _S.INTERVAL): _point_interval,
    (_S.POINT, _S.CENTRED): _point_centre,
    (_S.POINT, _S.LOWER): _point_lower,
    (_S.POINT, _S.UPPER): _mirrored(_point_lower),
    (_S.POINT, _S.PAIR): _point_pair,
    (_S.SPAN, _S.POINT): _span_point,
    (_S.SPAN, _S.SPAN): _spans,
    (_S.SPAN, _S.INTERVAL): _spans,
    (_S.SPAN, _S.CENTRED): _spans,
    (_S.SPAN, _S.LOWER): _span_lower,
    (_S.SPAN, _S.UPPER): _mirrored(_span_lower),
    (_S.INTERVAL, _S.SPAN): _spans,
    (_S.INTERVAL, _S.INTERVAL): _spans,
    (_S.INTERVAL, _S.CENTRED): _spans,
    (_S.CENTRED, _S.POINT): _centre_point,
    (_S.CENTRED, _S.SPAN): _spans,
    (_S.CENTRED, _S.INTERVAL): _spans,
    (_S.CENTRED, _S.CENTRED): _centred,
    (_S.LOWER, _S.POINT): _lower_upward,
    (_S.LOWER, _S.SPAN): _lower_upward,
    (_S.LOWER, _S.CENTRED): lambda claim, source: _lower_upward(claim, source.at(source.centre)),
    (_S.LOWER, _S.LOWER): _bounds,
    (_S.LOWER, _S.UPPER): _lower_upper,
    (_S.UPPER, _S.POINT): _mirrored(_lower_upward),
    (_S.UPPER, _S.SPAN): _mirrored(_lower_upward),
    (_S.UPPER, _S.CENTRED): _mirrored(
        lambda claim, source: _lower_upward(claim, source.at(source.centre))
    ),
    (_S.UPPER, _S.LOWER): _mirrored(_lower_upper),
    (_S.UPPER, _S.UPPER): _bounds,
    (_S.PAIR, _S.PAIR): _pairs,
    (_S.PAIR, _S.POINT): _pair_point,
}


def related(claim: Value | None, source: Value | None) -> ValueRelation:
    """The relation of two values, none where one of them is unknown: see :data:`COMPARISONS`."""
    if claim is None or source is None:
        return ValueRelation.INCOMPARABLE
    return COMPARISONS.get((claim.shape, source.shape), _incomparable)(claim, source)
