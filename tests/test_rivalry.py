"""The two sides of a figure in one source, and the signals that they give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from looked_up import looked_up

from checkers.compare import Tolerance
from checkers.contest import sides, weigh
from checkers.rivalry import Rivalry
from checkers.signals import MONOTONE, signals
from checkers.trees import contest_model

CLAIM = "Nausea fell to 30% with the new drug and to 12% with placebo."
SOURCE = (
    "Nausea fell to 30% with the new drug and to 12% with placebo. Headache rose to 30%. "
    "Nausea was seen in 15% of those on the new drug."
)


def rivalry(claim: str, figure: str, source: str) -> Rivalry:
    asked, index = looked_up(claim, figure, source)
    return Rivalry(asked, index, *sides(asked, index, Tolerance()))


@pytest.mark.parametrize(
    ("figure", "rivals", "straying"),
    [
        # What the claim prints itself is a rival, and strays nowhere.
        ("30%", {"12%", "15%"}, {"15%"}),
        ("12%", {"30%", "15%"}, {"15%"}),
    ],
)
def test_only_rivals_that_the_claim_does_not_print_stray(
    figure: str, rivals: set[str], straying: set[str]
) -> None:
    found = rivalry(CLAIM, figure, SOURCE)
    assert {one.place.quantity.text for one in found.rivals} == rivals
    assert {one.place.quantity.text for one in found.straying} == straying


def test_what_hangs_on_no_place_is_the_same_for_each() -> None:
    found = rivalry(CLAIM, "30%", SOURCE)
    first, second = (
        one.signals for one in weigh(found.asked, found.index, found.fitting, found.rivals)
    )
    shared = {name for name in first if first[name] == second[name]}
    assert found.signals.keys() <= shared
    assert first["laid-same"] > second["laid-same"]
    assert first["stray-lead"] > second["stray-lead"]
    assert first["second"] < second["second"]


def test_a_place_is_weighed_alike_wherever_it_stands() -> None:
    found = rivalry(CLAIM, "30%", SOURCE)
    turned = Rivalry(found.asked, found.index, found.fitting[::-1], found.rivals)
    assert len(found.fitting) == 2
    assert signals(found, 1) == signals(turned, 0)


def test_a_source_lacks_what_it_nowhere_says_unless_it_is_short() -> None:
    words = " ".join(f"w{chr(97 + at // 26)}{chr(97 + at % 26)}rd" for at in range(600))
    claim = "Nausea fell to 30% with tirzepatide and to 12% without."
    short = signals(rivalry(claim, "30%", "Nausea fell to 30% with aspirin."), 0)
    long = signals(rivalry(claim, "30%", f"Nausea fell to 30% with aspirin. {words}."), 0)
    assert 0 < short["lacks-words"] < long["lacks-words"] < 1
    assert 0 < short["lacks-numbers"] < long["lacks-numbers"] == 1


def test_a_range_with_one_end_of_the_claim_s_overlaps() -> None:
    source = "The mean stay was 3.1 days (2-7 days)."
    found = rivalry("The mean stay was 2-5 days.", "2-5 days", source)
    assert signals(found, 0)["overlap"] > 0.5


def test_nothing_is_weighed_where_nothing_fits() -> None:
    found = rivalry(CLAIM, "30%", "Nausea was seen in 15% of those on the new drug.")
    assert list(weigh(found.asked, found.index, found.fitting, found.rivals)) == []


def test_the_trees_and_their_training_name_signals_that_there_are() -> None:
    told = signals(rivalry(CLAIM, "30%", SOURCE), 0).keys()
    assert MONOTONE.keys() <= told
    assert set(contest_model().signals) <= told


def test_every_signal_is_told_of_in_the_docs() -> None:
    found = rivalry(CLAIM, "30%", SOURCE)
    page = (Path(__file__).parents[1] / "docs" / "verdicts.md").read_text("utf-8")
    table = [row.split("|")[1] for row in page.splitlines() if row.startswith("| `")]
    names = [name for row in table for name in re.findall("`([a-z…-]+)`", row)]
    for signal in signals(found, 0):
        told = (
            signal == name or (name.endswith("…") and signal.startswith(name[:-1]))
            for name in names
        )
        assert any(told), signal


@pytest.mark.parametrize(
    ("claim", "figure", "source", "name", "value"),
    [
        (
            "Pain fell from 58 to 41.",
            "from 58 to 41",
            "Pain was 58 before and 41 after the course.",
            "both-ends",
            1,
        ),
        ("Fever lasted 13.8 days.", "13.8 days", "Fever lasted 13.8 (8.1) days.", "spread", 0),
        (
            "It took in 329 patients.",
            "329",
            "Of the 490 who came, 329 patients stayed.",
            "counted",
            1,
        ),
        (
            "It took in 329 schools.",
            "329",
            "Of the 490 who came, 329 patients stayed.",
            "counted",
            -1,
        ),
    ],
)
def test_what_a_place_states_is_told_in_signals(
    claim: str, figure: str, source: str, name: str, value: float
) -> None:
    asked, index = looked_up(claim, figure, source)
    held = Rivalry(asked, index, *sides(asked, index, Tolerance()))
    assert signals(held, 0)[name] == value
