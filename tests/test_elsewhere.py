"""Which of the things that a source counts a claim tells."""

from __future__ import annotations

import pytest
from looked_up import looked_up

from checkers.elsewhere import is_named_elsewhere

LIST = "Steroids were given to 15% and 19% of children; vomiting was reported in 2% and 6%."
BESIDE = "The vaccine was 91% effective against death but only 55% effective against infection."
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
    ],
)
def test_each_number_is_told_of_its_own_thing(
    claim: str, figure: str, source: str, another: bool
) -> None:
    asked, index = looked_up(claim, figure, source)
    place = next(one for one in index.places if one.quantity.low == asked.claim.quantity.low)
    assert is_named_elsewhere(asked, index, place) is another
