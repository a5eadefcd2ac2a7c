"""Which limit a number is told of."""

from __future__ import annotations

import pytest

from checkers.limits import is_one_limit
from claims.grammar import find_quantities


@pytest.mark.parametrize(
    ("ours", "theirs", "one"),
    [
        ("above 6 mmol/L", "6 mmol/L or more", True),
        ("above 6 mmol/L", "above 5.5 mmol/L", False),
        ("75 and over", "75 years or older", True),
        ("above 6 mmol/L", "6 mmol/L", False),
        ("40 mg", "40 mg", True),
    ],
)
def test_two_limits_are_one(ours: str, theirs: str, one: bool) -> None:
    first, second = (find_quantities(text).quantities[0] for text in (ours, theirs))
    assert is_one_limit(first, second) is one
