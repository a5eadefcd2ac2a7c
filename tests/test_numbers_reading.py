"""What the rules on numbers read out of sentences and cells, and that nothing makes them fail."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.numbers import RULES
from checkers.numbers.estimates import estimates, intervals
from checkers.numbers.shares import Tie, shares
from checkers.numbers.stretches import Stretch, stretches
from checkers.rule import ArticleAudit
from claims.citations import find_citations
from claims.claim import Extraction
from claims.extract import Extractor, claim_of
from claims.measured import Measured
from claims.readers import parse

EXTRACTOR = Extractor()


def audit(text: str) -> ArticleAudit:
    """An article with its figures; what they measure is not needed here."""
    document = parse(text, "article.md", "markdown")
    citations = find_citations(document)
    statements = EXTRACTOR.read(document, citations)
    claims = tuple(claim_of(document, one, Measured()) for one in statements)
    return ArticleAudit(document, Extraction(claims, citations))


def read(text: str) -> tuple[Stretch, ...]:
    return stretches(audit(text))


@pytest.mark.parametrize(
    ("text", "count", "whole", "percent", "tie"),
    [
        ("Relapse occurred in 12 of 40 patients (30%).", 12, 40, 30, Tie.FIRM),
        ("Relapse occurred in 30% (12/40).", 12, 40, 30, Tie.FIRM),
        ("Most (12/40; 30%) had a relapse.", 12, 40, 30, Tie.FIRM),
        ("Twelve (30%) of the 40 patients had a relapse.", 12, 40, 30, Tie.FIRM),
        ("Sixteen subjects among 25 eligible (64%) took part.", 16, 25, 64, Tie.FIRM),
        ("Of the 40 patients, 12 (30%) had a relapse.", 12, 40, 30, Tie.LED),
        ("In the drug group (n = 40), 12 (30%) had a relapse.", 12, 40, 30, Tie.LED),
        ("Relapse occurred in 12 (30%).", 12, None, 30, Tie.FREE),
    ],
)
def test_share(text: str, count: int, whole: int | None, percent: int, tie: Tie) -> None:
    (stretch,) = read(text)
    (share,) = shares(stretch)
    assert (share.count, share.whole, share.percent.low, share.tie) == (count, whole, percent, tie)


@pytest.mark.parametrize(
    "text",
    [
        "The score fell from 40 to 30 points (a 25% fall).",
        "Over seven in ten (71%) agreed.",
        "A gel of 1% (n = 400) was used.".replace("1% (", "1% gel ("),
        "Rates were 21% in one arm and 70% in the other (445/2111, 95% CI 19 to 22; 259/371).",
    ],
)
def test_no_share_of_a_stated_whole(text: str) -> None:
    found = [share for stretch in read(text) for share in shares(stretch)]
    assert [share for share in found if share.whole is not None] == []


def test_two_lists_are_paired_one_by_one() -> None:
    (stretch,) = read("Relapse occurred in 12/40 and 18/45 patients (30% and 40%).")
    assert [(share.whole, share.percent.low) for share in shares(stretch)] == [(40, 30), (45, 40)]


@pytest.mark.parametrize(
    ("text", "whole", "follows"),
    [
        ("12 of 40 (30%)", 40, True),
        ("1/8 (12%)", 8, True),
        ("1/8 (13%)", 8, True),
        ("1/3 (33.33%)", 3, True),
        ("2/3 (66%)", 3, False),
        ("2/3 (66.70%)", 3, False),
        ("about 31% (12/40)", 40, True),
    ],
)
def test_a_printed_percentage_stands_for_what_rounds_to_it(
    text: str, whole: int, follows: bool
) -> None:
    (stretch,) = read(f"Relapse occurred in {text}.")
    (share,) = shares(stretch)
    assert share.follows(Decimal(whole)) is follows


@pytest.mark.parametrize(
    ("text", "value", "ends", "label"),
    [
        ("The odds ratio was 1.8 (95% CI 1.2 to 2.7).", "1.8", ("1.2", "2.7"), "CI"),
        ("The HR was 0.62 (p = 0.03; 95% CI 0.45–0.86).", "0.62", ("0.45", "0.86"), "CI"),
        ("The median stay was 12 days (IQR 9 to 15 days).", "12", ("9", "15"), "IQR"),
        ("The mean age was 61 years (range 40–80 years).", "61", ("40", "80"), "range"),
    ],
)
def test_estimate(text: str, value: str, ends: tuple[str, str], label: str) -> None:
    (stretch,) = read(text)
    (found,) = estimates(stretch)
    low, high = map(Decimal, ends)
    assert (found.value, found.interval.ends, found.interval.label) == (
        Decimal(value),
        (low, high),
        label,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Survival was 85% at 12 months (95% CI 80 to 90).",
        "The scores were 30.2 vs 28.1 (95% CI 0.1 to 4.1).",
        "The mean was 160 µmol/L (normal range 60–110 µmol/L).",
        "Rates were 27.7% and 48.3%, respectively (95% CI 26.7% to 28.7% and 47.2% to 49.4%).",
    ],
)
def test_an_interval_of_something_else(text: str) -> None:
    assert [one for stretch in read(text) for one in estimates(stretch)] == []


def test_a_reversed_interval_of_a_cell_is_read_as_one() -> None:
    table = "| | OR (95% CI) |\n|---|---|\n| Age | 1.8 (2.6–1.2) |\n| Sex | 1.1 (0.8–1.5) |\n"
    found = [one for stretch in read(table) for one in intervals(stretch)]
    assert [one.is_reversed for one in found] == [True, False]


PIECES = st.sampled_from(
    "12 40 30% (30%) 12/40 of the Of among patients women (95% CI 1.2–2.7) [3] n = ; , . ( ) – to "
    "IQR range median mean remaining were 1e9999 0% 0/0 (0/0) -3 ± NaN 10–6 HR | \n |---|---| "
    "Abstract # ## 99999999999999999999 0.000000000000001%".split(" ")
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=40))
def test_no_rule_fails_on_any_text(pieces: list[str]) -> None:
    one = audit("Text. " + " ".join(pieces))
    for rule in RULES:
        for finding in (*rule.findings(one), *rule.run_findings([one, one])):
            assert 0 <= finding.start < finding.end <= len(one.document.text)


@pytest.mark.parametrize(
    "text",
    [
        "Infection is present in 40% of patients with gastric ulcers. " * 400,
        "12 " + "a" * 50_000 + " (30%) of 40.",
        "12 " + "patient " * 5_000 + "(30%) of 40.",
        "12 " + "(" * 20_000 + "30%",
        "| | Drug (n = 40) |\n|---|---|\n" + "| x, n (%) | 12 (31) |\n" * 400,
    ],
    ids=["sentences", "letters", "words", "brackets", "cells"],
)
def test_long_texts_are_read_in_seconds(text: str) -> None:
    one = audit(text)
    for rule in RULES:
        assert len(list(rule.findings(one))) <= len(one.extraction.claims)
