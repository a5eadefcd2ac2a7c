"""Units: printed form to canonical name, dimension, UCUM code and pint name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from claims.quantity import Dimension


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the table."""

    name: str
    dimension: Dimension
    ucum: str = ""
    pint_name: str = ""


_D = Dimension
_ROWS: tuple[tuple[str, Dimension, str, str, str], ...] = (
    ("%", _D.PROPORTION, "%", "percent", "% percent"),
    ("year", _D.DURATION, "a", "year", "year years yr yrs"),
    ("month", _D.DURATION, "mo", "month", "month months"),
    ("week", _D.DURATION, "wk", "week", "week weeks wk wks"),
    ("day", _D.DURATION, "d", "day", "day days d"),
    ("hour", _D.DURATION, "h", "hour", "hour hours h hr hrs"),
    ("minute", _D.DURATION, "min", "minute", "minute minutes min mins"),
    ("second", _D.DURATION, "s", "second", "second seconds s sec"),
    ("centimetre", _D.LENGTH, "cm", "centimeter", "cm centimetre centimetres centimeters"),
    ("millimetre", _D.LENGTH, "mm", "millimeter", "mm millimetre millimetres millimeters"),
    ("kilogram", _D.MASS, "kg", "kilogram", "kg kilogram kilograms"),
    ("gram", _D.MASS, "g", "gram", "g gram grams"),
    ("milligram", _D.MASS, "mg", "milligram", "mg milligram milligrams"),
)
_TABLE = {
    form: Unit(name, dimension, ucum, pint)
    for name, dimension, ucum, pint, forms in _ROWS
    for form in forms.split()
}


def lookup(printed: str) -> Unit | None:
    """The unit that a printed form names, or None."""
    return _TABLE.get(printed) or _TABLE.get(printed.lower())


def convert(value: Decimal, from_unit: str, to_unit: str) -> Decimal | None:
    """The value in another unit, None when the units are incomparable."""
    return value if from_unit == to_unit else None
