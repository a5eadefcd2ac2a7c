"""Which way a value goes, and whether a figure is a change at all."""

from __future__ import annotations

import pytest

from checkers.direction import directions, is_change, is_timed


@pytest.mark.parametrize(
    ("text", "figure", "timed"),
    [
        ("Pain was less at 1, 4 and 12 weeks.", "12 weeks", True),
        ("Most of it came within the first 4 weeks.", "4 weeks", True),
        ("Pain was less after 3 months.", "3 months", True),
        ("Surgery took 49 minutes longer.", "49 minutes", False),
        ("The stay was shorter by 2 days.", "2 days", False),
    ],
)
def test_points_in_time(text: str, figure: str, timed: bool) -> None:
    assert is_timed(text, text.index(figure)) is timed


@pytest.mark.parametrize(
    ("text", "figure", "changes"),
    [
        ("Costs fell by 12%.", "12%", True),
        ("Costs fell by about 12% in a year.", "12%", True),
        ("It was refused by 12% of the women.", "12%", False),
        ("Of the women 12% refused.", "12%", False),
    ],
)
def test_changes(text: str, figure: str, changes: bool) -> None:
    start = text.index(figure)
    assert is_change(text, start, start + len(figure)) is changes


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("Pressure was lower in the high-dose group.", [-1]),
        ("A low risk of falls was found.", []),
        ("The risk was high.", [1]),
        ("Five times as many fell ill.", []),
        ("The gain fell short of 5%.", [1]),
        ("The pressure fell ten points.", [-1]),
    ],
)
def test_names_go_no_way(text: str, ways: list[int]) -> None:
    assert [one.way for one in directions(text)] == ways
