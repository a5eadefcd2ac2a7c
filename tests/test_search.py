"""Figures that name no work: of many works the likeliest are asked, and chance is allowed for."""

from __future__ import annotations

import pytest

from checkers.contest import Outcome
from checkers.judge import Judge, Works
from checkers.model import Judgement, Reason, Verdict
from checkers.search import MOST_ASKED, doubted
from checkers.trees import contest_model
from claims.extract import Extractor
from claims.readers import parse
from sources.model import Resolution, Source

CLAIM = "Surgical wounds became infected in 12% of the 240 patients who were given cefazolin."
OWN = (
    "Of 240 patients who were given cefazolin, wounds became infected in 12%. "
    "Fever was seen in 31% and kidney failure in 2% of them."
)
#: Other works, each about something else, in which 12% stands by chance.
OTHERS = tuple(
    f"Among {200 + number} farms the {crop} yield fell by 12% in the dry season."
    for number, crop in enumerate(
        "wheat barley maize rice millet sorghum oat rye cotton flax hemp cassava".split()
    )
)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(Extractor())


def judged(judge: Judge, how: Resolution, *texts: str) -> Judgement:
    """The verdict on the share of the claim, asked of these works."""
    works = tuple(
        Source(f"{number}.txt", parse(text, f"{number}.txt")) for number, text in enumerate(texts)
    )
    document = parse(CLAIM, "article.txt")
    claims = judge.extractor.extract(document).claims
    found = judge.judge(claims, lambda _: Works(works, (), how))
    return next(one for one in found if one.claim.quantity.text == "12%")


def test_the_right_work_is_found_among_many(judge: Judge) -> None:
    found = judged(judge, Resolution.FOLDER_SEARCH, *OTHERS, OWN)
    assert found.verdict is Verdict.SUPPORTED
    assert found.evidence[0].source == f"{len(OTHERS)}.txt"


def test_the_order_of_the_works_does_not_matter(judge: Judge) -> None:
    first = judged(judge, Resolution.FOLDER_SEARCH, OWN, *OTHERS)
    last = judged(judge, Resolution.FOLDER_SEARCH, *OTHERS, OWN)
    assert (first.verdict, first.confidence) == (last.verdict, last.confidence)


def test_a_number_that_fits_by_chance_in_one_of_many_is_no_support(judge: Judge) -> None:
    assert len(OTHERS) > MOST_ASKED
    found = judged(judge, Resolution.FOLDER_SEARCH, *OTHERS)
    assert found.verdict is Verdict.UNSUPPORTED


@pytest.mark.parametrize(
    ("works", "odds", "passes"),
    [(1, 1.01, True), (4, 1.9, False), (4, 2.1, True), (100, 9.9, False), (100, 10.1, True)],
)
def test_the_odds_asked_for_grow_with_the_root_of_the_number_of_works(
    works: int, odds: float, passes: bool
) -> None:
    mark = contest_model().mark
    sure = odds * mark / (1 - mark + odds * mark)
    found = doubted(Outcome(Verdict.SUPPORTED, Reason.VALUE_MATCH, sure), works)
    assert (found.verdict is Verdict.SUPPORTED) is passes
    assert found.near_miss is not passes


def test_every_work_counts_as_read(judge: Judge) -> None:
    found = judged(judge, Resolution.FOLDER_SEARCH, *OTHERS, OWN)
    assert len(found.sources_read) == len(OTHERS) + 1


def test_a_figure_without_a_citation_stays_uncited_but_its_likeliest_work_is_named(
    judge: Judge,
) -> None:
    found = judged(judge, Resolution.NONE, *OTHERS, OWN)
    assert found.verdict is Verdict.UNCITED
    assert found.evidence[0].source == f"{len(OTHERS)}.txt"
