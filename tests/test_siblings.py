"""Which number of a passage is the claim's."""

from __future__ import annotations

import pytest

from checkers.compare import Tolerance
from checkers.contest import sides
from checkers.index import build
from checkers.same import ask
from checkers.siblings import Siblings, siblings
from claims.extract import Extractor, claim_of
from claims.measured import Measured
from claims.readers import parse


def told(claim: str, source: str, figure: str) -> Siblings:
    """What tells the first place that fits a figure from those beside it."""
    texts = [parse(text, "", kind) for text, kind in ((claim, "text"), (source, "markdown"))]
    mine, theirs = (Extractor().read(one) for one in texts)
    claims = [claim_of(texts[0], one, Measured()) for one in mine]
    wanted = next(one for one in claims if one.quantity.text == figure)
    asked, index = ask(wanted, [one.quantity for one in claims]), build(texts[1], theirs)
    fitting, rivals = sides(asked, index, Tolerance())
    return siblings(asked, index, fitting[0].place, rivals)


GROUPS = "Levels were 12.8 ng/ml in healthy people and 16.7 ng/ml in patients with sepsis."
TIMES = "| Pain | 3 months | 12 months |\n| --- | --- | --- |\n| Score (points) | 31 | 22 |\n"


@pytest.mark.parametrize(
    ("claim", "source", "figure", "worst"),
    [
        ("In healthy people the level is 12.8 ng/ml.", GROUPS, "12.8 ng/ml", 1),
        ("In sepsis the level is 12.8 ng/ml.", GROUPS, "12.8 ng/ml", -1),
        ("The level is 12.8 ng/ml.", GROUPS, "12.8 ng/ml", 0),
    ],
)
def test_the_words_of_a_number_alone(claim: str, source: str, figure: str, worst: int) -> None:
    found = told(claim, source, figure)
    assert (found.worst > 0) - (found.worst < 0) == worst


@pytest.mark.parametrize(
    ("claim", "time"),
    [
        ("The score was 22 points after one year.", 1),
        ("The score was 22 points after three months.", -1),
        ("The score was 22 points.", 0),
    ],
)
def test_the_time_of_a_column(claim: str, time: int) -> None:
    assert told(claim, TIMES, "22 points").time == time


def test_a_weighty_word_that_only_a_rival_has() -> None:
    source = "Treatment lasted two weeks. A washout of four weeks followed the treatment."
    here = told("A washout of two weeks followed.", source, "two weeks")
    assert here.missing == here.elsewhere == 1
    assert told("Treatment lasted two weeks.", source, "two weeks").missing == 0
