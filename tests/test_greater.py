"""Which of two values a claim makes the greater one."""

from __future__ import annotations

import pytest
from looked_up import looked_up

from checkers.greater import is_reversed

MILK = "Goats gave 9 litres with clover and 6 litres with straw."
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
