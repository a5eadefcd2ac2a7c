"""How often a dose is given, in the letters of prescriptions."""

from __future__ import annotations

import pytest

from checkers.schedules import schedules


@pytest.mark.parametrize(
    ("text", "often"),
    [
        ("500 mg b.i.d. for a week", [2]),
        ("500 mg TID", [3]),
        ("1 g q8h, then 1 g q 12 h", [3]),
        ("5 mg qd", [1]),
        ("a bidder took an odd pill", []),
    ],
)
def test_letters_are_rates_per_day(text: str, often: list[int]) -> None:
    found = list(schedules(text, 0, len(text)))
    assert [one.low for one in found] == often
    assert all(one.unit == "per day" and text[one.start : one.end] == one.text for one in found)
