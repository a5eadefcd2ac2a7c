"""Choosing rules and severities by the beginning of their identifiers."""

from __future__ import annotations

import pytest

from checkers.model import Severity
from checkers.rule import Rule
from checkers.selection import Choice, choose

RULES = tuple(
    Rule(name, "", Severity.WARNING, "", "", "", "")
    for name in ("N001", "N002", "S001", "T001", "X001", "X002")
)
ALWAYS = ["X001", "X002"]


@pytest.mark.parametrize(
    ("layers", "chosen"),
    [
        ([], ["N001", "N002", "S001", "T001"]),
        ([Choice(("N",))], ["N001", "N002"]),
        ([Choice(("N", "T001"))], ["N001", "N002", "T001"]),
        ([Choice(None, ("N",))], ["S001", "T001"]),
        ([Choice(("N",), ("N002",))], ["N001"]),
        ([Choice(("N001",), ("N",))], ["N001"]),
        ([Choice(("N",), ("N",))], []),
        ([Choice(("ALL",), ("T",))], ["N001", "N002", "S001"]),
        ([Choice(("N",)), Choice(("S",))], ["S001"]),
        ([Choice(None, ("T",)), Choice(("T",))], ["T001"]),
        ([Choice(None, ("T",)), Choice(None, ("N",))], ["S001"]),
        ([Choice(("N", "S")), Choice(None, ("S",))], ["N001", "N002"]),
        ([Choice(("N",)), Choice(("ALL",))], ["N001", "N002", "S001", "T001"]),
        ([Choice(None, ("ALL",))], []),
    ],
)
def test_later_layers_and_longer_names_decide(layers: list[Choice], chosen: list[str]) -> None:
    assert [one.identifier for one in choose(RULES, layers)] == [*chosen, *ALWAYS]


@pytest.mark.parametrize(
    ("layers", "severity"),
    [
        ([], "warning"),
        ([{"N": "note"}], "note"),
        ([{"N": "note", "N001": "error"}], "error"),
        ([{"N001": "error", "N": "note", "ALL": "warning"}], "error"),
        ([{"N001": "error"}, {"N": "note"}], "note"),
        ([{"N": "note"}, {"S": "error"}], "note"),
        ([{"ALL": "note"}], "note"),
    ],
)
def test_severities(layers: list[dict[str, str]], severity: str) -> None:
    choices = [
        Choice(None, (), tuple((name, Severity(word)) for name, word in layer.items()))
        for layer in layers
    ]
    assert choose(RULES, choices)[0].severity is Severity(severity)
