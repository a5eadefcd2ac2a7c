"""How two quantities relate: the algebra behind every verdict.

All arithmetic is exact.  A printed number stands for every value that rounds
to it, so that the digits as printed, trailing zeros too, say how closely the
source has to agree.

Which question is asked of two quantities depends on their shapes alone: see
:data:`COMPARISONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, DecimalException
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from claims.quantity import Dimension, Quantity, Relation
from claims.units import convert, lookup

ZERO = Decimal(0)
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much a claim may differ from its source.

    Attributes:
        approximation: share of its own value by which "about" widens a claim:
            with 0.1, "about 80%" reaches from 72% to 88%.  "About" in the
            source widens nothing.
        calendar: share by which months and years may differ from weeks and
            days, which writers round (6 months and 26 weeks).
        spoken: share by which a share in words ("two thirds", "one in five")
            may differ from a printed one.
    """

    approximation: Decimal = Decimal("0.10")
    calendar: Decimal = Decimal("0.02")
    spoken: Decimal = Decimal("0.05")


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


class Units(StrEnum):
    """How the units of two quantities relate."""

    SAME = "same"
    CONVERTED = "converted"
    UNSTATED = "unstated"  #: one of the two is printed without a unit
    INCOMPARABLE = "incomparable"


class Comparison(NamedTuple):
    """The answer to "does this source quantity fit that claim quantity?".

    Attributes:
        relation: how the values relate, in the claim's unit.
        units: how the units relate.
        same_digits: both print the same numbers, whatever the units.
        gap: by what share of the greater one two values differ that fit loosely.
    """

    relation: ValueRelation
    units: Units
    same_digits: bool = False
    gap: float = 0.0

    @property
    def fits(self) -> bool:
        """Whether the source bears the value out, at least in part."""
        return self.relation in FITS

    @property
    def agrees(self) -> bool:
        """Whether both state the same value, as far as the claim prints it."""
        return self.relation in AGREES

    @property
    def unit_slip(self) -> bool:
        """The digits agree and the units do not."""
        return self.same_digits and not self.fits and self.units is not Units.SAME


class _Shape(StrEnum):
    POINT = "point"
    SPAN = "span"  # a range: every value of it occurs
    INTERVAL = "interval"  # uncertainty of one estimate
    CENTRED = "centred"  # 5.2 ± 1.1
    LOWER = "lower"
    UPPER = "upper"
    PAIR = "pair"  # 120 of 345


_SHAPES = {
    Relation.EXACT: _Shape.POINT,
    Relation.RANGE: _Shape.SPAN,
    Relation.INTERVAL: _Shape.INTERVAL,
    Relation.PLUS_MINUS: _Shape.CENTRED,
    Relation.AT_LEAST: _Shape.LOWER,
    Relation.GREATER_THAN: _Shape.LOWER,
    Relation.AT_MOST: _Shape.UPPER,
    Relation.LESS_THAN: _Shape.UPPER,
    Relation.RATIO: _Shape.PAIR,
}


class _Value(NamedTuple):
    """A quantity as exact numbers in the claim's unit.

    ``low`` and ``high`` are equal for a point; a bound holds its number in
    both, and is strict where the number itself is left out; ``step`` is one
    unit of the last printed digit, and ``most`` the farthest that it may round;
    ``widening`` and ``slack`` are what "about" and a calendar add at each side,
    as shares.
    """

    shape: _Shape
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
        return (self.low + self.high) / 2

    @property
    def spread(self) -> Decimal:
        return (self.high - self.low) / 2

    def end(self, number: Decimal) -> _Value:
        """One of its ends, as finely as this end is printed: the 223 of "0.56 to 223"."""
        return self.at(number)._replace(step=end_step(number, self.step))

    def at(self, number: Decimal) -> _Value:
        """This value narrowed to one of its numbers."""
        return self._replace(shape=_Shape.POINT, low=number, high=number)


def end_step(number: Decimal, step: Decimal) -> Decimal:
    """One unit of the last digit that one end of a range prints, given that of both."""
    printed = Decimal(1).scaleb(min(int(number.as_tuple().exponent), 0))
    return max(step, printed) if abs(number) >= _LARGE else step


#: From here on an end without decimals is rounded, and not merely round ("0.5 to 1").
_LARGE = 10

_R = ValueRelation
Compare = Callable[[_Value, _Value], ValueRelation]


def _points(claim: _Value, source: _Value) -> ValueRelation:
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


def _numbers_agree(claim: _Value, source: _Value, wanted: Decimal, given: Decimal) -> bool:
    return _points(claim.end(wanted), source.at(given)) in (_R.EQUAL, _R.ROUNDED)


#: From the closest agreement to the loosest: two ends agree as their worse one does.
_CLOSENESS = (_R.EQUAL, _R.ROUNDED, _R.APPROXIMATE, _R.FINER)


def _spans(claim: _Value, source: _Value) -> ValueRelation:
    """Two ranges or two intervals, end by end."""
    low = _points(claim.end(claim.low), source.at(source.low))
    high = _points(claim.end(claim.high), source.at(source.high))
    if low in FITS and high in FITS:
        return max(low, high, key=_CLOSENESS.index)
    is_range = claim.shape is _Shape.SPAN and source.shape is not _Shape.INTERVAL
    if is_range and claim.low < source.low and source.high < claim.high:
        return _R.CONTAINED
    if source.high < claim.low or claim.high < source.low:
        return _R.DISJOINT
    return _R.OVERLAPPING


def _span_point(claim: _Value, source: _Value) -> ValueRelation:
    """A claimed range against one stated number."""
    ends = (claim.low, claim.high)
    if any(_numbers_agree(claim, source, end, source.low) for end in ends):
        return _R.ONE_END
    margin = claim.widening
    inside = ends[0] - abs(ends[0]) * margin <= source.low <= ends[1] + abs(ends[1]) * margin
    return _R.CONTAINED if inside else _R.DISJOINT


def _point_span(claim: _Value, source: _Value) -> ValueRelation:
    """A claimed number against a stated range: the range is coarser than the claim."""
    return _R.FINER if source.low <= claim.low <= source.high else _R.DISJOINT


def _point_interval(claim: _Value, source: _Value) -> ValueRelation:
    """A number against an interval: only its ends are stated numbers, and nobody rounds them."""
    ends = (_points(claim, source.at(end)) for end in (source.low, source.high))
    return _R.EQUAL if _R.EQUAL in ends else _R.INCOMPARABLE


def _centred(claim: _Value, source: _Value) -> ValueRelation:
    """Two centres with their spreads."""
    centre = _points(claim.at(claim.centre), source.at(source.centre))
    if centre not in FITS:
        return _R.DISJOINT
    spread = _points(claim.at(claim.spread), source.at(source.spread))
    return max(centre, spread, key=_CLOSENESS.index) if spread in FITS else _R.OVERLAPPING


def _centre_point(claim: _Value, source: _Value) -> ValueRelation:
    """A claimed centre with spread against a number, which is no spread itself."""
    return _R.DISJOINT if source.is_spread else _points(claim.at(claim.centre), source)


def _point_centre(claim: _Value, source: _Value) -> ValueRelation:
    """A claimed number against a centre with its spread, whichever it is."""
    if claim.is_spread:
        return _points(claim, source.at(source.spread))
    return _points(claim, source.at(source.centre))


def _lower_upward(claim: _Value, source: _Value) -> ValueRelation:
    """A lower bound against a number or a range; "up to 76" is what 76.4 rounds to."""
    if source.low >= claim.low - abs(claim.low) * claim.widening:
        return _R.SATISFIES
    if not claim.is_strict and _points(claim, source.at(source.low)) is _R.ROUNDED:
        return _R.ROUNDED
    return _R.DISJOINT if source.high < claim.low else _R.OVERLAPPING


def _bounds(claim: _Value, source: _Value) -> ValueRelation:
    """Two bounds that point the same way: the stricter one implies the other."""
    relation = _points(claim, source)
    if relation in FITS:
        return relation
    stricter = source.low > claim.low if claim.shape is _Shape.LOWER else source.low < claim.low
    return _R.SATISFIES if stricter else _R.OVERLAPPING


def _point_lower(claim: _Value, source: _Value) -> ValueRelation:
    """A claimed number against a lower bound, which is coarser than the claim.

    Of a p value ("p = 0.03" under "p < 0.05") the bound says what is wanted to
    know; of anything else it says too little, but for its own number.
    """
    if _numbers_agree(claim, source, claim.high, source.low):
        return _R.FINER
    if not claim.is_p_value:
        return _R.INCOMPARABLE
    return _R.FINER if claim.high > source.low else _R.DISJOINT


def _span_lower(claim: _Value, source: _Value) -> ValueRelation:
    """A claimed range against "at least"."""
    if _numbers_agree(claim, source, claim.low, source.low):
        return _R.ONE_END
    return _R.DISJOINT if claim.high < source.low else _R.OVERLAPPING


def _lower_upper(claim: _Value, source: _Value) -> ValueRelation:
    """A lower bound against an upper one."""
    return _R.DISJOINT if source.low <= claim.low else _R.OVERLAPPING


def _pairs(claim: _Value, source: _Value) -> ValueRelation:
    """Two of "n of N": both numbers have to agree."""
    both = (claim.low == source.low, claim.high == source.high)
    if all(both):
        return _R.EQUAL
    return _R.OVERLAPPING if any(both) else _R.DISJOINT


def _point_pair(claim: _Value, source: _Value) -> ValueRelation:
    """A bare number against "n of N": it may be either of the two."""
    for number in (source.low, source.high):
        relation = _points(claim, source.at(number))
        if relation in FITS:
            return relation
    return _R.DISJOINT


def _pair_point(claim: _Value, source: _Value) -> ValueRelation:
    """One "n of N" against a bare number: one of the two is stated."""
    numbers = (claim.low, claim.high)
    return _R.ONE_END if source.low in numbers else _R.DISJOINT


def _mirrored(compare: Compare) -> Compare:
    """The same comparison with every number's sign turned, for "at most"."""

    def mirror(claim: _Value, source: _Value) -> ValueRelation:
        return compare(_negated(claim), _negated(source))

    return mirror


_OPPOSITE = {_Shape.LOWER: _Shape.UPPER, _Shape.UPPER: _Shape.LOWER}


def _negated(value: _Value) -> _Value:
    shape = _OPPOSITE.get(value.shape, value.shape)
    return value._replace(shape=shape, low=-value.high, high=-value.low)


def _incomparable(claim: _Value, source: _Value) -> ValueRelation:  # noqa: ARG001
    return _R.INCOMPARABLE


_S = _Shape

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
COMPARISONS: dict[tuple[_Shape, _Shape], Compare] = {
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

#: Statistics that tell how far values spread.
SPREADS = frozenset({"SD", "SE", "SEM"})
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
            ("degree", "degree celsius"),
            ("unit", "international unit"),
        )
        for pair in ((one, other), (other, one))
    },
}
#: What is printed as a ratio of two risks, odds or rates is so many times as much.
RATIOS = frozenset({"OR", "HR", "RR", "IRR", "aOR", "aHR", "aRR", "SHR", "PR"})
_CALENDAR = frozenset({"month", "year"})


def compare(claim: Quantity, source: Quantity, tolerance: Tolerance | None = None) -> Comparison:
    """Compare a claim's quantity with one of a source.

    Args:
        claim: the quantity whose digits and modifier set the tolerance.
        source: what a cited work states.
        tolerance: settings; the defaults of :class:`Tolerance` when None.

    Returns:
        The relation in the claim's unit, how the units relate, and whether
        the digits are the same.
    """
    same_digits = _numbers(claim) == _numbers(source)
    units = units_of(claim, source)
    scale = _AS_PRINTED
    if units is Units.CONVERTED:
        scale = conversion(*in_common(_unit(source), _unit(claim))) or _AS_PRINTED
    if units is Units.INCOMPARABLE:
        return Comparison(ValueRelation.INCOMPARABLE, Units.INCOMPARABLE, same_digits)
    claimed = _claimed(claim, tolerance or Tolerance(), source.unit)
    stated = None
    try:
        stated = _stated(source, scale)
        relation = _related(claimed, stated)
    except DecimalException:  # numbers past any meaning
        relation = ValueRelation.INCOMPARABLE
    if units is Units.CONVERTED and same_digits and relation is not ValueRelation.EQUAL:
        relation = ValueRelation.DISJOINT  # "1 month" for "1 year" is a slip, no looser fit
    return Comparison(relation, units, same_digits, _gap(relation, claimed, stated))


#: Relations that hold for values far from the claim's, too.
_WIDE = frozenset({_R.SATISFIES, _R.CONTAINED, _R.APPROXIMATE})


def _gap(relation: ValueRelation, claim: _Value | None, source: _Value | None) -> float:
    """How far two values are from each other that fit loosely, as a share of the greater one."""
    if relation not in _WIDE or claim is None or source is None:
        return 0.0
    wanted, given = float(claim.centre), float(source.centre)
    greater = max(abs(wanted), abs(given))
    return min(abs(wanted - given) / greater, 1.0) if greater else 0.0


def _numbers(quantity: Quantity) -> frozenset[Decimal]:
    """The numbers of a quantity, whatever they bound; of a value with its spread the value."""
    if quantity.relation is Relation.PLUS_MINUS and None not in (quantity.low, quantity.high):
        return frozenset({((quantity.low or ZERO) + (quantity.high or ZERO)) / 2})
    low, high = quantity.low, quantity.high
    if low is None or high is None or low is high:
        end = low if high is None else high
        return frozenset() if end is None else frozenset((end,))
    return frozenset((low, high))


def compare_exact(
    claim: Quantity, number: Fraction, tolerance: Tolerance | None = None
) -> ValueRelation:
    """Compare a claim with a number that was worked out, in the claim's own unit."""
    value = Decimal(number.numerator) / Decimal(number.denominator)
    given = _Value(_Shape.POINT, value, value, ZERO)
    return _related(_claimed(claim, tolerance or Tolerance(), claim.unit), given)


#: Of how many a share in words is told: "one in five", "nine in ten".
_SPOKEN_OF = frozenset(map(Decimal, (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 100)))


def spoken_share(quantity: Quantity) -> Quantity | None:
    """A share in words ("two thirds", "one in five", "more than half") in percent, or None.

    "7 of 10" may be seven people; "seven in ten" is a share.
    """
    is_share = quantity.dimension is Dimension.PROPORTION and not quantity.unit
    low, high = quantity.low, quantity.high
    if not is_share or (low is None and high is None):
        return None
    if quantity.relation is Relation.RATIO:
        in_words = " in " in quantity.text or " out of every " in quantity.text
        spoken = in_words and high in _SPOKEN_OF and low is not None
        low = high = low / high if spoken and low is not None and high else None
    elif not quantity.is_in_words:
        return None
    if low is None and high is None:
        return None
    return replace(
        quantity,
        low=None if low is None else low * 100,
        high=None if high is None else high * 100,
        relation=Relation.EXACT if quantity.relation is Relation.RATIO else quantity.relation,
        unit="%",
        decimals=0,
        scale=0,
    )


def unsigned(quantity: Quantity) -> Quantity:
    """A quantity below zero without its sign: "−23%" is how "reduced by 23%" is also printed."""
    low, high = quantity.low, quantity.high
    if low is None or high is None:
        return quantity
    centred = quantity.relation is Relation.PLUS_MINUS
    below = low + high < 0 if centred else low < 0 and high <= 0
    return replace(quantity, low=-high, high=-low) if below else quantity


def step(quantity: Quantity) -> Decimal:
    """One unit of the last digit that the quantity prints ("0.50": 0.01)."""
    return ONE.scaleb(quantity.scale - quantity.decimals)


@lru_cache(maxsize=4096)
def conversion(from_unit: str, to_unit: str) -> tuple[Decimal, Decimal] | None:
    """The factor and the offset that turn one unit into another, None if nothing does."""
    if (from_unit, to_unit) in _SHARES:
        return _SHARES[from_unit, to_unit], ZERO
    zero, one = convert(ZERO, from_unit, to_unit), convert(ONE, from_unit, to_unit)
    return None if zero is None or one is None else (one - zero, zero)


def units_of(claim: Quantity, source: Quantity) -> Units:
    """How the units of two quantities relate."""
    wanted, given = _unit(claim), _unit(source)
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


def _unit(quantity: Quantity) -> str:
    """The unit, "of one" for a share in words ("half", "a third")."""
    bare = quantity.dimension is Dimension.PROPORTION and not quantity.unit
    part = bare and quantity.decimals > 0 and quantity.relation is not Relation.RATIO
    return _OF_ONE if part else quantity.unit


_AS_PRINTED = (ONE, ZERO)


def _related(claim: _Value | None, source: _Value | None) -> ValueRelation:
    if claim is None or source is None:
        return ValueRelation.INCOMPARABLE
    return COMPARISONS.get((claim.shape, source.shape), _incomparable)(claim, source)


def _claimed(claim: Quantity, settings: Tolerance, other_unit: str) -> _Value | None:
    ends = _ends(claim)
    if ends is None:
        return None
    mixed = other_unit != "" and (claim.unit in _CALENDAR) != (other_unit in _CALENDAR)
    calendar = mixed and claim.dimension is Dimension.DURATION
    return _Value(
        _shape(claim),
        *ends,
        step(claim),
        settings.approximation if claim.approximate else ZERO,
        settings.calendar if calendar else ZERO,
        claim.statistic in SPREADS,
        claim.dimension is Dimension.P_VALUE,
        claim.relation in (Relation.GREATER_THAN, Relation.LESS_THAN),
        _farthest(claim, ends[0], other_unit),
    )


def _farthest(claim: Quantity, number: Decimal, other_unit: str) -> Decimal:
    """How far a claim may be rounded; in words, and from other units, less far.

    1.6 times are not "twice", 40 minutes not "an hour", and 37 days not 5 weeks.
    """
    if claim.dimension is Dimension.DURATION and other_unit not in ("", claim.unit):
        return abs(number) * (_IN_WORDS if claim.is_in_words else _CONVERTED)
    told = claim.is_in_words and claim.dimension is Dimension.RATIO
    return abs(number) * _IN_WORDS if told else Decimal("Infinity")


#: By what share "twice" and "an hour" may be rounded, and times in another unit.
_IN_WORDS, _CONVERTED = Decimal("0.1"), Decimal("0.05")


def _shape(quantity: Quantity) -> _Shape:
    """The shape of a quantity; the range of a sample is one thing, like an interval."""
    is_sample = quantity.relation is Relation.RANGE and quantity.statistic != ""
    return _Shape.INTERVAL if is_sample else _SHAPES[quantity.relation]


def _stated(source: Quantity, scale: tuple[Decimal, Decimal]) -> _Value | None:
    ends = _ends(source)
    if ends is None:
        return None
    if scale is _AS_PRINTED:
        is_spread = source.statistic in SPREADS
        return _Value(_shape(source), *ends, step(source), is_spread=is_spread)
    factor, offset = scale
    low, high = sorted(end * factor + offset for end in ends)
    last = step(source) * abs(factor)
    return _Value(_shape(source), low, high, last, is_converted=True)


def _ends(quantity: Quantity) -> tuple[Decimal, Decimal] | None:
    """Both numbers of a quantity; a bound's only number twice."""
    low, high = quantity.low, quantity.high
    if low is None or high is None:
        only = high if low is None else low
        return None if only is None else (only, only)
    return low, high
