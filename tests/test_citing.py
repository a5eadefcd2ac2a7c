"""The citation rules where their cases cannot reach: notices, severities, lists of a reference file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checkers.citing import RULES
from checkers.model import Severity
from checkers.rule import ArticleAudit
from claims.citations import find_citations
from claims.claim import Extraction
from claims.readers import parse
from sources.model import Notice, NoticeKind
from sources.reflist import references
from sources.resolve import resolve

BODY = """Nodes are involved in most patients [1]. Half of the patients survive ten years [2].
Relapse is common [3].

## References

1. Nodal Study Group. Spread of ileal tumors to the nodes. Example J Surg. 2012;4:11–19.
2. Liver Registry Group. Survival with liver metastases. Example Med. 2015;9:201–8.
3. Follow-up Group. Relapse after resection of the ileum. Ann Example. 2018;22:1–7.
"""


def audit(text: str, name: str = "article.md") -> ArticleAudit:
    document = parse(text, name)
    citations, listed = find_citations(document), references(document)
    ties = resolve(dict.fromkeys(label for one in citations for label in one.labels), listed, ())
    extraction = Extraction((), citations)
    return ArticleAudit(
        document, extraction, listed, tuple(ties.by_label.values()), (), ties.ambiguous
    )


def found(look: ArticleAudit) -> list[tuple[str, Severity, str]]:
    return [
        (finding.rule, finding.severity, look.document.text[finding.start : finding.end])
        for rule in RULES
        for finding in rule.findings(look)
    ]


def noticed(*notices: Notice) -> ArticleAudit:
    look = audit(BODY)
    first, second, third = look.resolutions
    return replace(look, resolutions=(first, replace(second, notices=notices), third))


def test_a_sound_article_has_no_findings() -> None:
    assert found(audit(BODY)) == []


@pytest.mark.parametrize(
    ("kind", "severity"),
    [
        (NoticeKind.RETRACTION, Severity.ERROR),
        (NoticeKind.WITHDRAWAL, Severity.ERROR),
        (NoticeKind.CONCERN, Severity.WARNING),
        (NoticeKind.CORRECTION, Severity.NOTE),
    ],
)
def test_a_notice_weighs_by_its_kind(kind: NoticeKind, severity: Severity) -> None:
    assert found(noticed(Notice(kind, "crossref"))) == [("C003", severity, "[2]")]


def test_the_gravest_notice_is_told_with_its_date_and_doi() -> None:
    look = noticed(
        Notice(NoticeKind.CORRECTION, "pubmed"),
        Notice(NoticeKind.RETRACTION, "crossref", "10.9999/notice.1", "2019-05-02"),
    )
    (message,) = (one.message for rule in RULES for one in rule.findings(look))
    assert message == (
        "“[2]” cites entry 2 (“Survival with liver metastases”, 2015), which was retracted on "
        "2019-05-02 (10.9999/notice.1), as Crossref says."
    )


def test_entries_of_a_reference_file_have_no_place_and_are_not_called_uncited() -> None:
    look = audit(BODY)
    elsewhere = replace(look.references[0], document="list.bib", label="9", start=0, end=0)
    assert found(replace(look, references=(*look.references, elsewhere))) == []


def test_a_label_without_entry_is_told_once() -> None:
    text = BODY.replace("common [3]", "common [3, 4] and late [4]")
    assert found(audit(text)) == [("C001", Severity.WARNING, "[3, 4]")]


@pytest.mark.parametrize("inside", ["[2015]", "[40–99]", "[0, 1]"])
def test_numbers_in_brackets_that_are_no_labels(inside: str) -> None:
    assert found(audit(BODY.replace("common [3]", f"common [3] {inside}"))) == []


def test_a_list_that_was_read_twice_is_not_full_of_duplicates() -> None:
    entries = BODY[BODY.index("1. Nodal") :]
    again = "".join(
        line.replace(f"{number}. ", f"{number + 3}. ", 1) + "\n"
        for number, line in enumerate(entries.splitlines(), 1)
    )
    assert not [one for one in found(audit(BODY + again)) if one[0] == "C004"]


def test_raised_numbers_beyond_the_list() -> None:
    works = "".join(
        f"<li>{line.split('. ', 1)[1]}</li>" for line in BODY[BODY.index("1. Nodal") :].splitlines()
    )
    text = "Nodes are involved<sup>1</sup>. Half survive<sup>2</sup>. Some relapse<sup>3,4</sup>."
    page = f"<article><h1>Nodes</h1><p>{text}</p><h2>References</h2><ol>{works}</ol></article>"
    ((rule, _, marker),) = found(audit(page, "article.html"))
    assert rule == "C001"
    assert marker == "³,⁴"
