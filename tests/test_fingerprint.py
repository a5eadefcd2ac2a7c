"""A fingerprint names what a finding rests on, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.fingerprint import PATTERN, fingerprint, parted, with_fingerprints
from checkers.model import Evidence, Finding, Judgement, Place, Reason, Severity, Verdict, WorkRead
from checkers.rule import ArticleAudit, Rule
from claims.citations import find_citations
from claims.claim import Citation, Claim, Coverage, Extraction, Scope, Span
from claims.document import Extent
from claims.extract import Extractor
from claims.pipeline import DEFAULT_MODEL
from claims.quantity import Dimension, Quantity, Relation
from claims.readers import parse
from sources.model import Reference, Resolution, Resolved, Source
from sources.reflist import references

ARTICLE = """# Spread of bowel tumors

Imaging is part of the work-up.
Mesenteric lymph nodes are involved in 80–90% of patients [1].
Liver metastases occur in 40% of patients [2].

## References

1. Nodes of the mesentery in small tumors. Gut J. 2019. doi:10.5555/nodes.2019
2. Liver lesions in neuroendocrine disease. Liver J. 2021.
"""
WORKS = {"1": "Nodes were involved in most patients.", "2": "Lesions of the liver were rare."}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(DEFAULT_MODEL)


def rule(identifier: str) -> Rule:
    return Rule(identifier, "", Severity.ERROR, "", "", "", "")


def audited(
    extractor: Extractor,
    text: str,
    works: Mapping[str, str] = WORKS,
    verdict: Verdict = Verdict.UNSUPPORTED,
    name: str = "article.md",
) -> ArticleAudit:
    """An article whose figures all have one verdict."""
    document = parse(text, name)
    extraction = extractor.extract(document, find_citations(document))
    listed = references(document)
    entries = {entry.label: entry for entry in listed}
    sources = {label: Source(f"{label}.txt", parse(work, label)) for label, work in works.items()}
    labels = dict.fromkeys(label for marker in extraction.citations for label in marker.labels)
    ties = tuple(
        Resolved(label, entries.get(label), sources.get(label), Resolution.LABEL)
        for label in labels
    )
    judgements = tuple(
        (f"c{number}", Judgement(claim, verdict, Reason.NO_EVIDENCE, 0.9, "Told."))
        for number, claim in enumerate(extraction.claims, 1)
    )
    return ArticleAudit(document, extraction, listed, ties, judgements)


def findings(audit: ArticleAudit, identifier: str = "S001") -> tuple[Finding, ...]:
    """One finding a figure."""
    found = (
        rule(identifier).at(
            audit.document,
            one.claim.quantity.start,
            one.claim.quantity.end,
            one.explanation,
            claim,
        )
        for claim, one in audit.judgements
    )
    return with_fingerprints(found, audit)


def names(audit: ArticleAudit, identifier: str = "S001") -> dict[str, str]:
    """Figure -> fingerprint."""
    text = audit.document.text
    return {text[one.start : one.end]: one.fingerprint for one in findings(audit, identifier)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# Spread", "A new first line.\n\n# Spread"),
        ("\nMesenteric", "\n\n\n\nMesenteric"),
        ("Imaging is part of the work-up.", "Imaging with a scanner comes first, as a rule."),
        ("Liver metastases occur in 40% of patients [2].\n", ""),
        ("Liver metastases occur in 40%", "The liver holds metastases in 35%"),
        ("Mesenteric lymph nodes are", "In general, mesenteric lymph nodes are"),
        ("Mesenteric lymph nodes are", "Mesenteric\nlymph nodes  are"),
        ("80–90%", "80-90%"),
        ("80–90%", "80 to 90 percent"),
        ("Gut J. 2019", "Gut Journal 2019"),
    ],
    ids=lambda text: text[:30],
)
def test_it_survives_what_leaves_the_figure_and_its_source_alone(
    extractor: Extractor, old: str, new: str
) -> None:
    before = names(audited(extractor, ARTICLE))["80–90%"]
    assert before in names(audited(extractor, ARTICLE.replace(old, new, 1))).values()


def test_it_survives_renumbered_references(extractor: Extractor) -> None:
    swapped = ARTICLE.replace("[1]", "[A]").replace("[2]", "[1]").replace("[A]", "[2]")
    swapped = re.sub(r"(?m)^1(\. Nodes.*)\n2(\. Liver.*)\n", r"1\2\n2\1\n", swapped)
    works = {"1": WORKS["2"], "2": WORKS["1"]}
    assert names(audited(extractor, swapped, works)) == names(audited(extractor, ARTICLE))
    assert names(audited(extractor, swapped, {})) == names(audited(extractor, ARTICLE, {}))


def test_it_does_not_know_paths_messages_or_severities(extractor: Extractor) -> None:
    audit = audited(extractor, ARTICLE)
    moved = audited(extractor, ARTICLE, name="archive/old.md")
    assert names(moved) == names(audit)
    finding = findings(audit)[0]
    other = replace(finding, message="Told in other words.", severity=Severity.NOTE, line=99)
    assert fingerprint(other, audit) == finding.fingerprint


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("80–90%", "80–95%"),
        ("80–90%", "85%"),
        ("80–90%", "over 80%"),
        ("80–90%", "about 80–90%"),
        ("80–90%", "80.0–90.0%"),
        ("80–90%", "80–90"),
        ("Mesenteric lymph nodes are", "Bones of the spine are"),
        ("patients [1]", "patients [2]"),
        ("patients [1]", "patients [1, 2]"),
    ],
    ids=lambda text: text[:30],
)
def test_it_no_longer_fits_when_the_figure_or_what_it_cites_is_changed(
    extractor: Extractor, old: str, new: str
) -> None:
    before = names(audited(extractor, ARTICLE))["80–90%"]
    assert before not in names(audited(extractor, ARTICLE.replace(old, new, 1))).values()


def test_it_no_longer_fits_when_the_text_of_the_cited_work_is_changed(
    extractor: Extractor,
) -> None:
    before = names(audited(extractor, ARTICLE))
    after = names(audited(extractor, ARTICLE, {**WORKS, "1": "Nodes were involved in 70%."}))
    assert after["80–90%"] != before["80–90%"]
    assert after["40%"] == before["40%"]
    wrapped = names(
        audited(extractor, ARTICLE, {**WORKS, "1": "Nodes were\r\ninvolved in most patients."})
    )
    assert wrapped == before


@pytest.mark.parametrize("identifier", ["N002", "T001"])
def test_rules_that_look_at_the_article_alone_rest_on_no_source(
    extractor: Extractor, identifier: str
) -> None:
    changed = audited(extractor, ARTICLE, {"1": "Another text."})
    assert names(changed, identifier) == names(audited(extractor, ARTICLE), identifier)


def test_an_uncited_figure_rests_on_no_source(extractor: Extractor) -> None:
    text = "Mesenteric lymph nodes are involved in 80–90% of patients.\n"
    one, other = (
        names(audited(extractor, text, works, Verdict.UNCITED), "S005") for works in (WORKS, {})
    )
    assert one == other


def test_where_the_folder_was_searched_it_rests_on_the_work_that_is_quoted_or_on_all(
    extractor: Extractor,
) -> None:
    def name(quoted: str, other: str, *, evidence: bool = True) -> str:
        audit = audited(extractor, "Nodes are involved in 80% of patients [4].\n", {})
        works = {"near.txt": quoted, "far.txt": other}
        sources = tuple(Source(path, parse(text, path)) for path, text in works.items())
        ((claim, judgement),) = audit.judgements
        judged = replace(
            judgement,
            resolution=Resolution.FOLDER_SEARCH,
            evidence=(Evidence("near.txt", "", 0, 0, 1),) if evidence else (),
            sources_read=tuple(WorkRead(path, Extent.FULL) for path in works),
        )
        return names(replace(audit, judgements=((claim, judged),), sources=sources))["80%"]

    assert name("Nodes in 70%.", "Bones.") == name("Nodes in 70%.", "Livers.")
    assert name("Nodes in 70%.", "Bones.") != name("Nodes in 75%.", "Bones.")
    nothing = name("Nodes.", "Bones.", evidence=False)
    assert nothing == name("Nodes. ", "Bones.", evidence=False)
    assert nothing != name("Nodes.", "Livers.", evidence=False)


def test_two_figures_of_one_line_have_two_names(extractor: Extractor) -> None:
    text = "Nodes are involved in 80% and the liver in 80% of patients [1].\n"
    audit = audited(extractor, text)
    first, second = (one.fingerprint for one in findings(audit))
    assert first != second
    assert names(audit, "S001") != names(audit, "S002")


def test_equal_findings_are_numbered_in_the_order_of_the_text(extractor: Extractor) -> None:
    line = "Nodes are involved in 80% of patients [1].\n\n"
    once = findings(audited(extractor, line))
    thrice = findings(audited(extractor, line * 3))
    base = once[0].fingerprint
    assert [one.fingerprint for one in thrice] == [base, f"{base}.2", f"{base}.3"]
    assert [parted(one.fingerprint) for one in thrice] == [(base, 1), (base, 2), (base, 3)]


@pytest.mark.parametrize(
    ("identifier", "text", "same"),
    [
        ("N002", "Of the 40 patients seen [2], 10 relapsed (25%).\n", True),
        ("N002", "Of 45 patients [1], 10 relapsed (25%).\n", False),
        ("S001", "Of 45 patients [1], 10 relapsed (25%).\n", True),
    ],
    ids=["reworded, renumbered", "another count", "a rule on the figure alone"],
)
def test_rules_of_the_article_look_at_the_other_numbers_of_the_sentence(
    extractor: Extractor, identifier: str, text: str, same: bool
) -> None:
    def name(text: str) -> str:
        audit = audited(extractor, text, {"1": "A work.", "2": "A work."})
        (found,) = (
            one for one in findings(audit, identifier) if text[one.start :].startswith("25%")
        )
        return found.fingerprint

    assert (name(text) == name("Of 40 patients [1], 10 relapsed (25%).\n")) is same


def test_a_finding_on_two_figures_rests_on_both(extractor: Extractor) -> None:
    def name(other: str, line: int = 9) -> str:
        audit = audited(extractor, ARTICLE)
        (first, *_) = findings(audit, "N001")
        return fingerprint(replace(first, related=(Place("x.md", line, 0, 3, other),)), audit)

    assert name("70%") == name("70%", 12)
    assert name("70%") != name("75%")


def test_a_wider_finding_on_a_figure_keeps_its_other_numbers(extractor: Extractor) -> None:
    def name(text: str) -> str:
        audit = audited(extractor, text)
        claim = next(name for name, one in audit.judgements if "25%" in one.claim.quantity.text)
        start, end = text.index("10"), text.index("25%") + 3
        return fingerprint(rule("ACME001").at(audit.document, start, end, "x", claim), audit)

    before = name("Of 40 patients, 10 of 40 (25%) relapsed.\n")
    assert before == name("Of the 40 patients, 10 of  40 (25%) relapsed.\n")
    assert before != name("Of 40 patients, 10 of 45 (25%) relapsed.\n")


def test_a_finding_on_a_stretch_of_text_is_known_by_the_stretch(extractor: Extractor) -> None:
    def name(text: str, stretch: str) -> str:
        audit = audited(extractor, text)
        start = text.index(stretch)
        return fingerprint(rule("C001").at(audit.document, start, start + len(stretch), "x"), audit)

    assert name("Shown before [7].\n", "[7]") == name("A line.\n\nShown since [7].\n", "[7]")
    assert name("Shown before [7].\n", "[7]") != name("Shown before [8].\n", "[8]")


def test_a_finding_on_a_reference_is_known_by_the_work(extractor: Extractor) -> None:
    def name(text: str, works: Mapping[str, str] = WORKS) -> list[str]:
        audit = audited(extractor, text, works)
        return [
            fingerprint(rule("C003").at(audit.document, entry.start, entry.end, "x"), audit)
            for entry in audit.references
        ]

    before = name(ARTICLE)
    assert len(set(before)) == 2
    assert name(ARTICLE.replace("Gut J.", "Gut.")) == before
    changed = name(ARTICLE, {**WORKS, "1": "RETRACTED. Nodes."})
    assert [one == other for one, other in zip(changed, before, strict=True)] == [False, True]


def test_a_finding_on_the_whole_file_is_known_by_its_message(extractor: Extractor) -> None:
    audit = audited(extractor, ARTICLE)
    one, other = (rule("X003").on("article.md", f"Label {label} is lost.") for label in "34")
    assert fingerprint(one, audit) != fingerprint(other, audit)


def test_the_recipe_is_a_promise() -> None:
    """Waivers of users break when this changes: a new recipe needs a new version."""
    text = "Nodes of the mesentery are involved in 80–90% of patients [1]."
    figure = Quantity(
        *("80–90%", 39, 45, Decimal(80), Decimal(90), Relation.RANGE),
        unit_text="%",
        unit="%",
        dimension=Dimension.PROPORTION,
    )
    claim = Claim(
        *("a.md", figure, text, 0, len(text)),
        entity=Span("patients", 49, 57),
        property=Span("Nodes of the mesentery", 0, 22),
        coverage=(Coverage(Citation(("1",), 58, 61), Scope.SENTENCE),),
    )
    tie = Resolved("1", Reference("a.md", "1", doi="10.5555/nodes"), None, Resolution.NONE)
    judgement = Judgement(claim, Verdict.UNVERIFIABLE, Reason.SOURCE_MISSING, 1.0, "Told.")
    document = parse(text, "a.md")
    audit = ArticleAudit(document, Extraction((claim,), ()), (), (tie,), (("c1", judgement),))
    assert names(audit, "S004") == {"80–90%": "f1-db542a6368238928"}
    assert fingerprint(rule("X003").on("a.md", "Lost."), audit) == "f1-d14f9470852a8d29"


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80), st.text(max_size=20))
def test_any_finding_has_a_name(text: str, start: int, length: int, message: str) -> None:
    document = parse(text + "x", "any.txt", "text")
    first = min(start, len(document.text))
    last = min(first + length, len(document.text))
    finding = Finding("Z001", Severity.NOTE, message, "any.txt", 1, 1, 1, 1, first, last)
    audit = ArticleAudit(document, Extraction((), ()))
    (named,) = with_fingerprints([finding], audit)
    assert PATTERN.fullmatch(named.fingerprint)
