"""An audit against a library: what it finds there, and what it learns of retractions."""

from __future__ import annotations

import json

import pytest

from claimaudit.audit import audit
from claimaudit.settings import Settings
from sources.library import Record, open_library
from sources.model import Notice, NoticeKind, Reference

ARTICLE = """# Spread of ileal tumors

Liver lesions were found in 80% of the patients with metastases [1].
Lymph nodes were involved in 90% of the patients [2].

## References

1. Example Liver Group. Liver lesions of ileal tumors in a national cohort. Ex J. 2020;3:1-9.
2. Example Nodal Group. RETRACTED: Lymph nodes of ileal tumors in one hospital. Ex J. 2012;1:1-8.
"""
TEXT = "In this cohort 80% of the patients with metastases had liver lesions.\n"
RETRACTED = Notice(NoticeKind.RETRACTION, "crossref", "10.1000/retracts", "2021")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.md").write_text(ARTICLE)
    return tmp_path


def run(**settings):
    report = audit(["article.md"], Settings(**settings))
    assert report.errors == ()
    [article] = report.articles
    return {tie.label: tie for tie in article.resolved}, article


def store(*records: Record) -> None:
    with open_library("library.db", write=True) as library:
        library.add(*records)


def test_the_library_bears_a_figure_out_and_knows_of_retractions(home):
    facts = Reference(
        "", "", title="Liver lesions of ileal tumors in a national cohort", year="2020"
    )
    store(Record("liver.txt", facts, TEXT.encode(), notices=(RETRACTED,)))
    ties, article = run(library="library.db")
    assert ties["1"].source.name == "liver.txt"
    assert article.claims[0].judgement.verdict.value == "supported"
    assert ties["1"].notices == (RETRACTED,)
    assert [notice.told_by for notice in ties["2"].notices] == ["title"]
    assert sum(finding.rule == "C003" for finding in article.findings) == 2


def test_a_reference_file_tells_the_identifier_that_the_library_knows(home):
    entry = {
        "id": "liver2020",
        "type": "article-journal",
        "title": "Liver lesions of ileal tumors in a national cohort",
        "issued": {"date-parts": [[2020]]},
        "PMID": "12345678",
    }
    (home / "own.json").write_text(json.dumps([entry, {**entry, "id": "x", "title": "Another"}]))
    store(Record("liver.txt", Reference("", "", pmid="12345678"), TEXT.encode()))
    ties, article = run(library="library.db", references="own.json")
    assert ties["1"].source.name == "liver.txt"
    assert ties["1"].reason == "same PMID"
    assert [entry.label for entry in article.references] == ["1", "2"]


def test_a_folder_and_a_library_may_hold_texts_of_one_name(home):
    (home / "works").mkdir()
    (home / "works" / "2.txt").write_text("Lymph nodes were involved in 90% of the patients.\n")
    facts = Reference(
        "", "", title="Liver lesions of ileal tumors in a national cohort", year="2020"
    )
    store(Record("2.txt", facts, TEXT.encode()))
    ties, article = run(library="library.db", sources="works")
    assert [ties[label].source.name for label in "12"] == ["library:2.txt", "2.txt"]
    verdicts = [claim.judgement.verdict.value for claim in article.claims]
    assert verdicts == ["supported", "supported"]
