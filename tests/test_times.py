"""After which time a figure is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.times import are_one_time, times


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("At 18 months 12% had relapsed.", ["18 month"]),
        ("At 1, 3 and 5 years 12%, 20% and 31% had.", ["12 month", "36 month", "60 month"]),
        ("Four years later 12% had relapsed.", ["48 month"]),
        ("A year on, 12% had relapsed.", ["12 month"]),
        ("Three weeks after giving birth 12% had.", ["3 week"]),
        ("Half a year later 12% had.", ["6 month"]),
        ("Within a day 12% had.", ["1 day"]),
        ("Ten-year survival was 12%.", ["120 month"]),
        ("It was 12% at the six-month visit.", ["6 month"]),
        ("In the first year of life 12% had.", ["12 month"]),
        ("During the first six weeks 12% had.", ["6 week"]),
        ("By the age of three 12% had.", ["36 month"]),
        ("By their second birthday 12% had.", ["24 month"]),
        ("By 9 months, 12% had.", ["9 month"]),
        ("At week 12, 12% had.", ["12 week"]),
        ("A decade after the graft 12% had.", ["120 month"]),
        ("A whole year on, 12% had.", ["12 month"]),
        ("A fortnight later 12% had.", ["2 week"]),
        ("By the end of the second year 12% had.", ["24 month"]),
        ("In the course of the first month 12% had.", ["1 month"]),
        ("It was 9% by one year, and by two years 12% had.", ["24 month"]),
        ("It was 9% in the second year and 12% in the first.", ["24 month", "12 month"]),
        ("It was 9% in the second arm and 12% in the first.", []),
        ("Eighteen months out, 12% had.", ["18 month"]),
        ("Life was longer by two years.", []),
        ("Scores fell by 3 weeks.", []),
        ("They were 3 years old.", []),
        ("A year before, 12% had.", []),
        ("After a 5-day course 12% had.", []),
    ],
)
def test_a_text_tells_times(text: str, told: list[str]) -> None:
    assert [one.told for one in times(text)] == told


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12 month", "52 week", True),
        ("3 month", "12 week", True),
        ("7 day", "1 week", True),
        ("28 day", "30 day", False),
        ("6 month", "6 week", False),
        ("12 month", "24 month", False),
    ],
)
def test_two_units_may_tell_one_time(one: str, other: str, same: bool) -> None:
    assert are_one_time(one, other) is are_one_time(other, one) is same


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="at 1, andyerby oflifwk3-", max_size=120))
def test_any_text_is_read(text: str) -> None:
    for one in times(text):
        assert 0 <= one.start < one.end <= len(text)
        assert are_one_time(one.told, one.told)
