"""How a sentence introduces the number of people that were studied in all."""

import pytest

from checkers.studied import tells_studied


@pytest.mark.parametrize(
    ("text", "number", "tells"),
    [
        ("We randomised 640 adults with gout.", "640", True),
        ("The trial enrolled a total of 640 adults.", "640", True),
        ("The trial's 640 participants were weighed.", "640", True),
        ("In a cohort of 640 nurses, 12 left.", "640", True),
        ("In all, 640 adults with gout were randomly assigned to two groups.", "640", True),
        ("In the end 640 took part.", "640", True),
        ("In all, 640 adults had gout.", "640", False),
        ("Iron was given to 320 adults.", "320", False),
        ("The nurses counted 640 tablets.", "640", False),
    ],
)
def test_introduces(text: str, number: str, tells: bool) -> None:
    start = text.index(number)
    assert tells_studied(text, start, start + len(number)) is tells
