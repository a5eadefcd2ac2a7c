"""p values, recomputed from the statistics that they are printed with.

The method is that of statcheck (Nuijten, Hartgerink, van Assen, Epskamp and
Wicherts, "The prevalence of statistical reporting errors in psychology
(1985-2013)", Behavior Research Methods 48, 2016): the p value is worked out at
both ends of what the printed statistic may have been before it was rounded, and
the printed p must fall between them.  A p value that changes sides of .05 is a
decision error.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from checkers.statistics.printed import Printed

#: The level of significance that decisions are judged at.
ALPHA = 0.05
#: Two p values closer than this are the same one.
_TOLERANCE = 1e-9


class Kind(StrEnum):
    """The tests whose p values can be recomputed."""

    T = "t"
    F = "F"
    CHI2 = "χ²"
    Z = "z"
    R = "r"
    Q = "Q"


#: The tests that can be one-tailed.
SIGNED = frozenset({Kind.T, Kind.Z, Kind.R})


@dataclass(frozen=True, slots=True)
class Span:
    """Values from low to high; an open end is left out."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def meets(self, other: Span) -> bool:
        """Whether the two have a value in common."""
        return _reaches(self, other) and _reaches(other, self)

    def halved(self) -> Span:
        """Half of every value."""
        return Span(self.low / 2, self.high / 2, self.low_open, self.high_open)

    @property
    def significant(self) -> bool | None:
        """Whether all values are below .05, or all above; None if neither is."""
        if self.high <= ALPHA:
            return True
        return False if self.low >= ALPHA else None


def _reaches(one: Span, other: Span) -> bool:
    """Whether one begins before the other ends."""
    if one.low_open or other.high_open:
        return one.low < other.high
    return one.low <= other.high + _TOLERANCE


def bounds(relation: str, number: Printed | None) -> Span:
    """The p values that a printed p stands for.

    Args:
        relation: "=", "<", ">", "≤", "≥", or "ns" for a p that is only said not
            to be significant.
        number: the number behind the sign, None for "ns".
    """
    if number is None:
        return Span(ALPHA, 1.0)
    value = float(number.value)
    match relation:
        case "<" if not value:  # "p < .000" of a program that prints three digits
            return Span(0.0, 2 * float(number.half))
        case "<":
            return Span(0.0, value, high_open=True)
        case "≤":
            return Span(0.0, value)
        case ">":
            return Span(value, 1.0, low_open=True)
        case "≥":
            return Span(value, 1.0)
    return Span(max(0.0, float(number.low)), min(1.0, float(number.high)))


def recomputed(
    kind: Kind,
    relation: str,
    statistic: Printed,
    df1: float | None = None,
    df2: float | None = None,
) -> Span | None:
    """The two-tailed p values that a printed test statistic can have.

    Args:
        kind: the test.
        relation: "=" or, for "F < 1", "<" or ">".
        statistic: the statistic as printed.
        df1: degrees of freedom; without them t, χ² and Q give the bounds that hold
            whatever they are.
        df2: those of the denominator of F.

    Returns:
        The p values from the least to the greatest, None where the statistic is
        impossible (χ² below 0, r above 1) or its degrees of freedom are missing.
    """
    size, half = abs(statistic.value), statistic.half
    if kind not in SIGNED and statistic.value < 0:
        return None
    near = max(Fraction(0), size - half)
    far: Fraction | None = size + half
    if relation in "<≤":
        near, far = Fraction(0), size
    elif relation in ">≥":
        near, far = size, None
    if kind is Kind.R and near >= 1:
        return None
    low = 0.0 if far is None else _p_value(kind, float(far), df1, df2)
    high = _p_value(kind, float(near), df1, df2)
    if low is None or high is None:
        return _whatever_df(kind, far) if df1 is None else None
    return Span(low, high)


def _whatever_df(kind: Kind, far: Fraction | None) -> Span | None:
    """The p values over all degrees of freedom: a t has least of all at infinity, a χ² at 1."""
    least = {Kind.T: (Kind.Z, None), Kind.CHI2: (Kind.CHI2, 1.0), Kind.Q: (Kind.Q, 1.0)}
    if kind not in least or far is None:
        return None
    nearest, df = least[kind]
    low = _p_value(nearest, float(far), df, None)
    return None if low is None else Span(low, 1.0)


def _p_value(kind: Kind, value: float, df1: float | None, df2: float | None) -> float | None:
    """The two-tailed p value of an exact statistic; None without degrees of freedom."""
    from scipy import special

    if kind is Kind.Z:
        return float(2 * special.ndtr(-value))
    if df1 is None or df1 <= 0 or (kind is Kind.F and (df2 is None or df2 <= 0)):
        return None
    if kind is Kind.T:
        return float(2 * special.stdtr(df1, -value))
    if kind is Kind.F:
        return float(special.fdtrc(df1, df2, value))
    if kind is Kind.R:
        t = value * math.sqrt(df1 / (1 - value * value)) if value < 1 else math.inf
        return float(2 * special.stdtr(df1, -t))
    return float(special.chdtrc(df1, value))
