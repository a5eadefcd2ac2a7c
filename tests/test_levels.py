"""Confidence levels: read as quantities, and borne out by any interval of the same level."""

from __future__ import annotations

import pytest

from checkers.judge import Judge
from checkers.model import Reason, Verdict
from checkers.pair import verify
from claims.document import Block, BlockKind, Document, Extent
from claims.extract import Extractor
from claims.grammar import find_quantities
from claims.quantity import Dimension

CLAIM = "Falls were rarer in the trained group (RR 0.71, 95% CI 0.55 to 0.92)."


def document(text: str) -> Document:
    return Document("source", text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("(95% CI 0.55 to 0.92)", "95%"),
        ("(99 % confidence interval, 0.51–0.97)", "99 %"),
        ("a two-sided 97.5% confidence limit", "97.5%"),
        ("(CI 90%: 0.55, 0.92)", "90%"),
        ("the 95 per cent credible interval", "95 per cent"),
        ("limits at the 95% confidence level", "95%"),
    ],
)
def test_a_level_is_a_quantity_that_says_what_it_is(text: str, level: str) -> None:
    (found,) = [one for one in find_quantities(text).quantities if one.is_level]
    assert (found.text, found.unit, found.dimension) == (level, "%", Dimension.STATISTIC)
    assert text[found.start : found.end] == level


def test_a_share_of_people_who_are_confident_is_no_level() -> None:
    (found,) = find_quantities("95% of confident drivers agreed").quantities
    assert not found.is_level


@pytest.mark.parametrize(
    ("source", "verdict", "reason"),
    [
        (
            "All intervals are 95% confidence intervals. The relative risk was 0.71 (0.55, 0.92).",
            Verdict.SUPPORTED,
            Reason.VALUE_MATCH,
        ),
        (
            "Falls were rarer in the trained group (RR 0.71, 90% CI 0.55 to 0.92).",
            Verdict.CONTRADICTED,
            Reason.VALUE_DIFFERS,
        ),
        (
            "Falls were rarer in the trained group (RR 0.71, CI 0.55 to 0.92).",
            Verdict.PARTLY_SUPPORTED,
            Reason.FINER_THAN_SOURCE,
        ),
        ("Falls were rarer in 12 of 31 homes.", Verdict.UNSUPPORTED, Reason.NO_EVIDENCE),
    ],
)
def test_a_level_is_borne_out_by_any_interval_of_the_same_level(
    source: str, verdict: Verdict, reason: Reason
) -> None:
    told = verify(CLAIM, document(source), Extent.FULL, Judge(Extractor()))
    (level,) = [one for one in told.judgements if one.claim.quantity.is_level]
    assert (level.verdict, level.reason) == (verdict, reason)
    if level.evidence:
        (evidence,) = level.evidence
        assert evidence.quote == source[evidence.start : evidence.end]


def test_the_quoted_passage_prints_the_figures_of_the_claim() -> None:
    near = "The risk ratio for falls was 0.71 (95% CI 0.55 to 0.92)."
    source = f"Cost fell by 3% (95% CI 1 to 5). {near} Fear fell by 4% (95% CI 2 to 6)."
    told = verify(CLAIM, document(source), Extent.FULL, Judge(Extractor()))
    (level,) = [one for one in told.judgements if one.claim.quantity.is_level]
    assert level.evidence[0].quote == near


def test_a_level_measures_its_interval_and_takes_no_other_figure_s_words() -> None:
    text = "The mean age was 61 years (95% confidence interval 58 to 64)."
    by_text = {one.quantity.text: one for one in Extractor().extract(document(text)).claims}
    measured = by_text["95%"].property
    assert measured is not None
    assert measured.text == "confidence interval"
    assert text[measured.start : measured.end] == measured.text
