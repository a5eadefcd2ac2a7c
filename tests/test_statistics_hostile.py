"""Hostile text costs the statistics rules no more than its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.rule import ArticleAudit
from checkers.statistics.plain import plain
from checkers.statistics.rules import RULES
from claims.claim import Extraction
from claims.readers import parse

PIECES = ["t = 2.1, ", "F(1, ", "χ² ", "95% CI ", "p < ", "1.1-2.9", "(", "[", ",", " ", "\n", ". "]
PIECES += [
    "OR 1.8 ",
    "M = 5.19",
    "n = 28 ",
    "mean number of ",
    "of the ",
    "%",
    "-",
    "=",
    "*",
    "&lt;",
]
PIECES += ["difference in ", "patients ", "df = ", "Q", "r", "z", "x10-", "±", "¼", "\u2212", "7"]


def findings(text: str) -> list[str]:
    audit = ArticleAudit(parse(f"A. {text}", "a.md"), Extraction((), ()))
    return [finding.message for rule in RULES for finding in rule.findings(audit)]


@pytest.mark.parametrize(
    "text",
    [
        "t = 2.1, ",
        "1,234",
        "OR of a b ",
        "95% CI",
        "(",
        " ",
        "a, b = 1",
        "M = 5.19 n = 28 ",
        "p",
        "*",
        "difference in a",
        "χ2 1",
        "- ",
        ", x",
        "mean number of a",
        "[(",
        "12% of 22 a ",
        "dunn",
    ],
)
def test_time_grows_with_length_alone(text: str) -> None:
    long = f"We found t(28) = 2.10, p = .045 and {text * (30_000 // len(text))} M = 1"
    began = time.perf_counter()
    findings(long)
    assert time.perf_counter() - began < 4


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(deadline=None, max_examples=150)
def test_no_text_makes_a_rule_raise(text: str) -> None:
    findings(text)


@given(st.text(alphabet="ab *_\\&lt;−\u00a0²·1\x01\n", max_size=40))
@settings(deadline=None, max_examples=100)
def test_plain_text_leads_back_to_its_place(text: str) -> None:
    found = plain(text)
    assert len(found.text) == len(found.offsets)
    assert list(found.offsets) == sorted(found.offsets)
    for at, letter in enumerate(found.text):
        start, end = found.span(at, at + 1)
        assert end == start + 1
        assert letter not in "ab" or text[start] == letter
