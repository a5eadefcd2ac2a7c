"""How a claim's quantity relates to one of a source: the algebra behind every verdict.

All arithmetic is exact.  The claim's digits and modifier set how closely the source
has to agree (:mod:`checkers.relation`), once both are told in the claim's unit
(:mod:`checkers.commensurable`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, DecimalException
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import NamedTuple

from checkers.commensurable import Units, conversion, in_common, unit_of, units_of
from checkers.relation import AGREES, FITS, ONE, SHAPES, ZERO, Shape, Value, ValueRelation, related
from claims.quantity import Dimension, Quantity, Relation
from claims.units import lookup


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


#: Statistics that tell how far values spread.
SPREADS = frozenset({"SD", "SE", "SEM"})
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
    return Claimed(claim, tolerance or _DEFAULT).against(source)


_DEFAULT = Tolerance()


@dataclass(frozen=True, eq=False)
class Claimed:
    """A claim's quantity, to be held against many of a source: see :func:`compare`.

    Attributes:
        quantity: the quantity.
        tolerance: how much it may differ.
    """

    quantity: Quantity
    tolerance: Tolerance = _DEFAULT

    def against(self, source: Quantity) -> Comparison:
        """The same as :func:`compare`."""
        claim = self.quantity
        same_digits = self._numbers == _numbers(source)
        units = units_of(claim, source)
        scale = _AS_PRINTED
        if units is Units.INCOMPARABLE:
            return Comparison(ValueRelation.INCOMPARABLE, Units.INCOMPARABLE, same_digits)
        if units is Units.CONVERTED:
            scale = conversion(*in_common(unit_of(source), unit_of(claim))) or _AS_PRINTED
        claimed = self._beside(source.unit)
        stated = None
        try:
            stated = _stated(source, scale)
            relation = related(claimed, stated)
        except DecimalException:  # numbers past any meaning
            relation = ValueRelation.INCOMPARABLE
        if units is Units.CONVERTED and same_digits and relation is not ValueRelation.EQUAL:
            relation = ValueRelation.DISJOINT  # "1 month" for "1 year" is a slip, no looser fit
        gap = _gap(claimed, stated) if relation in _WIDE else 0.0
        return Comparison(relation, units, same_digits, gap)

    @cached_property
    def _numbers(self) -> tuple[Decimal, ...]:
        return _numbers(self.quantity)

    @cached_property
    def _values(self) -> dict[str, Value | None]:
        return {}

    def _beside(self, unit: str) -> Value | None:
        """The claim's value beside one in a unit, made out once a unit."""
        if unit not in self._values:
            self._values[unit] = _claimed(self.quantity, self.tolerance, unit)
        return self._values[unit]


#: Relations that hold for values far from the claim's, too.
_WIDE = frozenset({ValueRelation.SATISFIES, ValueRelation.CONTAINED, ValueRelation.APPROXIMATE})


def _gap(claim: Value | None, source: Value | None) -> float:
    """How far two values are from each other that fit loosely, as a share of the greater one."""
    if claim is None or source is None:
        return 0.0
    wanted, given = float(claim.centre), float(source.centre)
    greater = max(abs(wanted), abs(given))
    return min(abs(wanted - given) / greater, 1.0) if greater else 0.0


def _numbers(quantity: Quantity) -> tuple[Decimal, ...]:
    """The numbers of a quantity by size, whatever they bound; of a value with its spread it.

    As tuples they are sooner compared than as sets, which ask each decimal for its hash.
    """
    low, high = quantity.low, quantity.high
    if low is None or high is None or low is high:
        end = low if high is None else high
        return () if end is None else (end,)
    if quantity.relation is Relation.PLUS_MINUS:
        return ((low + high) / 2,)
    if low == high:
        return (low,)
    return (low, high) if low < high else (high, low)


def compare_exact(
    claim: Quantity, number: Fraction, tolerance: Tolerance | None = None
) -> ValueRelation:
    """Compare a claim with a number that was worked out, in the claim's own unit."""
    value = Decimal(number.numerator) / Decimal(number.denominator)
    given = Value(Shape.POINT, value, value, ZERO)
    return related(_claimed(claim, tolerance or _DEFAULT, claim.unit), given)


_POWERS = (100, 1000, 10_000, 100_000, 1_000_000)
#: Of how many a share in words is told: "nine in ten"; "one" is told of any number.
_SPOKEN_OF = frozenset(map(Decimal, (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, *_POWERS)))


_SAID = re.compile(r"\s(?:in|(?:out )?of every)\s|-in-")


def _is_said(quantity: Quantity) -> bool:
    """Whether a part and its whole stand in words that tell a share: "two in five"."""
    text = quantity.text
    return _SAID.search(text) is not None or (quantity.is_in_words and " out of " in text)


def _is_spoken(part: Decimal, whole: Decimal) -> bool:
    """Whether a part and its whole are said for a share, and count nobody."""
    return whole in _SPOKEN_OF or (part == 1 and whole > 1)


def _spoken_decimals(percent: Decimal) -> int:
    """The digits that a share in words tells of its percentage: of "one in 300" two."""
    return max(0, -percent.adjusted())


def spoken_share(quantity: Quantity) -> Quantity | None:
    """A share in words ("two thirds", "one in five", "more than half") in percent, or None.

    "7 of 10" may be seven people; "seven in ten" is a share.
    """
    is_share = quantity.dimension is Dimension.PROPORTION and not quantity.unit
    low, high, relation = quantity.low, quantity.high, quantity.relation
    if not is_share:
        return None
    if relation is Relation.RATIO and low is not None and high:
        if not (_is_said(quantity) and _is_spoken(low, high)):
            return None
        low = high = low / high
        relation = Relation.EXACT
    elif not quantity.is_in_words:
        return None
    told = low if high is None else high
    if told is None:
        return None
    return replace(
        quantity,
        low=None if low is None else low * 100,
        high=None if high is None else high * 100,
        relation=relation,
        unit="%",
        decimals=_spoken_decimals(told * 100),
        scale=0,
    )


#: A rate of cases among so many: "per 1000 procedure", "death per 100000 birth".
_RATE = re.compile(r"(?:(?P<counted>[a-z]+) )?per (?P<of>10{2,6})(?: (?P<bearer>[a-z]+))?")


def share_told(quantity: Quantity) -> Quantity | None:
    """What a share in words or "per 1,000" is in percent, None for what is no share.

    Its digits are those that the percentage needs: 25 in 10,000 are 0.25%.
    """
    spoken = spoken_share(quantity)
    if spoken is not None:
        return replace(spoken, decimals=_needed(spoken.low, spoken.high, spoken.decimals))
    rate = _RATE.fullmatch(quantity.unit)
    if rate is None or any(lookup(noun) for noun in rate.group("counted", "bearer") if noun):
        return None
    part = Decimal(100) / Decimal(rate["of"])
    low, high = (None if end is None else end * part for end in (quantity.low, quantity.high))
    return replace(
        quantity,
        low=low,
        high=high,
        unit="%",
        dimension=Dimension.PROPORTION,
        decimals=_needed(low, high, 0),
        scale=0,
    )


def _needed(low: Decimal | None, high: Decimal | None, least: int) -> int:
    """The decimals that two ends need, four at most."""
    exponents = (int(end.normalize().as_tuple().exponent) for end in (low, high) if end is not None)
    return min(max(least, *(-one for one in exponents)), _MOST_DECIMALS)


_MOST_DECIMALS = 4


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
    return _power(quantity.scale - quantity.decimals)


@lru_cache(maxsize=64)
def _power(exponent: int) -> Decimal:
    """A power of ten."""
    return ONE.scaleb(exponent)


_AS_PRINTED = (ONE, ZERO)


def _claimed(claim: Quantity, settings: Tolerance, other_unit: str) -> Value | None:
    ends = _ends(claim)
    if ends is None:
        return None
    mixed = other_unit != "" and (claim.unit in _CALENDAR) != (other_unit in _CALENDAR)
    calendar = mixed and claim.dimension is Dimension.DURATION
    return Value(
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
    told = claim.dimension is Dimension.RATIO and claim.is_in_words
    return abs(number) * _IN_WORDS if told else _ANY


#: By what share "twice" and "an hour" may be rounded, and times in another unit.
_IN_WORDS, _CONVERTED, _ANY = Decimal("0.1"), Decimal("0.05"), Decimal("Infinity")


def _shape(quantity: Quantity) -> Shape:
    """The shape of a quantity; the range of a sample is one thing, like an interval."""
    is_sample = quantity.relation is Relation.RANGE and quantity.statistic != ""
    return Shape.INTERVAL if is_sample else SHAPES[quantity.relation]


def _stated(source: Quantity, scale: tuple[Decimal, Decimal]) -> Value | None:
    ends = _ends(source)
    if ends is None:
        return None
    if scale is _AS_PRINTED:
        is_spread = source.statistic in SPREADS
        return Value(_shape(source), *ends, step(source), is_spread=is_spread)
    factor, offset = scale
    low, high = sorted(end * factor + offset for end in ends)
    last = step(source) * abs(factor)
    return Value(_shape(source), low, high, last, is_converted=True)


def _ends(quantity: Quantity) -> tuple[Decimal, Decimal] | None:
    """Both numbers of a quantity; a bound's only number twice."""
    low, high = quantity.low, quantity.high
    if low is None or high is None:
        only = high if low is None else low
        return None if only is None else (only, only)
    return low, high
