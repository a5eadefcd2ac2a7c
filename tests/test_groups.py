"""The names of the groups that a text compares."""

from __future__ import annotations

import pytest

from checkers.groups import group_names, names_a_group
from checkers.words import words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Told twice before "group" or "arm", or held against each other.
        ("The ketamine group slept. The ketamine group ate. The saline arm woke.", {"ketamin"}),
        ("Ketamine versus saline. It was ketamine vs. saline again.", {"ketamin", "salin"}),
        # What is told once, or says of no group which it is, is no name.
        ("The older group slept. Both groups and each study group and the patient group ate.", set()),
        ("Between the groups. Between the groups. Of 40 groups, 30 groups.", set()),
    ],
)  # fmt: skip
def test_a_text_names_its_groups(text: str, names: set[str]) -> None:
    assert group_names(text) == names


def test_the_heading_of_a_column_names_its_group() -> None:
    assert "sertralin" in group_names("", ["Sertraline (n = 80)"])


@pytest.mark.parametrize(
    ("word", "told"),
    [("placebo", True), ("group 2", True), ("arm B", True), ("ketamine", True), ("fever", False)],
)
def test_a_word_names_a_group_by_its_kind_its_number_or_the_text(word: str, told: bool) -> None:
    assert names_a_group(words(word)[0], frozenset({"ketamin"})) is told
