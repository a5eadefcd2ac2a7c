"""Units: from the printed form to a canonical name, a dimension and codes.

Single units are in a table (``data/units.tsv``), compound ones are read by a
grammar over it.  Canonical names are spelled in words ("milligram per
kilogram per day"), so that a name is itself a printed form that
:func:`lookup` understands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from claims.quantity import Dimension
from claims.unit_grammar import Compound, Factor, read_frequency, read_unit
from claims.unit_table import Unit, table

if TYPE_CHECKING:
    from pint import UnitRegistry

__all__ = ["Match", "Unit", "convert", "lookup", "match", "match_frequency"]


class Match(NamedTuple):
    """A unit found in a text: the offsets of its printed form, and what it is."""

    start: int
    end: int
    unit: Unit


def lookup(printed: str) -> Unit | None:
    """The unit that a printed form or a canonical name names, or None.

    Args:
        printed: the unit alone: "mg/dL", "per cent", "m s−1", "per 1,000 person-years".
    """
    factors = _factors(printed.strip())
    return _named(factors) if factors else None


def match(text: str, at: int) -> Match | None:
    """The longest unit that is printed from an offset on.

    Args:
        text: any text.
        at: where the unit's first character stands; a blank before it is the caller's business.
    """
    return _matched(at, read_unit(text, at))


def match_frequency(text: str, at: int) -> Match | None:
    """The unit of "twice" or "once" that follows it: " daily", " a week", " per month"."""
    return _matched(at, read_frequency(text, at))


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal | None:
    """A value in another unit.

    Plain scale factors (mg to µg, per 100,000 to per 1,000) are exact; what
    pint has to relate (weeks to hours, °F to °C) is exact to 24 digits.

    Args:
        value: the value in ``from_unit``.
        from_unit: the canonical name (or a printed form) of the value's unit.
        to_unit: that of the unit wanted.

    Returns:
        The value, or None where the units measure different things or one is unknown.
    """
    if from_unit == to_unit:
        return value
    given, wanted = _factors(from_unit), _factors(to_unit)
    if not given or not wanted:
        return None
    given_base, given_scale = _reduced(given)
    wanted_base, wanted_scale = _reduced(wanted)
    if _is_rate(given) and _is_rate(wanted):
        given_base, wanted_base = _without_nouns(given_base, wanted_base)
    if given_base == wanted_base:
        return _plain(_EXACT.divide(_EXACT.multiply(value, given_scale), wanted_scale))
    shared = {unit: power for unit, power in given_base.items() if wanted_base.get(unit) == power}
    return _through_pint(
        _EXACT.multiply(value, given_scale),
        {unit: power for unit, power in given_base.items() if unit not in shared},
        {unit: power for unit, power in wanted_base.items() if unit not in shared},
        wanted_scale,
    )


_EXACT = Context(prec=24)
#: Whom a rate is told of: "per 100,000 people" and "per 100,000 inhabitants" are the same.
_ANYONE = frozenset(
    ["person", "population", "inhabitant", "individual", "resident", "citizen", "head", "capita"]
)


@cache
def _factors(printed: str) -> tuple[Factor, ...]:
    """The factors of a unit that is printed alone, none where it is not understood."""
    compound = read_unit(printed, 0) if printed else None
    return compound.factors if compound and compound.end == len(printed) else ()


def _matched(at: int, compound: Compound | None) -> Match | None:
    return Match(at, compound.end, _named(compound.factors)) if compound else None


@cache
def _named(factors: tuple[Factor, ...]) -> Unit:
    """The factors as one unit."""
    if len(factors) > 1 and factors[0].unit.name == "time":
        factors = factors[1:]  # "three times a day" is 3 per day
    if len(factors) == 1 and factors[0].exponent == 1:
        return factors[0].unit
    above = [_name(factor) for factor in factors if factor.exponent > 0]
    below = [f"per {_name(factor)}" for factor in factors if factor.exponent < 0]
    name = " ".join((*above, *below))
    return Unit(name, _dimension(factors), _ucum(factors), _pint_name(factors))


def _name(factor: Factor) -> str:
    power = {1: "", 2: "square", 3: "cubic", 4: "quartic"}[abs(factor.exponent)]
    return " ".join(filter(None, (factor.count, power, factor.unit.name)))


def _ucum(factors: Iterable[Factor]) -> str:
    code = ""
    for factor in factors:
        if not factor.unit.ucum:
            return ""
        one = factor.unit.ucum + (str(abs(factor.exponent)) if abs(factor.exponent) > 1 else "")
        if factor.count:
            one = (
                f"({factor.count}.{one})" if factor.count.isdigit() else f"{{{factor.count}}}{one}"
            )
        code += ("/" if factor.exponent < 0 else "." if code else "") + one
    return code


def _pint_name(factors: Iterable[Factor]) -> str:
    parts = []
    for factor in factors:
        name = factor.unit.pint_name or ("1" if not factor.unit.name else "")
        if not name:
            return ""
        parts.append(f"({factor.count or 1} * {name}) ** {factor.exponent}")
    return " * ".join(parts)


def _dimension(factors: tuple[Factor, ...]) -> Dimension:
    """What a compound unit counts in, from what its factors do."""
    above = {factor.unit.dimension for factor in factors if factor.exponent > 0}
    below = {factor.unit.dimension for factor in factors if factor.exponent < 0}
    if Dimension.CURRENCY in above:
        return Dimension.CURRENCY
    if not below:
        cube = len(factors) == 1 and factors[0].exponent == 3 and above == {Dimension.LENGTH}
        return Dimension.VOLUME if cube else Dimension.OTHER
    if any(_is_body(factor, above) for factor in factors[1:]):
        return Dimension.OTHER if factors[0].unit.name == "kilogram" else Dimension.DOSE
    if Dimension.DURATION in below or below == {Dimension.COUNT}:
        return Dimension.RATE
    if _is_volume(factors[-1]) or Dimension.VOLUME in below:
        return Dimension.CONCENTRATION
    if above == below:
        return Dimension.RATIO
    return Dimension.CONCENTRATION if Dimension.MASS in below else Dimension.OTHER


def _is_body(factor: Factor, above: set[Dimension]) -> bool:
    """Whether a denominator is the body weight or surface that a dose is given by."""
    if (factor.unit.name, factor.exponent, factor.count) == ("kilogram", -1, ""):
        return bool(above & {Dimension.MASS, Dimension.VOLUME, Dimension.DOSE})
    is_surface = (factor.unit.name, factor.exponent, factor.count) == ("metre", -2, "")
    return is_surface and bool(above & {Dimension.MASS, Dimension.DOSE})


def _is_volume(factor: Factor) -> bool:
    return factor.unit.dimension is Dimension.LENGTH and factor.exponent == -3


def _reduced(factors: Iterable[Factor]) -> tuple[dict[Unit, int], Decimal]:
    """Units without prefix with their exponents, and the factor that the prefixes make."""
    powers: Counter[Unit] = Counter()
    scale = Decimal(1)
    for factor in factors:
        base, power = table().bases.get(factor.unit.name, (factor.unit, 0))
        powers[base] += factor.exponent
        once = Decimal(1).scaleb(power) * Decimal(factor.count or 1)
        scale = _EXACT.multiply(scale, _EXACT.power(once, factor.exponent))
    return {unit: power for unit, power in powers.items() if power and unit.name}, scale


def _is_rate(factors: Iterable[Factor]) -> bool:
    return any(factor.exponent < 0 for factor in factors)


def _without_nouns(
    given: dict[Unit, int], wanted: dict[Unit, int]
) -> tuple[dict[Unit, int], dict[Unit, int]]:
    """Two rates without the counted nouns that only one of them names, or that mean anyone.

    "12 deaths per 100,000 people" is told in "12 per 100,000 inhabitants", not in
    "12 births per 100,000 people".
    """
    for sign in (1, -1):
        told = [{unit for unit in one if one[unit] * sign > 0} for one in (given, wanted)]
        nouns = [{unit for unit in one if _counts(unit)} for one in told]
        amounts = [one - counted for one, counted in zip(told, nouns, strict=True)]
        if any(one and other for one, other in zip(nouns, reversed(amounts), strict=True)):
            continue  # a percentage or an amount counts nobody
        if all(nouns) and not all(unit.name in _ANYONE for unit in nouns[0] | nouns[1]):
            continue
        given = {unit: power for unit, power in given.items() if unit not in nouns[0]}
        wanted = {unit: power for unit, power in wanted.items() if unit not in nouns[1]}
    return given, wanted


def _counts(unit: Unit) -> bool:
    """Whether a unit is a counted noun, which no code stands for."""
    return unit.dimension is Dimension.COUNT and not unit.ucum


def _through_pint(
    value: Decimal, given: dict[Unit, int], wanted: dict[Unit, int], scale: Decimal
) -> Decimal | None:
    """The value related by pint, None where the units are incomparable or unknown to it."""
    if not all(unit.pint_name for unit in (*given, *wanted)):
        return None
    from pint import DimensionalityError, UndefinedUnitError

    registry = _registry()
    try:
        converted = registry.Quantity(value, _expression(given)).to(_expression(wanted))
    except (DimensionalityError, UndefinedUnitError, TypeError):
        return None  # TypeError: pint takes no decimals through a logarithmic unit
    return _plain(_EXACT.divide(converted.magnitude, scale))


def _plain(value: Decimal) -> Decimal:
    """The value without trailing zeros after the point and without an exponent."""
    value = value.normalize(_EXACT)
    return value.quantize(Decimal(1)) if int(value.as_tuple().exponent) > 0 else value


def _expression(powers: dict[Unit, int]) -> str:
    if list(powers.values()) == [1]:
        return next(iter(powers)).pint_name  # a temperature with an offset takes no exponent
    return " * ".join(f"({unit.pint_name}) ** {power}" for unit, power in powers.items())


@cache
def _registry() -> UnitRegistry[Any]:
    from pint import UnitRegistry

    return UnitRegistry(non_int_type=Decimal)
