"""Counts and the groups that they are parts of."""

from __future__ import annotations

import pytest
from looked_up import arithmetic, looked_up

from checkers.portions import portions
from checkers.scene import Scene

KITES = "We flew 640 kites, 320 from each hill. By noon 80 and 48 kites respectively had torn."
ARMS = "Goats got hay (n=150) or straw (n=160). Coughs were heard in 12 and 24 goats respectively."
WHEN = "We watched 800 hives before the frost and 900 after it. Forty swarmed before and 36 after."


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (KITES, {"80": "320", "48": "320"}),
        (ARMS, {"12": "150", "24": "160"}),
        (WHEN, {"Forty": "800", "36": "900"}),
        ("Of the 14 wells, nine ran dry.", {"nine": "14"}),
        ("We dug 70 wells. Eleven ran dry. Four of them were new.", {"Four": "11"}),
        ("We dug 70 wells. Eleven ran dry.", {"Eleven": "70"}),
        ("We wrote to 90 farms. Of these, 60 answered. Bees were kept by 15.", {"15": "60"}),
        ("Of 500 owls, 400 were ringed. Mites sat on 20 ringed owls.", {"20": "400"}),
        ("Of 500 owls, 400 were ringed. Mites sat on 20 unringed owls.", {"20": "(500 − 400)"}),
        (
            "In 12 barns we weighed 310 ewes, 150 on oats and 160 on rye. Foot rot struck 6 and 8.",
            {"6": "150", "8": "160"},
        ),
    ],
)
def test_a_count_is_a_part_of_its_group(source: str, told: dict[str, str]) -> None:
    asked, index = looked_up("It was 5.", "5", source)
    scene = Scene(asked, index, asked.claim.quantity, range(len(index.passages)))
    found = {one.part.quantity.text: one.whole.told for one in portions(scene)}
    assert {name: found.get(name) for name in told} == told


WELLS = "Of the 14 wells, nine held water."


@pytest.mark.parametrize(
    ("claim", "figure", "source"),
    [
        ("A quarter of the kites from the first hill tore.", "A quarter", KITES),
        ("Coughs were heard in 15% of goats on straw.", "15%", ARMS),
        ("After the frost, 4% of hives swarmed.", "4%", WHEN),
        ("Five wells held no water.", "Five", WELLS),
        ("Five wells failed to hold water.", "Five", WELLS),
        ("The other five wells were dry.", "five", WELLS),
        (
            "Two of the lambs were born at term.",
            "Two",
            "Of 12 lambs, ten were born preterm.",
        ),
        (
            "Of the eggs, 30 were brown.",
            "30",
            "Of 90 eggs, 60 were found to be white and the others brown.",
        ),
        ("The trap missed a fifth of the mice.", "a fifth", "Of 50 mice, the trap caught 40."),
    ],
)
def test_what_follows_from_it_is_borne_out(claim: str, figure: str, source: str) -> None:
    assert arithmetic(claim, figure, source)


@pytest.mark.parametrize(
    ("claim", "figure", "source"),
    [
        ("Of the kites, 25% tore.", "25%", "We flew 400 kites. Fifty tore."),
        ("Before the frost, 4% of hives swarmed.", "4%", WHEN),
        ("Coughs were heard in 16% of goats on straw.", "16%", ARMS),
        ("Five wells held water.", "Five", WELLS),
        ("Four wells held no water.", "Four", WELLS),
        (
            "In the end 180 hens were weighed.",
            "180",
            "Of 200 hens we left out 30 old hens and 20 young cocks; all others were weighed.",
        ),
    ],
)
def test_nothing_else_does(claim: str, figure: str, source: str) -> None:
    assert arithmetic(claim, figure, source) == []
