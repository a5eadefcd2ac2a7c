"""Means, shares and standard deviations that no whole numbers can have.

The mean of n whole numbers is a whole number divided by n, so that most means
with two decimals are impossible for fewer than 100 people: the GRIM test (Brown
and Heathers, "The GRIM test: a simple technique detects numerous anomalies in
the reporting of results in psychology", Social Psychological and Personality
Science 8, 2017).  The squares of whole numbers are whole numbers, too, and odd
where these are: the GRIMMER test of standard deviations (Anaya, "The GRIMMER
test: a method for testing the validity of reported measures of variability",
PeerJ Preprints 4, 2016, in the analytic form of Allard, "Analytic-GRIMMER",
2018).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from checkers.statistics.printed import Printed

#: Sums of a mean, or sums of squares, beyond this many are not tried: one of so many fits.
_MOST_TRIED = 10_000


def sums(mean: Printed, n: int, items: int = 1, percent: bool = False) -> range:
    """The sums of whole numbers whose mean is printed so.

    Args:
        mean: the mean, or a percentage, as printed.
        n: how many people or things.
        items: how many whole numbers each of them is a mean of.
        percent: whether the mean is a percentage.

    Returns:
        The sums, none where no whole numbers have this mean.

    Raises:
        ValueError: if ``n`` or ``items`` is below 1.
    """
    if n < 1 or items < 1:
        raise ValueError("a mean is of one number at least")
    grains = Fraction(n * items, 100 if percent else 1)
    return range(ceil(mean.low * grains), floor(mean.high * grains) + 1)


def mean_possible(mean: Printed, n: int, items: int = 1, percent: bool = False) -> bool:
    """The GRIM test; the arguments are those of :func:`sums`."""
    return len(sums(mean, n, items, percent)) > 0


def sd_possible(mean: Printed, sd: Printed, n: int, items: int = 1) -> bool:
    """The GRIMMER test: whether whole numbers have this mean and standard deviation.

    Args:
        mean: their mean as printed.
        sd: their standard deviation (of a sample, over n - 1) as printed.
        n: how many people or things; a single one has no standard deviation.
        items: how many whole numbers each of them is a mean of.
    """
    possible = sums(mean, n, items)
    if n < 2 or len(possible) > _MOST_TRIED:
        return len(possible) > 0
    return any(_has_squares(total, sd, n, items) for total in possible)


def _has_squares(total: int, sd: Printed, n: int, items: int) -> bool:
    """Whether n whole numbers of this sum have a sum of squares that fits the SD."""
    centre = Fraction(total * total, n)
    low, high = max(Fraction(0), sd.low) * items, sd.high * items
    least = ceil((n - 1) * low * low + centre)
    most = floor((n - 1) * high * high + centre)
    # a number and its square are both odd or both even, and so are their sums
    return least + (least - total) % 2 <= most
