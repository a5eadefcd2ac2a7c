"""Of whom a figure is told, read by marks and verbs alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.among import Sentence, Whole, described, whole_of
from claims.grammar import find_quantities


def read(text: str, figure: str) -> Whole:
    found = find_quantities(text).quantities
    return whole_of(Sentence(text, 0, found), next(one for one in found if one.text == figure))


@pytest.mark.parametrize(
    ("text", "figure", "names"),
    [
        ("Of the runners with cramp, 12% had a fever.", "12%", {"cramp", "runn"}),
        ("Fever was seen in 12% of those with cramp.", "12%", {"cramp"}),
        ("Among swimmers, fever was rare (12%).", "12%", {"swim"}),
        ("12% of patients who limped had a fever.", "12%", {"limp"}),
        ("Fever was found in 6 of 50 patients (12%) with cramp.", "12%", {"cramp"}),
        ("6 of 50 patients (12%) limped.", "12%", set()),
        ("Patients with cramp had fever in 12%.", "12%", {"cramp"}),
        ("In swimmers it was 12%.", "12%", {"swim"}),
        ("In this trial 12% had a fever.", "12%", set()),
        ("Fever came in 12% of swimmers and 30% of rowers.", "12%", {"swim"}),
        ("We gave 500 mg of selenium.", "500 mg", set()),
    ],
)
def test_the_whole_stands_behind_the_figure_or_opens_its_clause(
    text: str, figure: str, names: set[str]
) -> None:
    assert read(text, figure).names == names


@pytest.mark.parametrize(
    ("text", "figure", "size"),
    [
        ("Of the 50 swimmers, 12% had a fever.", "12%", 50),
        ("Fever came in 6 of 50 swimmers (12%).", "12%", 50),
        ("Cramp came in 50 of 800; 6 of these 50 had a fever.", "6 of these 50", 50),
        ("Fever came in 12% of 1,200 swimmers.", "12%", 1200),
        ("Fever came in 12% of swimmers.", "12%", None),
    ],
)
def test_the_size_of_a_whole_is_read(text: str, figure: str, size: int | None) -> None:
    assert read(text, figure).size == size


@pytest.mark.parametrize(
    ("text", "figure", "is_all"),
    [
        ("Overall, 12% had a fever.", "12%", True),
        ("Fever came in 12% of all swimmers.", "12%", True),
        ("Fever came in 9% overall and in 12% of swimmers.", "12%", False),
        ("Among rowers it was 9%; overall it was 12%.", "12%", True),
        ("Fever came in 12% of swimmers.", "12%", False),
    ],
)
def test_all_are_called_all(text: str, figure: str, is_all: bool) -> None:
    assert read(text, figure).is_all is is_all


def test_a_denial_is_read_even_where_its_word_stands_before() -> None:
    assert read("Fever came in 12% of patients without cramp.", "12%").lacks == {"cramp"}
    text = "Fever came in 9% of patients with cramp and 12% of those without."
    assert read(text, "12%").lacks == {"cramp"}
    assert not read(text, "9%").lacks


def test_each_count_of_people_is_described() -> None:
    text = "Of 500 swimmers, 80 (16%) had a cramp, and fever was seen in 20 of these 80."
    found = find_quantities(text).quantities
    told = {size: names for size, names in described(Sentence(text, 0, found)) if names}
    assert told[Decimal(500)] == {"swim"}
    assert "cramp" in told[Decimal(80)]
    assert "fever" in told[Decimal(20)]


@given(st.text(alphabet="of in 12% (,;.) those with all a 3 who was ed", max_size=80))
@settings(max_examples=60, deadline=None)
def test_it_reads_any_text(text: str) -> None:
    found = find_quantities(text).quantities
    told = Sentence(text, 0, found)
    assert all(isinstance(whole_of(told, one), Whole) for one in found)
    assert all(size >= 0 for size, _ in described(told) if size is not None)
