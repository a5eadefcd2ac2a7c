"""Candidates: every number is one, and the scan is linear."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.scan import candidates, mask


def seen(text: str, skip: list[tuple[int, int]] | None = None) -> list[str]:
    return [text[start:end] for start, end in candidates(text, skip or [])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no figure at all", []),
        ("of 10,308 people, 34.8% or 0·45", ["10,308", "34.8", "0·45"]),
        ("ends in 12.", ["12"]),
        ("two thirds, Half and twofold", ["two", "Half", "twofold"]),
        ("someone often weighted tents", []),
        ("½ cup, ⅔ of it", ["½", "⅔"]),
        ("Ki-67 and HER2", ["67", "2"]),
    ],
)
def test_finds_where_a_number_may_stand(text: str, expected: list[str]) -> None:
    assert seen(text) == expected


def test_skipped_spans_hold_none() -> None:
    assert seen("nodes 1,3 and 80%", [(6, 9)]) == ["80"]


@given(
    st.text(max_size=60), st.lists(st.tuples(st.integers(-9, 70), st.integers(-9, 70)), max_size=4)
)
@settings(deadline=None)
def test_masking_keeps_length_and_what_is_not_skipped(
    text: str, skip: list[tuple[int, int]]
) -> None:
    masked = mask(text, skip)
    assert len(masked) == len(text)
    for at, (was, now) in enumerate(zip(text, masked, strict=True)):
        covered = any(start <= at < end for start, end in skip)
        assert now == (" " if covered else was)


PROSE = "Of the women who came back after five years, 34.8% had had no lesion at all before. "


def seconds(text: str) -> float:
    start = time.perf_counter()
    for _ in candidates(text):
        pass
    return time.perf_counter() - start


@pytest.mark.parametrize("unit", ["7", "-", "1,", "(1)", "one ", "½"])
def test_scans_a_megabyte_of_noise_like_prose(unit: str) -> None:
    size = 1_000_000
    prose = min(seconds(PROSE * (size // len(PROSE))) for _ in range(2))
    # a megabyte of "½" holds a million numbers, one of prose 24,000
    assert seconds(unit * (size // len(unit))) < 20 * prose


def test_scans_nested_brackets_like_prose() -> None:
    size = 1_000_000
    prose = min(seconds(PROSE * (size // len(PROSE))) for _ in range(2))
    assert seconds("[" * (size // 2) + "]" * (size // 2)) < 10 * prose
