"""The table of facets, and the facets that no list holds."""

from __future__ import annotations

import pytest

from checkers.facets import facets, parse_facets
from checkers.occasions import occasions
from checkers.verdict import Same

ROWS = [
    "[population]",
    "nurse, nurses, head nurse | miner, miners",
    "[other]",
    "answers: warm | cold of: tea, milk",
]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Nurses and miners", [("nurse", "nurse"), ("nurse", "miner")]),
        ("the head nurse", [("nurse", "nurse")]),
        ("a non-nurse, nurses' tea", [("nurse", "nurse")]),
        ("cold tea", [("warm tea", "cold")]),
        ("warm or cold milk", [("warm milk", "warm"), ("warm milk", "cold")]),
        ("cold water", []),
    ],
)
def test_forms_answer(text: str, told: list[tuple[str, str]]) -> None:
    assert [(one.facet, one.told) for one in parse_facets(ROWS).answers(text)] == told


def test_the_section_says_what_differs() -> None:
    (one, other) = parse_facets(ROWS).answers("nurses drink cold tea")
    assert (one.what, other.what) == (Same.POPULATION, Same.OTHER)


def test_no_form_of_the_shipped_table_answers_one_question_twice() -> None:
    for held in facets().forms.values():
        entries = [(form, entry[0]) for form, entry in held]
        assert len(entries) == len(set(entries))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("in arms A and B", ["A", "B"]),
        ("stage III or grade 2", ["3", "2"]),
        ("group 12.5 and group 30%", []),
        ("at baseline", ["start"]),
        ("a fall from baseline", []),
        ("at the end of the trial", ["end"]),
        ("the two-year risk", ["24 month"]),
        ("twice a day", ["day"]),
        ("within a year", ["12 month"]),
    ],
)
def test_names_times_and_rates_answer(text: str, told: list[str]) -> None:
    assert [one.told for one in occasions(text)] == told
