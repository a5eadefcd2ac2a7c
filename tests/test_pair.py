"""Whole claim texts against one source, and claims against several works."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.judge import Judge, Works
from checkers.model import Reason, Verdict
from checkers.pair import central, verify
from claims.claim import Citation, Claim, Coverage, Scope
from claims.document import Block, BlockKind, Document, Extent
from claims.extract import Extractor
from sources.model import Resolution, Source

LIVER = (
    "Approximately 80% of metastatic patients have secondary hepatic lesions, and in "
    "approximately 50% of cases the liver is the only metastatic site."
)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Extractor())


def document(text: str, name: str = "source") -> Document:
    return Document(name, text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))


def source(text: str, name: str, extent: Extent = Extent.FULL) -> Source:
    return Source(name, document(text, name), extent)


def cited(judge: Judge, text: str) -> Claim:
    (claim,) = judge.extractor.extract(document(text, "article")).claims
    cover = Coverage(Citation(("1",), 0, 0), Scope.SENTENCE)
    return Claim(
        claim.document, claim.quantity, claim.text, claim.start, claim.end, coverage=(cover,)
    )


def test_every_figure_is_judged_and_its_evidence_quoted(judge: Judge) -> None:
    told = verify(
        "About 80% of metastatic patients have liver lesions.", document(LIVER), Extent.FULL, judge
    )
    (figure,) = told.judgements
    (evidence,) = figure.evidence
    assert LIVER[evidence.start : evidence.end] == evidence.quote
    assert evidence.quantity is not None
    assert evidence.quantity.text == "Approximately 80%"
    row = told.as_dict()
    assert set(row) == {"verdict", "reason", "confidence", "quantities"}
    assert 0.5 <= told.confidence <= 1


@pytest.mark.parametrize("claim", ["", "  \n", "The liver is a common site of spread."])
def test_no_figure_is_unverifiable(judge: Judge, claim: str) -> None:
    told = verify(claim, document(LIVER), Extent.FULL, judge)
    assert (told.verdict, told.reason) == (Verdict.UNVERIFIABLE, Reason.NO_QUANTITY)


def test_an_empty_source_holds_nothing(judge: Judge) -> None:
    told = verify("Relapse occurred in 12% of patients.", document(""), Extent.FULL, judge)
    assert (told.verdict, told.reason) == (Verdict.UNSUPPORTED, Reason.NO_EVIDENCE)


def test_an_abstract_that_is_silent_proves_nothing(judge: Judge) -> None:
    told = verify("Relapse occurred in 12% of patients.", document(LIVER), Extent.ABSTRACT, judge)
    assert (told.verdict, told.reason) == (Verdict.UNVERIFIABLE, Reason.ABSTRACT_ONLY)


def test_a_side_figure_that_is_contradicted_decides(judge: Judge) -> None:
    told = verify(
        "The odds ratio of relapse was 1.5 (95% CI 1.1 to 2.2).",
        document("The odds ratio of relapse was 1.5 (95% CI 1.1 to 2.0)."),
        Extent.FULL,
        judge,
    )
    assert (told.verdict, told.reason) == (Verdict.CONTRADICTED, Reason.RANGE_DIFFERS)


def test_a_side_figure_does_not_decide(judge: Judge) -> None:
    told = verify(
        "At 9 months, 80% of metastatic patients have liver lesions.",
        document(LIVER),
        Extent.FULL,
        judge,
    )
    assert central(told.judgements).claim.quantity.text == "80%"


def test_over_several_works_the_best_verdict_wins(judge: Judge) -> None:
    claim = cited(judge, "About 80% of metastatic patients have liver metastases.")
    other = source("Relapse occurred in 12% of patients.", "other.txt")
    works = Works((other, source(LIVER, "liver.txt")), (), Resolution.LABEL)
    told = judge.judge_claim(claim, works)
    assert told.verdict is Verdict.SUPPORTED
    assert told.evidence[0].source == "liver.txt"
    assert [work.source for work in told.sources_read] == ["other.txt", "liver.txt"]


def test_what_is_missing_is_told(judge: Judge) -> None:
    claim = cited(judge, "About 80% of metastatic patients have liver metastases.")
    told = judge.judge_claim(claim, Works((), ("7",), Resolution.NONE))
    assert (told.verdict, told.reason, told.missing) == (
        Verdict.UNVERIFIABLE,
        Reason.SOURCE_MISSING,
        ("7",),
    )
    assert told.explanation == (
        "“About 80%” could not be checked, the cited work 7 is not at hand."
    )


def test_a_folder_that_is_silent_is_counted(judge: Judge) -> None:
    claim = cited(judge, "Relapse occurred in 12% of patients.")
    works = Works(
        (source(LIVER, "a.txt", Extent.ABSTRACT), source("Nothing.", "b.txt")),
        (),
        Resolution.FOLDER_SEARCH,
    )
    told = judge.judge_claim(claim, works)
    assert told.verdict is Verdict.UNSUPPORTED
    assert "None of the 2 sources given, 1 of them abstract," in told.explanation


def test_an_uncited_figure_is_searched_all_the_same(judge: Judge) -> None:
    text = "About 80% of metastatic patients have liver metastases."
    (claim,) = judge.extractor.extract(document(text, "article")).claims
    told = judge.judge_claim(claim, Works((source(LIVER, "liver.txt"),), (), Resolution.NONE))
    assert (told.verdict, told.reason) == (Verdict.UNCITED, Reason.NO_CITATION)
    assert told.evidence
    assert "liver.txt" in told.explanation


def test_a_source_is_indexed_once(judge: Judge) -> None:
    held = document(LIVER)
    assert judge.index(held) is judge.index(document(LIVER))


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_raises(judge: Judge, claim: str, text: str) -> None:
    told = verify(
        f"{claim} 12% of patients", document(f"{text} 12% of patients"), Extent.FULL, judge
    )
    assert told.verdict in Verdict


#: Numbers that no study prints, among some that studies do.
ODD = st.sampled_from(
    "0 -0 0.0 12 200 1/0 0/0 1e999 1e-999 10^400 10^-400 5e30 3e-150 half twice ½ 1:20,000 "
    "99999999999999999999999999999999999 0.000000000000000000000000001".split()
)
MEASURED = st.sampled_from(
    ("%", " mg", " mg/kg a day", " weeks", " women", "-fold", " per 1000", "")
)
STATED = st.sampled_from(
    (
        "{} of the {} fell.",
        "Weight went from {} to {} ({}).",
        "One in {} of {} slept, all but {}.",
        "{} ± {} against {}.",
        "The dose was {} every {} for {}.",
        "A further {} left after {}; {} stayed.",
    )
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    frame = draw(STATED)
    return frame.format(*(draw(ODD) + draw(MEASURED) for _ in range(frame.count("{}"))))


@settings(max_examples=60, deadline=None)
@given(claim=sentences(), source=st.lists(sentences(), min_size=1, max_size=4))
def test_odd_numbers_are_judged(judge: Judge, claim: str, source: list[str]) -> None:
    text = " ".join(source)
    assert verify(claim, document(text), Extent.FULL, judge).verdict in Verdict
