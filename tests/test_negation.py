"""What sentences deny of those whom a figure counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.negation import affirms, clause, denied, of_all, unchanged
from checkers.words import concepts_in


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("12% did not swim.", {"swim"}),
        ("12% had no fever.", {"fever"}),
        ("12% of the miners never swam.", {"swam"}),
        ("12% were free of fever.", {"fever"}),
        ("12% stayed without fever.", {"fever"}),
        ("No fever was seen in 12%.", {"fever"}),
        ("Fever was not seen in 12% of them.", {"fever"}),
        ("Fever was absent in 12%.", {"fever"}),
        ("12% of those not treated slept.", {"treatment"}),
        ("Of those not treated, 12% slept.", {"treatment"}),
        ("12% were unable to swim.", {"swim"}),
        ("Neither fever nor cough was seen in 12%.", {"fever", "cough"}),
    ],
)
def test_what_is_denied(text: str, stems: set[str]) -> None:
    start = text.index("12%")
    assert stems <= denied(text, start, start + 3)


@pytest.mark.parametrize(
    "text",
    [
        "12% slept.",
        "12% slept; others did not.",
        "12% slept (not all well).",
        "No more than 12% slept.",
        "12% did not differ from the rest.",
        "12% less fever compared to no bath.",
        "No fever was seen, and 12% slept.",
    ],
)
def test_what_is_not(text: str) -> None:
    start = text.index("12%")
    assert not denied(text, start, start + 3)


@pytest.mark.parametrize(
    "text", ["12% could not sleep.", "12% were unable.", "12% dropped out.", "12% felt painless."]
)
def test_what_denies_in_any_way_affirms_nothing(text: str) -> None:
    assert not affirms(text)


def test_what_is_told_may_itself_deny() -> None:
    assert affirms("12% stopped the course.", concepts_in("stopped"))
    assert not affirms("12% stopped the course.", frozenset({"cours"}))
    assert not affirms("12% were non-treated.", frozenset({"treatment"}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("All of the 12 slept.", True),
        ("None of the 12 slept.", False),
        ("Neither of 12 slept.", False),
        ("Of the 12, all slept.", None),
        ("In 12 neither bath helped.", False),
        ("In 12 both baths helped.", True),
        ("In 12 both sleep and fever lasted.", None),
    ],
)
def test_all_or_none(text: str, told: bool | None) -> None:
    assert of_all(text, text.index("12")) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The bath did not lower the pulse by 12 beats.", True),
        ("The bath failed to lower it by a mean of 12 beats.", True),
        ("The bath lowered the pulse by 12 beats.", False),
        ("The pulse did not matter; it fell by 12 beats.", False),
        ("The two did not differ by 12 beats.", False),
    ],
)
def test_what_did_not_change(text: str, told: bool) -> None:
    assert unchanged(text, text.index("12")) is told


def test_a_clause_is_what_stands_around_a_figure() -> None:
    text = "It was not long, and 12% slept; 3% did not."
    assert clause(text, text.index("12%"), text.index("12%") + 3) == "12% slept"


@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 10))
def test_any_text_is_read(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    assert isinstance(denied(text, start, min(start + length, len(text))), frozenset)
    assert affirms(text) in (True, False)
