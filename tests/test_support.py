"""The support rules, from judgements to findings, and what the run says of labels."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from checkers import registry, support
from checkers.model import Judgement, Reason, Severity, Verdict
from checkers.rule import ArticleAudit
from claims.claim import Claim, Extraction
from claims.document import Document
from claims.quantity import Quantity, Relation
from sources.model import Resolution, Resolved, Source

TEXT = "First line.\nRelapse occurred in 12% of patients [1].\n"
AT = TEXT.index("12%")
FIGURE = Quantity("12%", AT, AT + 3, Decimal(12), Decimal(12), Relation.EXACT, unit="%")
CLAIM = Claim("a.txt", FIGURE, TEXT[12:-1], 12, len(TEXT) - 1)
DOCUMENT = Document("a.txt", TEXT)


def audit(
    verdict: Verdict, resolution: Resolution = Resolution.LABEL, *ties: Resolved
) -> ArticleAudit:
    judgement = Judgement(
        CLAIM, verdict, Reason.VALUE_DIFFERS, 0.9, "Say this.", resolution=resolution
    )
    return ArticleAudit(DOCUMENT, Extraction((CLAIM,), ()), (), ties, (("c1", judgement),))


@pytest.mark.parametrize(
    ("verdict", "rule", "severity"),
    [
        (Verdict.UNSUPPORTED, "S001", Severity.ERROR),
        (Verdict.CONTRADICTED, "S002", Severity.ERROR),
        (Verdict.PARTLY_SUPPORTED, "S003", Severity.WARNING),
        (Verdict.UNVERIFIABLE, "S004", Severity.NOTE),
        (Verdict.UNCITED, "S005", Severity.WARNING),
    ],
)
def test_each_verdict_has_its_rule(verdict: Verdict, rule: str, severity: Severity) -> None:
    (finding,) = support.findings(audit(verdict))
    assert (finding.rule, finding.severity, finding.claim) == (rule, severity, "c1")
    assert (finding.line, finding.column, finding.end_column) == (2, 21, 24)
    assert TEXT[finding.start : finding.end] == "12%"
    assert finding.message == "Say this."


def test_a_supported_figure_is_no_finding() -> None:
    assert registry.run(audit(Verdict.SUPPORTED)) == ()


def test_lost_labels_are_told_once_an_article() -> None:
    found = Resolved("1", None, Source("1.txt", DOCUMENT), Resolution.LABEL)
    lost = Resolved("2", None, None, Resolution.NONE, "no file bears the label")
    (finding,) = registry.run(audit(Verdict.SUPPORTED, Resolution.LABEL, found, lost))
    assert finding.rule == "X003"
    assert finding.message == "1 of 2 labels lead to no source: 2 (no file bears the label)."
    (searched,) = registry.run(audit(Verdict.SUPPORTED, Resolution.FOLDER_SEARCH, lost))
    assert searched.message.endswith("; every source of the folder was searched instead.")


def test_ambiguous_labels_are_told_one_by_one() -> None:
    unclear = Resolved("2", None, None, Resolution.NONE, "several sources have the label")
    (finding,) = registry.run(
        replace(audit(Verdict.SUPPORTED, Resolution.LABEL, unclear), ambiguous={"2": ("a", "b")})
    )
    assert (finding.rule, finding.message) == ("X004", "Label 2 fits several works: a, b.")
