"""One audit run: a page without a reference list against a folder of sources."""

from __future__ import annotations

import pytest

from checkers.model import Judgement
from claimaudit.audit import Settings, audit
from claims.document import Extent
from claims.pipeline import DEFAULT_MODEL
from reports.model import AuditReport

PAGE = """How do tumors of the small bowel spread?

Article Review Status
Submitted
Under Review
Approved

Last updated: May 2, 2024

Short answer

Nodes come first and the liver follows, usually after about 5-7 years, though this differs widely between patients. The order follows the lymph drainage of the bowel before tumor cells enter the blood 1. Slow growth explains the long gap. Roughly 80-90% of patients with bowel tumors have involved mesenteric nodes at diagnosis 1.

Points to remember

• Size: larger tumors (>2 cm) spread more often 1
• Grade: a high Ki-67 index marks faster growth

Follow-up

Imaging every 6-12 months is advised for patients with involved nodes. This approach is supported by studies of early treatment 2, 3.
"""

RECORD = """Loading…
Treating the liver in neuroendocrine disease
Main Author: | |
Format: | Article |
Language: | English |
Published: | 2020 |
Summary: | Approximately 80% of metastatic patients have liver lesions. GEP-NENs account for 60% of all NENs. |
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> AuditReport:
    home = tmp_path_factory.mktemp("page")
    (home / "works").mkdir()
    (home / "page.txt").write_text(PAGE, encoding="utf-8")
    (home / "works" / "record.txt").write_text(RECORD, encoding="utf-8")
    settings = Settings(DEFAULT_MODEL, sources=str(home / "works"))
    return audit([str(home / "page.txt")], settings)


@pytest.fixture(scope="module")
def judged(report: AuditReport) -> dict[str, Judgement]:
    (article,) = report.articles
    return {one.judgement.claim.quantity.text: one.judgement for one in article.claims}


def test_only_figures_that_an_editor_would_check_are_claims(judged: dict[str, Judgement]) -> None:
    assert list(judged) == ["about 5-7 years", "Roughly 80-90%", ">2 cm", "6-12 months"]


@pytest.mark.parametrize(
    ("figure", "labels", "scope"),
    [
        ("about 5-7 years", [], ""),
        ("Roughly 80-90%", ["1"], "clause"),
        (">2 cm", ["1"], "clause"),
        ("6-12 months", ["2", "3"], "paragraph"),
    ],
)
def test_bare_digits_are_citations(
    judged: dict[str, Judgement], figure: str, labels: list[str], scope: str
) -> None:
    coverage = judged[figure].claim.coverage
    assert [label for cover in coverage for label in cover.citation.labels] == labels
    assert {cover.scope.value for cover in coverage} == ({scope} if scope else set())


def test_every_source_is_searched_where_no_label_resolves(judged: dict[str, Judgement]) -> None:
    assert {one.resolution.value for one in judged.values()} == {"folder-search"}
    assert {one.verdict.value for one in judged.values()} == {"unsupported"}
    for one in judged.values():
        assert "None of the 1 source given, 1 of them" in one.explanation


def test_the_tempting_passage_is_quoted_as_a_near_miss(judged: dict[str, Judgement]) -> None:
    nodes = judged["Roughly 80-90%"]
    assert nodes.reason.value == "entity-differs"
    assert nodes.evidence[0].near_miss
    assert "80% of metastatic patients have liver lesions" in nodes.evidence[0].quote


def test_a_figure_without_a_citation_of_its_own_is_told(judged: dict[str, Judgement]) -> None:
    told = "Its own sentence carries no citation"
    assert told in judged["about 5-7 years"].explanation
    assert told not in judged["Roughly 80-90%"].explanation


def test_a_record_page_counts_as_an_abstract(judged: dict[str, Judgement]) -> None:
    assert [work.extent for work in judged[">2 cm"].sources_read] == [Extent.ABSTRACT]
