"""Printed numbers: the digits, and the values that round to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

#: A number as statistics are printed, without its sign: "1,224.08", ".05", "3.1 × 10-5".
DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,9})?|\d{1,9}(?:\.\d{1,9})?|\.\s?\d{1,9})"
#: A power of ten behind a number.
POWER = r"(?:\s?[x×]\s?10\s?\^?\s?-\s?\d{1,3}|[eE]-\d{1,3})"
NUMBER = rf"[-?]?\s?{DIGITS}"

_READ = re.compile(rf"([-?]?)\s?({DIGITS})(?:(?:\s?[x×]\s?10\s?\^?\s?|[eE])-\s?(\d{{1,3}}))?")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as it is printed.

    Attributes:
        text: its characters.
        value: what they say.
        half: half a unit of the last digit, so that every value from
            ``value - half`` to ``value + half`` is printed so.
    """

    text: str
    value: Fraction
    half: Fraction

    @property
    def low(self) -> Fraction:
        """The least value that is printed so."""
        return self.value - self.half

    @property
    def high(self) -> Fraction:
        """The greatest value that is printed so."""
        return self.value + self.half


def printed(text: str) -> Printed:
    """Read a number that :data:`NUMBER` matches; trailing zeros count.

    Raises:
        ValueError: if the text is no number.
    """
    read = _READ.fullmatch(text.strip())
    if read is None:
        raise ValueError(f"no number: {text!r}")
    sign, digits, power = read.groups()
    digits = digits.replace(",", "").replace(" ", "")
    decimals = len(digits.partition(".")[2])
    scale = Fraction(1, 10 ** int(power or 0))
    value = Fraction(digits if digits[0] != "." else f"0{digits}") * scale
    unit = Fraction(1, 10**decimals) * scale
    return Printed(text.strip(), -value if sign == "-" else value, unit / 2)
