"""Tests that are reported as they came out are consistent, and those that are not are told apart."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from checkers.statistics.consistency import Mismatch, Setting, mismatches, setting
from checkers.statistics.plain import plain

#: What may be reported: the statistic's frozen distribution and its printed form.
DISTRIBUTIONS = {
    "t": lambda df, _: (stats.t(df), f"t({df})"),
    "F": lambda df, other: (stats.f(other, df), f"F({other}, {df})"),
    "χ²": lambda df, _: (stats.chi2(df), f"χ²({df})"),
    "z": lambda *_: (stats.norm(), "z"),
}


def found(text: str, about: Setting = Setting()) -> list[Mismatch]:  # noqa: B008
    return list(mismatches(plain(text), about))


@given(
    st.sampled_from(sorted(DISTRIBUTIONS)),
    st.integers(2, 300),
    st.integers(1, 12),
    st.floats(0.01, 9),
    st.integers(1, 3),
    st.integers(2, 4),
)
@settings(deadline=None, max_examples=200)
def test_what_a_program_prints_is_never_told(
    kind: str, df: int, other: int, value: float, decimals: int, p_decimals: int
) -> None:
    distribution, head = DISTRIBUTIONS[kind](df, other)
    p = distribution.sf(value) * (2 if kind in "tz" else 1)
    text = f"{head} = {value:.{decimals}f}, p = {p:.{p_decimals}f}"
    assert found(text) == []
    sign = "<" if p < 0.05 else ">"
    assert found(f"{head} = {value:.{decimals}f}, p {sign} .05") == []


@given(st.integers(5, 300), st.floats(0.5, 4))
@settings(deadline=None, max_examples=100)
def test_a_changed_p_is_told(df: int, value: float) -> None:
    p = 2 * stats.t.sf(value, df)
    assume(0.01 < p < 0.5)
    (one,) = found(f"t({df}) = {value:.3f}, p = {p * 1.9:.3f}")
    assert one.stated.low > one.follows.high
    assert not one.halved


@given(st.integers(5, 300), st.floats(0.5, 4))
@settings(deadline=None, max_examples=100)
def test_half_of_p_is_known_for_a_one_tailed_test(df: int, value: float) -> None:
    p = 2 * stats.t.sf(value, df)
    assume(0.01 < p < 0.9)
    text = f"t({df}) = {value:.3f}, p = {p / 2:.4f}"
    (one,) = found(text)
    assert one.halved
    assert found(text, Setting(one_tailed=True)) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tests were one-sided.", Setting(one_tailed=True)),
        ("We used a 1-tailed test.", Setting(one_tailed=True)),
        ("All tests were two-tailed.", Setting(two_tailed=True)),
        ("with Holm correction for multiple comparisons", Setting(many_tests=True)),
        ("Greenhouse-Geisser values are given.", Setting(sphericity=True)),
        ("One side of the body was shaved.", Setting()),
    ],
)
def test_what_an_article_says_of_its_tests(text: str, said: Setting) -> None:
    assert setting(text) == said


@pytest.mark.parametrize(
    ("text", "slight", "decides"),
    [
        ("z = 1.76, p = 0.07", True, False),  # cut off instead of rounded
        ("z = 1.54, p = .14", True, False),
        ("r(46) = .34, p = .03", False, False),
        ("t(28) = 1.80, p = .02", False, True),
        ("t(28) = 2.90, ns", False, True),
    ],
)
def test_how_much_a_difference_weighs(text: str, slight: bool, decides: bool) -> None:
    (one,) = found(text)
    assert (one.slight, one.decides) == (slight, decides)


@pytest.mark.parametrize(
    "text",
    [
        "Fisher's exact test was used, χ²(1) = 3.2, p = .11",
        "Spearman correlation, r(12) = .50, p = .03",
        "at the peak x = 12, y = -3 and z = 4, p = .02",
        "t(28) = 2.10, p = .09 after Bonferroni correction",
        "at t = 1 (p < .001)",
        "χ²(4) = 0.70, p = .953",
    ],
)
def test_what_says_nothing(text: str) -> None:
    assert found(text) == []


def test_effect_sizes_and_games_explain_nothing() -> None:
    assert found("F(1, 80) = 7.42, p < .001, partial η² = .08")
    assert found("Players of games were faster, t(28) = 1.80, p = .02")


def test_corrections_make_p_larger_and_never_smaller() -> None:
    about = Setting(many_tests=True)
    assert found("t(38) = 2.60, p = .039", about) == []
    assert len(found("t(38) = 1.60, p = .039", about)) == 1


def test_corrections_are_of_their_tests() -> None:
    several, single = "F(2, 40) = 5.10, p = .03", "F(1, 40) = 7.10, p = .03"
    assert not found(several, Setting(sphericity=True))
    assert found(several, Setting(many_tests=True))
    assert not found(single, Setting(many_tests=True))
    assert found(single, Setting(sphericity=True))
