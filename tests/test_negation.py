"""What sentences deny of those whom a figure counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.negation import affirms, denied


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("12% did not sleep.", {"sleep"}),
        ("12% had no fever.", {"fever"}),
        ("12% of the miners never swam.", {"swam"}),
        ("12% were free of fever.", {"fever"}),
        ("12% stayed without fever.", {"fever"}),
        ("No fever was seen in 12%.", {"fever"}),
        ("Fever was not seen in 12% of them.", {"fever"}),
        ("Fever was absent in 12%.", {"fever"}),
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


@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 10))
def test_any_text_is_read(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    assert isinstance(denied(text, start, min(start + length, len(text))), frozenset)
    assert affirms(text) in (True, False)
