"""Small ensembles of decision trees, read from data and evaluated without a library.

Trained by ``benchmarks/train_contest.py`` (gradient boosting, Friedman 2001);
shipped as ``data/contest.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree as parallel lists, the root first.

    Attributes:
        signal: at each node the number of the signal that is asked, -1 at a leaf.
        mark: a signal up to this goes left.
        left, right: the nodes that follow.
        value: what a leaf adds to the score.
    """

    signal: tuple[int, ...]
    mark: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    value: tuple[float, ...]

    def score(self, row: tuple[float, ...]) -> float:
        """What the tree adds for a row of signals."""
        signal, mark, left, right = self.signal, self.mark, self.left, self.right
        node = 0
        while (asked := signal[node]) >= 0:
            node = left[node] if row[asked] <= mark[node] else right[node]
        return self.value[node]


#: The forests: one for claims in the source's own words, one for claims in others.
VERBATIM, REWORDED = "verbatim", "reworded"
#: The signal that chooses between them, and the most that it is for a claim in other words.
LIKENESS, OWN_WORDS = "near", 0.5


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees whose scores add up to the log-odds that a place bears a claim out.

    Attributes:
        base: the score before any tree.
        trees: the trees.
    """

    base: float
    trees: tuple[Tree, ...]

    def score(self, row: tuple[float, ...]) -> float:
        """The log-odds for a row of signals."""
        return self.base + sum([tree.score(row) for tree in self.trees])


@dataclass(frozen=True, slots=True)
class Model:
    """Two forests: one for claims in the source's own words, one for claims in others.

    A claim in the source's words is held to every one of them; in a claim in other
    words they tell less.

    Attributes:
        signals: names of the signals, in the order of a row.
        verbatim, reworded: the forests.
        slope, shift: Platt's calibration of the score (Platt 1999).
        mark: from this probability on a place bears a claim out.
        absent: how likely a claim is right whose value stands nowhere.
        barred: how likely it is at most where a word tells its place from it.
    """

    signals: tuple[str, ...]
    verbatim: Forest
    reworded: Forest
    slope: float
    shift: float
    mark: float
    absent: float
    barred: float

    def score(self, signals: Mapping[str, float]) -> float:
        """The log-odds that the place bears the claim out, before calibration."""
        forest = self.verbatim if signals[LIKENESS] > OWN_WORDS else self.reworded
        return forest.score(tuple(signals[name] for name in self.signals))

    def probability(self, signals: Mapping[str, float]) -> float:
        """How likely it is that the place bears the claim out, from 0 to 1."""
        return 1 / (1 + math.exp(-(self.slope * self.score(signals) + self.shift)))


def parse_model(text: str) -> Model:
    """Read a model from its JSON form."""
    data = json.loads(text)
    numbers = ("slope", "shift", "mark", "absent", "barred")
    return Model(
        tuple(data["signals"]),
        _forest(data["forests"][VERBATIM]),
        _forest(data["forests"][REWORDED]),
        **{name: data[name] for name in numbers},
    )


def _forest(data: Mapping[str, Any]) -> Forest:
    lists = ("signal", "mark", "left", "right", "value")
    trees = (Tree(*(tuple(one[name]) for name in lists)) for one in data["trees"])
    return Forest(data["base"], tuple(trees))


@cache
def contest_model() -> Model:
    """The model that is shipped with the package."""
    return parse_model(resources.files("checkers").joinpath("data/contest.json").read_text("utf-8"))
