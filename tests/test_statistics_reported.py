"""How tests and estimates are printed, and what is read of them."""

from __future__ import annotations

import pytest

from checkers.statistics.estimates import disagreement, estimates
from checkers.statistics.plain import plain
from checkers.statistics.reported import reported_tests


def read(text: str) -> list[str]:
    """Every test of a text as "kind df1 df2 sign value p"."""
    return [
        " ".join(
            [
                test.kind.value,
                *(f"{df:g}" for df in (test.df1, test.df2) if df is not None),
                test.sign,
                test.statistic.text,
                "p",
                test.p.sign,
                *([test.p.number.text] if test.p.number else []),
            ]
        )
        for test in reported_tests(plain(text))
    ]


@pytest.mark.parametrize(
    ("text", "tests"),
    [
        # the form of the APA
        ("t(28) = 2.10, p = .045", ["t 28 = 2.10 p = .045"]),
        ("t (28.4)=-2.10,p=.045", ["t 28.4 = -2.10 p = .045"]),
        ("*t*(28) = −2.10, *p* = .045", ["t 28 = -2.10 p = .045"]),
        ("F(2, 45) = 3.4, MSE = 6.61, p < .05", ["F 2 45 = 3.4 p < .05"]),
        ("Fs(5, 670) < 1.46, ps > .20", ["F 5 670 < 1.46 p > .20"]),
        ("χ²(1, N = 1,090) = 4.2, p < .05", ["χ² 1 = 4.2 p < .05"]),
        ("χ<sup>2</sup>(3) = 1,224.08, p &lt; .001", ["χ² 3 = 1,224.08 p < .001"]),
        ("G2(1) = 6.53, p =.011", ["χ² 1 = 6.53 p = .011"]),
        ("r(58) = .31, p = .02", ["r 58 = .31 p = .02"]),
        ("Qbetween(3) = 7.03, p = .07", ["Q 3 = 7.03 p = .07"]),
        ("Z = 1.54, p = .12", ["z = 1.54 p = .12"]),
        ("t(68) = 0.60, ns", ["t 68 = 0.60 p ns"]),
        ("(t(89) = 3.8, 95% CI [0.2, 0.9], d = 0.3, p<0.001)", ["t 89 = 3.8 p < 0.001"]),
        ("𝑡(28) = 2.10, 𝑝 = .045", ["t 28 = 2.10 p = .045"]),
        ("F1(1, 31) = 4.5, p < .05", ["F 1 31 = 4.5 p < .05"]),
        ("χ²(1, 120) = 7.90, p = .005", ["χ² 1 = 7.90 p = .005"]),
        ("t(28) = 2.10 with p = .045", ["t 28 = 2.10 p = .045"]),
        # medical papers
        ("t = 2.1, df = 28, P = 0.04", ["t 28 = 2.1 p = 0.04"]),
        ("(t = 3.26, 395 df, p =.001)", ["t 395 = 3.26 p = .001"]),
        ("t = 2.1 (28 degrees of freedom; P = 0.04)", ["t 28 = 2.1 p = 0.04"]),
        ("F = 4.73 (1, 130) p =.031", ["F 1 130 = 4.73 p = .031"]),
        ("F = 3.4, df = 2, 45, p = 0.04", ["F 2 45 = 3.4 p = 0.04"]),
        ("χ² 0·1 df 1 P = 0·75", ["χ² 1 = 0.1 p = 0.75"]),
        ("chi-square 4.2, P=.04", ["χ² = 4.2 p = .04"]),
        ("Chi square = 31.41 (20) p <.05", ["χ² 20 = 31.41 p < .05"]),
        ("X2[2] = 11.3, p = 0.003", ["χ² 2 = 11.3 p = 0.003"]),
        ("t₂₈ = 2.10, p = .045", ["t 28 = 2.10 p = .045"]),
        ("F2,45 = 3.4, P-value = 0.04", ["F 2 45 = 3.4 p = 0.04"]),
        ("χ²₁ = 4.2; P = 0.04", ["χ² 1 = 4.2 p = 0.04"]),
        ("r = 0.31, n = 60, P = 0.02", ["r 58 = 0.31 p = 0.02"]),
        ("t(40) = 5.2, p = 3.1 × 10⁻⁶", ["t 40 = 5.2 p = 3.1 × 10-6"]),
        ("(t = 0.54, two-tailed p-value= 0.596)", ["t = 0.54 p = 0.596"]),
        # PDF files that lost their signs
        ("F(1, 86) p 6.33, p ! .05", ["F 1 86 = 6.33 p < .05"]),
        ("F(1, 87)= 78.77, pb.001", ["F 1 87 = 78.77 p < .001"]),
        ("t(67) ¼ 3.03, p ¼ .004", ["t 67 = 3.03 p = .004"]),
        ("?2(37, N = 310) = 45.13, ns", ["χ² 37 = 45.13 p ns"]),
        ("F(l, 76) = 23.95, p <.001", ["F 1 76 = 23.95 p < .001"]),
        # no tests
        ("at t = 30 min glucose was higher (P < 0.05)", []),
        ("grades T4 and T12 differed (p = 0.02)", []),
        ("R2 = 0.61, p < 0.0005", []),
        ("vitamin B12 (n = 40), p = 0.2", []),
        ("t(28) = 2.10, which is a p value of no note", []),
        ("F(1, 15) = 19.9 and 5.16, p < .001 and p < .05", []),
    ],
)
def test_tests_are_read(text: str, tests: list[str]) -> None:
    assert read(text) == tests


def test_several_tests_of_one_sentence() -> None:
    text = "Both differed, t(28) = 2.10, p = .045, and F(1, 28) = 4.41, p = .045."
    assert read(text) == ["t 28 = 2.10 p = .045", "F 1 28 = 4.41 p = .045"]
    spans = [plain(text).span(test.start, test.end) for test in reported_tests(plain(text))]
    assert [text[start:end] for start, end in spans] == [
        "t(28) = 2.10, p = .045",
        "F(1, 28) = 4.41, p = .045",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("OR 1.8 (95% CI 1.1–2.9; p = 0.30)", ["RATIO 1.8 1.1 2.9"]),
        ("adjusted odds ratio of death was 0·5 [95% CI 0·3 to 0·9], p=0·02", ["RATIO 0.5 0.3 0.9"]),
        ("HR [95% CI]: 2.26 [1.18-4.33], P = 0.014", ["RATIO 2.26 1.18 4.33"]),
        (
            "mean difference £4,489 (95 % CI £3,602 to £5,377; p < 0.001)",
            ["DIFFERENCE 4,489 3,602 5,377"],
        ),
        ("a fall of −1.0% (95% CI: −1.9–−0.1%, p = 0.035)", ["DIFFERENCE -1.0 -1.9 -0.1"]),
        ("it was 0.17, 95% CI: −0.055; 0.39, P < 0.001", ["DIFFERENCE 0.17 -0.055 0.39"]),
        ("mean difference −2.2 (95% CI −3.1 −1.2, p<0.001)", ["DIFFERENCE -2.2 -3.1 -1.2"]),
        ("OR 1.68 per 5 years (95% CI: 1.04–2.71, P = 0.03)", ["RATIO 1.68 1.04 2.71"]),
        # a response rate and a heart rate
        ("RR 45% (95% CI 35–55%; p = 0.3)", []),
        ("HR 72 bpm (95% CI 68–77; p = 0.3)", []),
        # an interval without p, a p of something else, an estimate of no effect
        ("OR 1.8 (95% CI 1.1–2.9)", []),
        ("OR 1.8 (95% CI 1.1–2.9; p = 0.30 for trend)", []),
        ("a mean of 5.2 (95% CI 4.1–6.3; p = 0.2)", []),
        ("it fell by −1.2 (95% CI −2.3 to 0.4) and −0.1 (95% CI −0.5 to 0.3; p < 0.001)", []),
    ],
)
def test_estimates_are_read(text: str, found: list[str]) -> None:
    assert [
        " ".join([one.measure.name, one.value.text, one.low.text, one.high.text])
        for one in estimates(plain(text))
    ] == found


def test_an_interval_without_a_level_has_that_of_its_article() -> None:
    sentence = plain("OR 2.58 (CI 1.57–4.26; P = 0.3)")
    assert not list(estimates(sentence))
    (one,) = estimates(sentence, "95")
    found = disagreement(one)
    assert found is not None
    assert found.excludes
    assert found.decides


@pytest.mark.parametrize(
    ("text", "one_tailed", "disagrees"),
    [
        ("OR 1.5 (95% CI 0.9–2.5; p = 0.04)", False, True),
        ("OR 1.5 (95% CI 0.9–2.5; p = 0.04)", True, False),
        ("OR 1.5 (95% CI 0.9–2.5; p = 0.004)", True, True),
        ("OR 1.5 (90% CI 1.05–2.1; p = 0.08)", False, False),
        ("OR 1.5 (95% CI 1.05–2.1; p = 0.08)", False, True),
        ("OR 1.5 (95% CI 1.0–2.1; p = 0.08)", False, False),
        ("risk difference 1.5% (95% CI 0.2 to 2.8, p < 0.05)", False, False),
        ("HR 0.50 (95% CI 0.30–0.83), p < 0.0000001", False, True),
    ],
)
def test_interval_against_p(text: str, one_tailed: bool, disagrees: bool) -> None:
    (one,) = estimates(plain(text))
    assert bool(disagreement(one, one_tailed)) is disagrees
