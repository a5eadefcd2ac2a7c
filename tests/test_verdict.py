"""The verdict table, and the probes that anyone can extend with one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkers.judge import Judge
from checkers.model import Reason, Verdict
from checkers.pair import verify
from checkers.relation import ValueRelation
from checkers.verdict import BEST_FIRST, TABLE, Same, Trait, decide, rank
from claims.document import Block, BlockKind, Document, Extent
from claims.extract import Extractor

CASES = Path(__file__).with_name("cases") / "verify.tsv"


def cases() -> list[list[str]]:
    rows = (line for line in CASES.read_text("utf-8").splitlines() if line.strip())
    return [row.split("\t") for row in rows if not row.startswith("#")]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Extractor())


@pytest.mark.parametrize(("claim", "source", "verdict", "reason"), cases())
def test_probe(judge: Judge, claim: str, source: str, verdict: str, reason: str) -> None:
    document = Document("source", source, blocks=(Block(BlockKind.PARAGRAPH, 0, len(source)),))
    told = verify(claim, document, Extent.FULL, judge)
    assert (told.verdict.value, told.reason.value) == (verdict, reason)


@pytest.mark.parametrize(
    ("same", "relation", "traits", "verdict", "reason"),
    [
        (Same.SAME, "equal", set(), "supported", "value-match"),
        (Same.SAME, "within-rounding", set(), "supported", "rounded"),
        (Same.SAME, "equal", {Trait.CONVERTED}, "supported", "converted"),
        (Same.SAME, "within-rounding", {Trait.DERIVED}, "supported", "derived"),
        (Same.SAME, "equal", {Trait.OPPOSED}, "contradicted", "direction-differs"),
        (Same.SAME, "equal", {Trait.CREDITED}, "partly-supported", "secondary-citation"),
        (Same.SAME, "finer", set(), "partly-supported", "finer-than-source"),
        (Same.SAME, "one-end", set(), "partly-supported", "range-partial"),
        (Same.SAME, "overlapping", set(), "contradicted", "range-differs"),
        (Same.SAME, "disjoint", set(), "contradicted", "value-differs"),
        (Same.SAME, "disjoint", {Trait.UNIT_SLIP}, "contradicted", "unit-differs"),
        (Same.SIBLING, "equal", set(), "contradicted", "arm-differs"),
        (Same.POPULATION, "equal", set(), "partly-supported", "population-differs"),
        (Same.POPULATION, "disjoint", set(), "unsupported", "population-differs"),
        (Same.TIME, "equal", set(), "partly-supported", "time-differs"),
        (Same.OTHER, "equal", set(), "unsupported", "entity-differs"),
        (Same.OTHER, "disjoint", set(), "unsupported", "no-evidence"),
    ],
)
def test_table(same: Same, relation: str, traits: set[Trait], verdict: str, reason: str) -> None:
    assert decide(same, ValueRelation(relation), frozenset(traits)) == (verdict, reason)


def test_every_candidate_has_a_row() -> None:
    for same in Same:
        for relation in ValueRelation:
            decide(same, relation)


def test_every_row_can_decide() -> None:
    reached = {
        next(row for row in TABLE if row.fits(same, relation, traits))
        for same in Same
        for relation in ValueRelation
        for traits in [frozenset[Trait](), *(frozenset({trait}) for trait in Trait)]
    }
    assert reached == set(TABLE)


def test_the_best_verdict_wins() -> None:
    assert set(BEST_FIRST) == set(Verdict)
    assert rank(Verdict.SUPPORTED, Reason.DERIVED) < rank(
        Verdict.CONTRADICTED, Reason.VALUE_DIFFERS
    )
    assert rank(Verdict.UNSUPPORTED, Reason.ENTITY_DIFFERS) < rank(
        Verdict.UNSUPPORTED, Reason.NO_EVIDENCE
    )
