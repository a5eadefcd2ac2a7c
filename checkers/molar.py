"""Concentrations by mass as those by amount, where a claim names the substance: 70 mg/dL of LDL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from checkers.commensurable import conversion
from checkers.compare import Tolerance
from checkers.same import Asked, distances
from checkers.words import rows_of, words
from claims.quantity import Dimension, Quantity

_BY_MASS, _BY_AMOUNT = "gram per litre", "mole per litre"
#: Words between a figure and what it is a concentration of.
_WITHIN = 12
#: By what share laboratories round when they convert.
_ROUNDED = Decimal("0.03")
#: Digits that a converted number keeps.
_DIGITS = 3


def molar_forms(asked: Asked, tolerance: Tolerance) -> list[tuple[Quantity, Tolerance]]:
    """A claim's concentration by mass as one by amount, or the other way round; none of others."""
    figure = asked.claim.quantity
    mass = _molar_mass(asked) if figure.dimension is Dimension.CONCENTRATION else None
    if mass is None:
        return []
    to_mass = conversion(figure.unit, _BY_MASS)
    to_amount = conversion(figure.unit, _BY_AMOUNT)
    if to_mass:
        factor, unit = to_mass[0] / mass * 1000, "millimole per litre"
    elif to_amount:
        factor, unit = to_amount[0] * mass * 100, "milligram per decilitre"
    else:
        return []
    wide = tolerance.approximation if figure.approximate else _ROUNDED
    return [(_times(figure, factor, unit), replace(tolerance, approximation=wide))]


def _times(figure: Quantity, factor: Decimal, unit: str) -> Quantity:
    low, high = (None if end is None else end * factor for end in (figure.low, figure.high))
    told = max(abs(end) for end in (low, high) if end is not None)
    decimals = max(0, _DIGITS - 1 - told.adjusted()) if told else 0
    return replace(
        figure, low=low, high=high, unit=unit, decimals=decimals, scale=0, approximate=True
    )


def _molar_mass(asked: Asked) -> Decimal | None:
    """The molar mass of the substance that a claim names nearest to its figure."""
    ways = zip(distances(asked.words, asked.claim.quantity), asked.words, strict=True)
    named = [(way, word.concept) for way, word in ways if word.concept in molar_masses()]
    way, name = min(named, default=(_WITHIN + 1, ""))
    return molar_masses()[name] if way <= _WITHIN else None


@cache
def molar_masses() -> Mapping[str, Decimal]:
    """The molar masses of the table that is shipped with the package, by concept."""
    found: dict[str, Decimal] = {}
    for row in rows_of("molar"):
        names, _, mass = row.partition(":")
        for name in names.split(","):
            concepts = words(name.strip())
            if len(concepts) == 1:
                found.setdefault(concepts[0].concept, Decimal(mass.strip()))
    return found
