"""Above a limit or below it."""

import pytest

from checkers.terms import beside_limit


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Intake was 30% above the recommended limit.", 1),
        ("Intake was 30% less than the daily allowance.", -1),
        ("Intake lay 30% below its legal maximum of 5 g.", -1),
        ("Intake exceeded the recommended ceiling by 30%.", 1),
        ("Intake fell short of the national target by 30%.", -1),
        ("Intake was 30% above that of women.", 0),
        ("Intake was 30%.", 0),
    ],
)
def test_beside_a_limit(text: str, way: int) -> None:
    start = text.index("30%")
    assert beside_limit(text, start, start + 3) == way
