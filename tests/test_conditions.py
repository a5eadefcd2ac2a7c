"""Under which condition a figure is told where a number says it."""

from __future__ import annotations

import pytest
from looked_up import looked_up

from checkers.conditions import told_of_other

DOSES = "Rash was seen in 1% with placebo, 2% with 70 mg and 5% with 140 mg."
ONE = "Only the 30 mg dose raised weight, by 4%; the 10 mg and 20 mg doses did not."
LIMITS = "Sodium above 145 mmol/L was seen in 12%. Sodium above 150 mmol/L was seen in 3%."
WEIGHTS = "It was 4.0 g/kg for infants below 1000 g and 3.5 g/kg for infants of 1000 to 1500 g."


@pytest.mark.parametrize(
    ("claim", "figure", "source", "otherwise"),
    [
        ("Rash was seen in 5% of those on 70 mg.", "5%", DOSES, True),
        ("Rash was seen in 5% of those on 140 mg.", "5%", DOSES, False),
        ("Rash was seen in 5%.", "5%", DOSES, False),
        ("Rash was seen in 5% of those on 300 mg.", "5%", DOSES, False),
        ("Weight rose by 4% with 20 mg.", "4%", ONE, True),
        ("Weight rose by 4% with 30 mg.", "4%", ONE, False),
        ("Sodium went beyond 150 mmol/L in 12%.", "12%", LIMITS, True),
        ("Sodium went beyond 145 mmol/L in 12%.", "12%", LIMITS, False),
        ("Infants below 1000 g were given 3.5 g/kg.", "3.5 g/kg", WEIGHTS, True),
        ("Infants below 1000 g were given 4.0 g/kg.", "4.0 g/kg", WEIGHTS, False),
    ],
)
def test_a_figure_has_its_own_condition(
    claim: str, figure: str, source: str, otherwise: bool
) -> None:
    asked, index = looked_up(claim, figure, source)
    place = next(one for one in index.places if one.quantity.low == asked.claim.quantity.low)
    assert told_of_other(asked, index, place) is otherwise
