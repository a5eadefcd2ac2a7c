"""Comparisons of two groups: who is set above whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.contrast import Contrast, contrast


def told(text: str, figure: str) -> Contrast | None:
    start = text.index(figure)
    return contrast(text, start, start + len(figure))


@pytest.mark.parametrize(
    ("text", "figure", "first", "second", "way"),
    [
        ("Nurses read 20% more books than miners.", "20%", "nurse", "miner", 1),
        ("Miners read 20% fewer books than nurses.", "20%", "miner", "nurse", -1),
        (
            "Nurses were twice as likely to read as miners, in all towns.",
            "twice",
            "nurse",
            "miner",
            0,
        ),
        ("Nurses, compared with miners, read 12 books more.", "12", "nurse", "miner", 0),
        ("Miners play; nurses read 12 books more than teachers do.", "12", "nurse", "teach", 1),
        ("Colds were rarer in nurses (4% v 9% in miners).", "4%", "nurse", "miner", -1),
        (
            "Colds were less frequent in nurses (4% against 9% in miners).",
            "9%",
            "nurse",
            "miner",
            -1,
        ),
        ("Colds were commoner after rain than after snow (4%).", "4%", "rain", "snow", 1),
    ],
)
def test_a_comparison_names_two(text: str, figure: str, first: str, second: str, way: int) -> None:
    found = told(text, figure)
    assert found is not None
    assert any(one.startswith(first) for one in found.first)
    assert any(one.startswith(second) for one in found.second)
    assert not found.first & found.second
    assert found.way == way


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Nurses read 12 books.", "12"),
        ("Nurses read more than 12 books.", "12"),
        ("Nurses read 12 books; miners swam more than fish.", "12"),
        ("Colds struck 4% of nurses against 9% of miners.", "4%"),
        ("Reading fell by 12%, 3 points more in nurses than in miners.", "3 points"),
    ],
)
def test_where_nobody_is_compared_there_is_none(text: str, figure: str) -> None:
    assert told(text, figure) is None


def test_the_same_two_the_other_way_round_cross() -> None:
    ours = told("Nurses read 20% more than miners.", "20%")
    theirs = told("Miners read 20% more than nurses.", "20%")
    others = told("Nurses read 20% more than teachers.", "20%")
    assert ours is not None
    assert theirs is not None
    assert others is not None
    assert ours.crosses(theirs)
    assert theirs.crosses(ours)
    assert not ours.crosses(ours)
    assert not ours.crosses(others)


def test_groups_are_told_by_their_letters() -> None:
    found = told("Those on drug A slept 2 hours longer than those on drug B.", "2 hours")
    assert found is not None
    assert ("group A" in found.first, "group B" in found.second) == (True, True)


def test_what_is_slower_takes_longer() -> None:
    ours = told("Nurses took 2 days longer than miners.", "2 days")
    theirs = told("Nurses were slower than miners by 2 days.", "2 days")
    others = told("Nurses were faster than miners by 2 days.", "2 days")
    assert ours is not None
    assert theirs is not None
    assert others is not None
    assert (ours.way, ours.pair) == (theirs.way, theirs.pair)
    assert not ours.denies(theirs)
    assert ours.denies(others)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 10))
def test_any_text_is_read(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    found = contrast(text, start, min(start + length, len(text)))
    assert found is None or (found.first and found.second)
