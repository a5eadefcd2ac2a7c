"""Which of two values a claim makes the greater one."""

from __future__ import annotations

import pytest
from looked_up import looked_up

from checkers.greater import are_others, is_reversed, names_one

MILK = "Goats gave 9 litres with clover and 6 litres with straw."
COLD = "The freezing point fell by 7 °C with salt and by 2 °C with sand."
WALK = "The way took the oxen 50 minutes and the mules 35 minutes."


@pytest.mark.parametrize(
    ("claim", "figure", "source", "reversed_"),
    [
        ("Goats gave 3 litres more with clover than with straw.", "3 litres", MILK, False),
        ("Goats gave 3 litres more with straw than with clover.", "3 litres", MILK, True),
        ("Goats gave 3 litres less with straw than with clover.", "3 litres", MILK, False),
        ("Goats gave 3 litres less with clover, compared with straw.", "3 litres", MILK, True),
        ("Straw made goats give 3 litres less.", "3 litres", MILK, False),
        ("Goats and milk: they differed by 3 litres.", "3 litres", MILK, False),
        ("Salt lowered it 5 °C more than sand.", "5 °C", COLD, False),
        ("Sand lowered it 5 °C more than salt.", "5 °C", COLD, True),
        ("Mules were 15 minutes faster than oxen.", "15 minutes", WALK, False),
        ("Oxen were 15 minutes faster than mules.", "15 minutes", WALK, True),
        ("Mules arrived 15 minutes later than oxen.", "15 minutes", WALK, True),
    ],
)
def test_a_claim_may_turn_two(claim: str, figure: str, source: str, reversed_: bool) -> None:
    asked, index = looked_up(claim, figure, source)
    one, other = (index.places[at] for at in (0, 1))
    assert is_reversed(asked, index, one, other) is reversed_
    assert is_reversed(asked, index, other, one) is reversed_


@pytest.mark.parametrize(
    ("claim", "others"),
    [
        ("Oats gave 2 litres more milk than hay.", False),
        ("Oats gave 2 litres more milk than straw.", True),
    ],
)
def test_a_claim_may_mean_a_third_one(claim: str, others: bool) -> None:
    source = "Cows gave 9 litres on oats, 7 litres on hay and 4 litres on straw."
    asked, index = looked_up(claim, "2 litres", source)
    assert are_others(asked, index, *index.places[:2]) is others


def test_a_claim_names_one_group_or_both() -> None:
    source = "Eggs were laid by 12 of 40 hens and 9 of 30 ducks."
    for claim, one in (("Of ducks, 30% laid.", True), ("Of both hens and ducks, 30% laid.", False)):
        asked, index = looked_up(claim, "30%", source)
        assert names_one(asked, index, *index.places) is one
