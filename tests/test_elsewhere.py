"""Which of the things that a source counts a claim tells."""

from __future__ import annotations

import pytest
from looked_up import looked_up

from checkers.elsewhere import is_headed_otherwise, is_named_elsewhere
from checkers.indexing import build
from claims.extract import Extractor
from claims.readers import parse

LIST = "Steroids were given to 15% and 19% of children; vomiting was reported in 2% and 6%."
BESIDE = "The vaccine was 91% effective against death but only 55% effective against infection."
CAUSES = (
    "Of the 80 walkers who gave up the course, 22 did so because of blisters, 40 because of "
    "nausea and 18 for lack of time."
)
ARMS = (
    "Bleeding had occurred in 8% of the early group and 21% of the late group. "
    "Stroke had occurred in 3% and 5%, respectively."
)
TENSE = "Fasting glucose was 7.4 mmol/L and dropped to 6.3 mmol/L after six weeks of walking."
AGAIN = "Older reports put gout in nurses at 3% to 9%. In our sample of 400 nurses, it was 13%."
SETTING = (
    "After a helpline for parents had opened, readmission stood at 9%. "
    "Vomiting was seen in 5% in the same year."
)
APART = "Fever was seen in 12% of toddlers. Nausea was seen in 7% of toddlers."


@pytest.mark.parametrize(
    ("claim", "figure", "source", "another"),
    [
        ("Steroids were needed by 6% of the children.", "6%", LIST, True),
        ("Steroids were needed by 19% of the children.", "19%", LIST, False),
        ("Vomiting was seen in 6% of the children.", "6%", LIST, False),
        ("The vaccine prevented 91% of infections.", "91%", BESIDE, True),
        ("The vaccine prevented 55% of infections.", "55%", BESIDE, False),
        ("Nausea was felt by 12%.", "12%", APART, True),
        ("Clumsiness was felt by 12%.", "12%", APART, False),
        ("Of all 12% who were ill, some felt nausea.", "12%", APART, False),
        # Behind each of several numbers stands what it is told of.
        ("Blisters made 40 walkers give up.", "40", CAUSES, True),
        ("Blisters made 22 walkers give up.", "22", CAUSES, False),
        ("Nausea led 40 walkers to give up.", "40", CAUSES, False),
        ("Feeling sick led 40 walkers to give up.", "40", CAUSES, False),
        # The name of a group is no outcome.
        ("Stroke befell 21% of the late group.", "21%", ARMS, True),
        ("Bleeding befell 21% of the late group.", "21%", ARMS, False),
        ("Haemorrhage befell 21% of the late group.", "21%", ARMS, False),
        # A sentence that goes on tells of one thing.
        ("Glucose ended at 6.3 mmol/L.", "6.3 mmol/L", TENSE, False),
        # What a sentence takes up from the one before it is its own.
        ("Gout was found in 13%.", "13%", AGAIN, False),
        # What opens a sentence is no outcome either.
        ("After the helpline for parents 9% were vomiting.", "9%", SETTING, True),
        ("After the helpline for parents 9% were readmitted.", "9%", SETTING, False),
    ],
)
def test_each_number_is_told_of_its_own_thing(
    claim: str, figure: str, source: str, another: bool
) -> None:
    asked, index = looked_up(claim, figure, source)
    value = asked.claim.quantity.low
    place = next(one for one in index.places if value in (one.quantity.low, one.quantity.high))
    assert is_named_elsewhere(asked, index, place) is another


TABLE = """| Clinic | Visits | Visits with any fall | Visits with a hip fracture | Pain at 3 months |
|---|---|---|---|---|
| North | 400 | 36 | 4 | 52 |
| South | 300 | 24 | 6 | 41 |
"""


@pytest.mark.parametrize(
    ("claim", "figure", "another"),
    [
        ("A hip fracture was found at 36 of the visits in the north.", "36", True),
        ("In the north, 36 visits were for a fall.", "36", False),
        ("In the north, 36 people had stumbled.", "36", False),
        ("Three months on, 36 people in the north were in pain.", "36", True),
        ("Three months on, 52 people in the north were in pain.", "52", False),
        ("In the south 36 visits were for a fall.", "36", True),
        ("More falls were seen in the north, 36, than in the south.", "36", False),
    ],
)
def test_a_cell_is_told_under_its_own_headings(claim: str, figure: str, another: bool) -> None:
    asked, _ = looked_up(claim, figure, "")
    document = parse(TABLE, "source", "markdown")
    index = build(document, Extractor().read(document))
    place = next(one for one in index.places if one.quantity.text == figure)
    assert is_headed_otherwise(asked, index, place) is another
