"""The arithmetic of the statistics rules."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.statistics.grim import mean_possible, sd_possible, sums
from checkers.statistics.printed import printed
from checkers.statistics.recompute import Kind, bounds, recomputed


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2.10", "2.095", "2.105"),
        ("2.1", "2.05", "2.15"),
        (".05", "0.045", "0.055"),
        ("-.05", "-0.055", "-0.045"),
        ("1,224.08", "1224.075", "1224.085"),
        (". 001", "0.0005", "0.0015"),
        ("3e-5", "0.000025", "0.000035"),
        ("3.1 × 10-5", "0.0000305", "0.0000315"),
    ],
)
def test_a_printed_number_stands_for_what_rounds_to_it(text: str, low: str, high: str) -> None:
    assert (printed(text).low, printed(text).high) == (Fraction(low), Fraction(high))


def test_no_number() -> None:
    with pytest.raises(ValueError, match="no number: 'ns'"):
        printed("ns")


# p values of the tables in textbooks
@pytest.mark.parametrize(
    ("kind", "statistic", "df1", "df2", "p"),
    [
        (Kind.Z, "1.9600", None, None, 0.05),
        (Kind.T, "2.0484", 28, None, 0.05),
        (Kind.T, "-2.0484", 28, None, 0.05),
        (Kind.CHI2, "3.8415", 1, None, 0.05),
        (Kind.CHI2, "18.307", 10, None, 0.05),
        (Kind.Q, "6.6349", 1, None, 0.01),
        (Kind.F, "4.1709", 1, 30, 0.05),
        (Kind.R, ".2542", 58, None, 0.05),
    ],
)
def test_p_values(kind: Kind, statistic: str, df1: float, df2: float, p: float) -> None:
    found = recomputed(kind, "=", printed(statistic), df1, df2)
    assert found is not None
    assert found.low <= found.high
    assert found.low == pytest.approx(p, rel=0.002)
    assert found.high == pytest.approx(p, rel=0.002)


def test_statistics_that_cannot_be() -> None:
    assert recomputed(Kind.CHI2, "=", printed("-2.1"), 1) is None
    assert recomputed(Kind.R, "=", printed("1.20"), 20) is None
    assert recomputed(Kind.F, "=", printed("2.1")) is None
    assert recomputed(Kind.F, "=", printed("2.1"), 2) is None
    assert recomputed(Kind.T, "=", printed("2.1"), 0) is None


def test_bounds_of_a_statistic() -> None:
    below = recomputed(Kind.F, "<", printed("1.16"), 1, 248)
    above = recomputed(Kind.F, ">", printed("9.00"), 1, 248)
    assert below is not None
    assert above is not None
    assert below.high == 1
    assert above.low == 0
    assert below.meets(bounds(">", printed(".28")))
    assert not above.meets(bounds(">", printed(".28")))


@pytest.mark.parametrize(
    ("sign", "p", "significant"),
    [
        ("=", ".049", True),
        ("=", ".05", None),
        ("<", ".05", True),
        ("<", ".10", None),
        (">", ".05", False),
        (">", ".01", None),
        ("ns", "", False),
        ("<", ".000", True),
    ],
)
def test_what_a_printed_p_decides(sign: str, p: str, significant: bool | None) -> None:
    assert bounds(sign, printed(p) if p else None).significant is significant


@given(st.integers(1, 400), st.integers(2, 200))
@settings(deadline=None, max_examples=60)
def test_without_degrees_of_freedom_p_is_no_smaller(tenths: int, df: int) -> None:
    statistic = printed(f"{tenths / 10:.1f}")
    for kind in (Kind.T, Kind.CHI2):
        known, unknown = recomputed(kind, "=", statistic, df), recomputed(kind, "=", statistic)
        assert known is not None
        assert unknown is not None
        assert unknown.low <= known.low + 1e-12


WHOLE = st.lists(st.integers(0, 9), min_size=2, max_size=40)


@given(WHOLE, st.integers(1, 3))
@settings(deadline=None, max_examples=200)
def test_means_and_deviations_of_whole_numbers_are_possible(
    numbers: list[int], digits: int
) -> None:
    n = len(numbers)
    mean = Fraction(sum(numbers), n)
    variance = sum((one - mean) ** 2 for one in numbers) / (n - 1)
    shown = printed(f"{float(mean):.{digits}f}")
    assert mean_possible(shown, n)
    assert sum(numbers) in sums(shown, n)
    assert sd_possible(shown, printed(f"{float(variance) ** 0.5:.{digits}f}"), n)


@pytest.mark.parametrize(
    ("mean", "n", "items", "percent", "possible"),
    [
        ("5.19", 28, 1, False, False),
        ("5.21", 28, 1, False, True),
        ("5.00", 25, 1, False, True),
        ("0.86", 28, 2, False, True),
        ("71.4", 22, 1, True, False),
        ("68.2", 22, 1, True, True),
        ("5.2", 400, 1, False, True),
    ],
)
def test_means(mean: str, n: int, items: int, percent: bool, possible: bool) -> None:
    assert mean_possible(printed(mean), n, items, percent) is possible


@pytest.mark.parametrize(
    ("mean", "sd", "n", "possible"),
    [("3.44", "2.47", 18, False), ("5.21", "1.6", 28, True), ("0.50", "0.41", 24, False)],
)
def test_deviations(mean: str, sd: str, n: int, possible: bool) -> None:
    assert sd_possible(printed(mean), printed(sd), n) is possible


def test_a_mean_is_of_something() -> None:
    with pytest.raises(ValueError, match="one number at least"):
        sums(printed("1.0"), 0)
